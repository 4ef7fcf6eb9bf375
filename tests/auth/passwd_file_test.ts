import assert from "node:assert/strict";
import fc from "fast-check";
import { parsePasswdLine } from "../../src/auth/passwd_file.ts";

Deno.test("a line of passwd(5) gives name, hash, ids, home and shell", () => {
  assert.deepEqual(parsePasswdLine("alice:$6$s$h:2000:2001:Alice, A.:/home/alice:/bin/sh"), {
    name: "alice",
    hash: "$6$s$h",
    uid: 2000,
    gid: 2001,
    home: "/home/alice",
    shell: "/bin/sh",
  });
});

Deno.test("fields behind the shell are ignored", () => {
  assert.equal(parsePasswdLine("a:h:1:2:g:/:/bin/sh:more:yet")?.shell, "/bin/sh");
});

Deno.test("empty gecos, home, shell and hash are entries all the same", () => {
  assert.deepEqual(parsePasswdLine("a::1:2:::"), {
    name: "a",
    hash: "",
    uid: 1,
    gid: 2,
    home: "",
    shell: "",
  });
});

Deno.test("comments, lines with too few fields and lines without numbers are no entries", () => {
  for (
    const line of [
      "",
      "# a comment",
      "#a:h:1:2:g:/:/bin/sh",
      "a:h:1:2:g:/",
      ":h:1:2:g:/:/bin/sh",
      "a:h::2:g:/:/bin/sh",
      "a:h:1::g:/:/bin/sh",
      "a:h:0x1:2:g:/:/bin/sh",
      "a:h:1x:2:g:/:/bin/sh",
      "a:h: 1:2:g:/:/bin/sh",
      "a:h:-1:2:g:/:/bin/sh",
    ]
  ) assert.equal(parsePasswdLine(line), undefined, line);
});

Deno.test("an id that would wrap round to root's, or means 'no id', makes no entry", () => {
  for (const uid of ["4294967296", "4294967295", "99999999999", "00000000000"]) {
    assert.equal(parsePasswdLine(`a:h:${uid}:2:g:/:/bin/sh`), undefined, uid);
  }
  assert.equal(parsePasswdLine("a:h:4294967294:2:g:/:/bin/sh")?.uid, 4294967294);
});

Deno.test("what is written as a line is read as it was", () => {
  const field = fc.string({ unit: fc.constantFrom(..."abc \xff#/.$") });
  const name = field.filter((text) => text !== "" && !text.startsWith("#"));
  const id = fc.integer({ min: 0, max: 0xffff_fffe });
  fc.assert(
    fc.property(
      name,
      field,
      id,
      id,
      field,
      field,
      field,
      (name, hash, uid, gid, g, home, shell) => {
        assert.deepEqual(
          parsePasswdLine([name, hash, uid, gid, g, home, shell].join(":")),
          { name, hash, uid, gid, home, shell },
        );
      },
    ),
  );
});
