import assert from "node:assert/strict";
import { PROFTPD, run } from "../harness/programs.ts";
import { PEER_PROGRAM, test } from "../harness/requires.ts";
import { tempDir } from "../harness/temp_dir.ts";

/** Configurations with names that mean nothing, each with whether a server can do without. */
const CASES: Record<string, boolean> = {
  "User no-such-user": false,
  "Group no-such-group": false,
  "<VirtualHost 127.0.0.1>\nPort 2100\nUser no-such-user\n</VirtualHost>": false,
  "<Global>\nGroup no-such-group\n</Global>": false,
  "<VirtualHost no-such-host.invalid>\n</VirtualHost>": false,
  "<VirtualHost 127.0.0.2 300.1.1.1>\n</VirtualHost>": false,
  "DefaultAddress no-such-host.invalid": false,
  "MasqueradeAddress no-such-host.invalid": true,
  "<Anonymous /tmp>\nUser no-such-user\n</Anonymous>": true,
  "<VirtualHost localhost>\nPort 2100\n</VirtualHost>": true,
};

test({
  name: "names of users, groups and machines that nobody knows are what they are to the original",
  needs: ["peer"],
  async fn() {
    await using folder = await tempDir();
    const config = `${folder.path}/proftpd.conf`;
    for (const [text, accepted] of Object.entries(CASES)) {
      await Deno.writeTextFile(config, `DefaultAddress 127.0.0.1\n${text}\n`);
      if (text.startsWith("DefaultAddress")) await Deno.writeTextFile(config, `${text}\n`);
      const [ours, original] = await Promise.all(
        [PROFTPD, PEER_PROGRAM].map((program) => run(program, ["-t", "-c", config])),
      );
      assert.equal(ours.code, accepted ? 0 : 1, `${text}\n${ours.stderr}`);
      assert.equal(original.code, ours.code, `${text}\n${original.stderr}`);
      assert.deepEqual(fatal(ours.stderr), fatal(original.stderr));
    }
  },
});

function fatal(stderr: string): string[] {
  return [...stderr.matchAll(/ fatal: (.*)$/gm)].map(([, message]) => message ?? "");
}
