import assert from "node:assert/strict";
import fc from "fast-check";
import {
  allFacts,
  epochSeconds,
  fact,
  factsFeature,
  type FileFacts,
  formatFacts,
  FtpError,
  parseFactChoice,
  parseFacts,
  words,
} from "../../src/protocol/mod.ts";
import { byteStrings, textsOf } from "./arbitraries.ts";

const file: FileFacts = {
  modify: epochSeconds(2026, 11, 20, 13, 54, 59),
  perm: "adfrw",
  size: 3,
  type: "file",
  device: 0xfe00,
  inode: 0x20c3a5n,
  mode: 0o100755,
  owner: 1000,
  ownerName: "u",
  group: 1000,
  groupName: "u",
};

Deno.test("a row of facts is the original's, byte for byte", () => {
  assert.equal(
    formatFacts(allFacts, file),
    "modify=20261120135459;perm=adfrw;size=3;type=file;unique=FE00U20C3A5;UNIX.group=1000;" +
      "UNIX.groupname=u;UNIX.mode=0755;UNIX.owner=1000;UNIX.ownername=u;",
  );
  assert.equal(
    formatFacts(allFacts, { ...file, size: undefined, type: "dir", mode: 0o041777 }),
    "modify=20261120135459;perm=adfrw;type=dir;unique=FE00U20C3A5;UNIX.group=1000;" +
      "UNIX.groupname=u;UNIX.mode=01777;UNIX.owner=1000;UNIX.ownername=u;",
  );
  assert.equal(formatFacts(fact["UNIX.mode"], { ...file, mode: 0 }), "UNIX.mode=00;");
  assert.equal(formatFacts(0, file), "");
});

Deno.test("a name from a directory service cannot break the row", () => {
  assert.equal(
    formatFacts(fact["UNIX.groupname"], { ...file, groupName: "domain users;x\n" }),
    "UNIX.groupname=domain_users_x_;",
  );
});

Deno.test("OPTS MLST takes the facts it knows, each up to its semicolon", () => {
  const cases: [string, string, number][] = [
    ["", "MLST OPTS", 0],
    ["size;modify;", "MLST OPTS size;modify;", fact.size | fact.modify],
    ["Size;MODIFY;foo;type", "MLST OPTS size;modify;", fact.size | fact.modify],
    ["type", "MLST OPTS ", 0],
    [";;;", "MLST OPTS ", 0],
    ["size;size;", "MLST OPTS size;size;", fact.size],
    [" unix.MODE;UNIX.owner;", "MLST OPTS UNIX.mode;UNIX.owner;", 128 | 256],
  ];
  for (const [argument, text, facts] of cases) {
    assert.deepEqual(parseFactChoice(words(argument)), {
      facts,
      reply: { code: 200, lines: [text] },
    });
  }
  assert.throws(
    () => parseFactChoice(["size;", "modify;"]),
    new FtpError({ code: 501, lines: ["'OPTS MLST' not understood"] }),
  );
});

Deno.test("FEAT marks the facts that are shown", () => {
  assert.equal(
    factsFeature(allFacts),
    "MLST modify*;perm*;size*;type*;unique*;UNIX.group*;UNIX.groupname*;UNIX.mode*;UNIX.owner*;" +
      "UNIX.ownername*;",
  );
  assert.equal(
    factsFeature(fact.type),
    "MLST modify;perm;size;type*;unique;UNIX.group;UNIX.groupname;UNIX.mode;UNIX.owner;" +
      "UNIX.ownername;",
  );
});

Deno.test("a client finds every selected fact in the row, and the name behind it", () => {
  const numbers = fc.maxSafeNat();
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: allFacts }),
      fc.record({
        modify: fc.integer({ min: 0, max: 253402300799 }),
        perm: fc.constantFrom("adfrw", "flcdmpe", ""),
        size: numbers,
        type: fc.constantFrom("file", "dir", "cdir", "OS.unix=symlink"),
        device: numbers,
        inode: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
        mode: fc.integer({ min: 0, max: 0o177777 }),
        owner: numbers,
        ownerName: byteStrings,
        group: numbers,
        groupName: byteStrings,
      }),
      byteStrings,
      (selected, file, name) => {
        const row = parseFacts(`${formatFacts(selected, file)} ${name}`);
        assert.equal(row.name, name);
        const names = Object.entries(fact).filter(([, bit]) => selected & bit).map(([name]) =>
          name
        );
        assert.deepEqual([...row.facts.keys()], names);
        if (selected & fact.size) assert.equal(Number(row.facts.get("size")), file.size);
        if (selected & fact.type) assert.equal(row.facts.get("type"), file.type);
      },
    ),
  );
});

Deno.test("any argument of OPTS MLST has an answer", () => {
  fc.assert(fc.property(fc.oneof(byteStrings, textsOf('sizemodfytprun; "')), (argument) => {
    try {
      assert.equal(parseFactChoice(words(argument)).reply.code, 200);
    } catch (error) {
      assert.ok(error instanceof FtpError);
    }
  }));
});
