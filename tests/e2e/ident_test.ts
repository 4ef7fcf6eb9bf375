/**
 * `IdentLookups`: what the client's machine says of it is in the TransferLog.
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
ftp.login("alice", "secret")
ftp.storbinary("STOR new", io.BytesIO(b"text"), rest=None)
ftp.quit()
`;

/** Stores a file from an address whose machine answers with `answer`; the line in the TransferLog. */
async function transferLine(answer: ((question: string) => string) | undefined): Promise<string> {
  await using server = await startServer("IdentLookups on");
  const byte = () => 2 + Math.floor(Math.random() * 250);
  const address = `127.${byte()}.${byte()}.${byte()}`;
  const listener = answer && Deno.listen({ hostname: address, port: 113 });
  const serving = listener && (async () => {
    using connection = await listener.accept();
    const buffer = new Uint8Array(100);
    const count = await connection.read(buffer) ?? 0;
    await connection.write(bytesOf(answer(stringOf(buffer.subarray(0, count)))));
  })();
  const { code, stderr } = await run("python3", ["-c", CLIENT, address, String(server.port)]);
  assert.equal(code, 0, stderr);
  await serving;
  listener?.close();
  return (await server.read("xferlog")).replace(/^.* ftp /, "").trimEnd();
}

test({
  name: "the name that the client's machine gives it is logged",
  needs: ["root", "python3"],
  async fn() {
    const asked: string[] = [];
    const line = await transferLine((question) => {
      asked.push(question);
      return `${question.trimEnd()} : USERID : UNIX : big joe\r\n`;
    });
    assert.match(asked[0] ?? "", /^\d+, \d+\r\n$/);
    assert.equal(line, "1 big_joe c");
  },
});

test({
  name: "an answer about something else, an error and a closed port name nobody",
  needs: ["root", "python3"],
  async fn() {
    const other = await transferLine(() => "1, 2 : USERID : UNIX : joe\r\n");
    assert.equal(other, "0 * c");
    const error = await transferLine((question) => `${question.trimEnd()} : ERROR : NO-USER\r\n`);
    assert.equal(error, "0 * c");
    const cut = await transferLine((question) => `${question.trimEnd()} : USERID : UNIX : joe`);
    assert.equal(cut, "0 * c");
    assert.equal(await transferLine(undefined), "0 * c");
  },
});
