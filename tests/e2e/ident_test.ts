/**
 * `IdentLookups`: what the client's machine says of it is in the TransferLog and in Display files.
 */
import assert from "node:assert/strict";
import { bytesOf, stringOf } from "../../src/libc/bytes.ts";
import { run } from "../harness/programs.ts";
import { test } from "../harness/requires.ts";
import { startServer } from "../harness/server.ts";

/** A client on an address of its own, so that its machine's port 113 is nobody else's. */
const CLIENT = `
import ftplib, io, sys
ftp = ftplib.FTP()
ftp.connect("127.0.0.1", int(sys.argv[2]), source_address=(sys.argv[1], 0))
print(ftp.login("alice", "secret"))
ftp.storbinary("STOR new", io.BytesIO(b"text"), rest=None)
ftp.quit()
`;

/**
 * Stores a file from an address whose machine answers with `answer`; what is shown of the client at
 * login, and in the TransferLog.
 */
async function shown(answer: ((question: string) => string) | undefined): Promise<string[]> {
  await using server = await startServer("IdentLookups on\nDisplayLogin greeting");
  await Deno.writeTextFile(`${server.home}/greeting`, "Hello %u!\n");
  const byte = () => 2 + Math.floor(Math.random() * 250);
  const address = `127.${byte()}.${byte()}.${byte()}`;
  const listener = answer && Deno.listen({ hostname: address, port: 113 });
  const serving = listener && (async () => {
    using connection = await listener.accept();
    const buffer = new Uint8Array(100);
    const count = await connection.read(buffer) ?? 0;
    await connection.write(bytesOf(answer(stringOf(buffer.subarray(0, count)))));
  })();
  const { code, stdout, stderr } = await run("python3", [
    "-c",
    CLIENT,
    address,
    String(server.port),
  ]);
  assert.equal(code, 0, stderr);
  await serving;
  listener?.close();
  const [, name = ""] = /Hello (.*)!/.exec(stdout) ?? [];
  return [name, (await server.read("xferlog")).replace(/^.* ftp /, "").trimEnd()];
}

test({
  name: "the name that the client's machine gives it is shown and logged",
  needs: ["root", "python3"],
  async fn() {
    const asked: string[] = [];
    const found = await shown((question) => {
      asked.push(question);
      return `${question.trimEnd()} : USERID : UNIX : big joe\r\n`;
    });
    assert.match(asked[0] ?? "", /^\d+, \d+\r\n$/);
    assert.deepEqual(found, ["big joe", "1 big_joe c"]);
  },
});

test({
  name: "an answer about something else, an error and a closed port name nobody",
  needs: ["root", "python3"],
  async fn() {
    const nobody = ["UNKNOWN", "0 * c"];
    const other = await shown(() => "1, 2 : USERID : UNIX : joe\r\n");
    assert.deepEqual(other, nobody);
    const error = await shown((question) => `${question.trimEnd()} : ERROR : NO-USER\r\n`);
    assert.deepEqual(error, nobody);
    const cut = await shown((question) => `${question.trimEnd()} : USERID : UNIX : joe`);
    assert.deepEqual(cut, nobody);
    assert.deepEqual(await shown(undefined), nobody);
  },
});
