import assert from "node:assert/strict";
import fc from "fast-check";
import { ctime } from "../../src/libc/time.ts";
import { formatTransfer, type TransferLine } from "../../src/log/xferlog.ts";

const upload: TransferLine = {
  time: 1_795_175_013,
  seconds: 3.4,
  host: "client.example.org",
  bytes: 1048576,
  path: "/home/joe/a b\x07\xe9.txt",
  type: "I",
  direction: "i",
  access: "r",
  user: "joe",
  service: "ftp",
  complete: true,
};

Deno.test("an upload in one line", () => {
  assert.equal(
    formatTransfer(upload),
    `${
      ctime(upload.time)
    } 3 client.example.org 1048576 /home/joe/a_b_\xe9.txt b _ i r joe ftp 0 * c`,
  );
});

Deno.test("ASCII, anonymous, broken off, with ident", () => {
  const line = formatTransfer({
    ...upload,
    type: "A",
    direction: "o",
    access: "a",
    user: "me @home",
    ident: "joe",
    complete: false,
  });
  assert.ok(line.endsWith(" a _ o a me_@home ftp 1 joe i"), line);
});

Deno.test("of the time it took the whole seconds count, as in the original", () => {
  const secondsIn = (seconds: number) => formatTransfer({ ...upload, seconds }).split(" ")[5];
  assert.deepEqual([0.6, 1, 2.9].map(secondsIn), ["0", "1", "2"]);
});

Deno.test("a deletion", () => {
  assert.ok(formatTransfer({ ...upload, direction: "d" }).endsWith(" b _ d r joe ftp 0 * c"));
});

Deno.test("whatever names are like, a line has eighteen fields", () => {
  const text = fc.string({ unit: "binary-ascii" });
  fc.assert(fc.property(text, text, text, text, (host, path, user, ident) => {
    const line = formatTransfer({ ...upload, host, path, user, ident });
    assert.equal(line.split(/[ \n]+/).length, 18, line);
  }));
});
