/**
 * Logs on standard output, as containers want them, and records in JSON.
 */
import assert from "node:assert/strict";
import { testInBothManners } from "../harness/manners.ts";
import { waitFor } from "../harness/wait_for.ts";
import type { Server } from "../harness/server.ts";

const CONFIG = `
SystemLog -
TransferLog -
LogFormat object %{json}
LogFormat tagged "json %{json}"
ExtendedLog - ALL,EXIT,CONNECT tagged
SyslogLevel info
`;

async function printed(server: Server, wanted: RegExp): Promise<void> {
  await waitFor(`${wanted} on standard output`, () => Promise.resolve(wanted.test(server.printed)));
}

for (const template of ["off", "on"]) {
  testInBothManners({
    name: `every log goes to standard output where it is called "-" (SessionTemplate ${template})`,
    needs: [],
    config: `${CONFIG}SessionTemplate ${template}\n`,
    async fn(server) {
      await using client = await server.login();
      await client.upload("STOR two words", "content");
      await client.expect("QUIT", 221);
      await printed(server, /session_end_reason/);
      assert.match(
        server.printed,
        /^\S+ \S+ \S+ proftpd\[\d+\] \S+ \(.*\): FTP session opened\.$/m,
      );
      assert.match(server.printed, /^\w{3} \w{3} .* 7 \S*\/two_words a _ i r alice ftp 0 \* c$/m);
      const records = [...server.printed.matchAll(/^json (.*)$/gm)].map(([, text]) =>
        JSON.parse(text) as Record<string, unknown>
      );
      const commands = records.map(({ command, connecting, disconnecting }) =>
        command ?? (connecting ? "connecting" : disconnecting && "disconnecting")
      );
      assert.deepEqual(commands, [
        ...["connecting", "USER", "PASS", "PASV", "STOR", "QUIT", "disconnecting"],
      ]);
      const stored = records[4];
      assert.match(String(stored.timestamp), /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}$/);
      const { user, response_code, bytes_sent, transfer_path, transfer_status } = stored;
      assert.deepEqual({ user, response_code, bytes_sent, transfer_path, transfer_status }, {
        user: "alice",
        response_code: 226,
        bytes_sent: 7,
        transfer_path: "/two words",
        transfer_status: "success",
      });
      assert.equal(records[6].session_end_reason, "Quit");
      assert.equal(records[2].command_params, "(hidden)");
    },
  });
}
