import assert from "node:assert/strict";
import {
  getgrgid,
  getgrnam,
  getgrouplist,
  getpwnam,
  getpwuid,
  getspnam,
} from "../../src/libc/users.ts";
import { run } from "../harness/programs.ts";
import { test } from "../harness/requires.ts";

test({
  name: "users and groups are those that getent knows",
  needs: ["getent", "id"],
  fn: async () => {
    const { stdout } = await run("getent", ["passwd"]);
    for (const line of stdout.trimEnd().split("\n").slice(0, 10)) {
      const [name, password, uid, gid, gecos, home, shell] = line.split(":");
      const entry = { name, password, uid: Number(uid), gid: Number(gid), gecos, home, shell };
      assert.deepEqual(getpwnam(name), entry);
      assert.equal(getpwuid(entry.uid)?.uid, entry.uid);
      const ids = (await run("id", ["-G", name])).stdout.trim().split(" ").map(Number);
      assert.deepEqual(new Set(getgrouplist(name, entry.gid)), new Set(ids));
    }
    const groups = await run("getent", ["group"]);
    for (const line of groups.stdout.trimEnd().split("\n").slice(0, 10)) {
      const [name, , gid] = line.split(":");
      assert.deepEqual(getgrnam(name), { name, gid: Number(gid) });
      assert.equal(getgrgid(Number(gid))?.gid, Number(gid));
    }
  },
});

Deno.test("nobody is found by a name or id that is not there", () => {
  for (const name of ["", "no-such-user-here", "root\0x", "x".repeat(5000), "\xff\xfe"]) {
    assert.equal(getpwnam(name), undefined);
    assert.equal(getgrnam(name), undefined);
    assert.equal(getspnam(name), undefined);
  }
  assert.equal(getpwuid(3_999_999_999), undefined);
  assert.equal(getgrgid(3_999_999_999), undefined);
});

test({
  name: "the shadow entry of root is there for root",
  needs: ["root"],
  fn: () => {
    const entry = getspnam("root");
    assert.equal(entry?.name, "root");
    assert.ok(entry.lastChange >= 0);
    assert.equal(entry.expires, -1);
  },
});
