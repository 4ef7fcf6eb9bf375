import assert from "node:assert/strict";
import { openFileSource } from "../../src/auth/file_source.ts";
import { hashPassword } from "../../src/auth/password_hash.ts";
import { tempDir } from "../harness/temp_dir.ts";

const hash = hashPassword("secret", "$1$");

const passwd = `# users
alice:${hash}:2000:3000:Alice:/home/alice:/bin/sh
bob:${hash}:2001:3001::/srv/bob:/bin/false
locked:!${hash}:2002:3000::/home/locked:/bin/sh
open::2003:3000::/home/open:/bin/sh
broken:${hash}:x:3000::/home/broken:/bin/sh
broken:${hash}:2004:3000::/home/second:/bin/sh
twin:${hash}:2000:3000::/home/twin:/bin/sh
last:${hash}:2005:3000::/home/last:/bin/sh`;

const group = `users:x:3000:
staff:x:50:alice,bob
wheel:x:10:bob
alice-too:x:51:alicea,malice
`;

async function files(): Promise<{ users: string; groups: string } & AsyncDisposable> {
  const folder = await tempDir();
  const users = `${folder.path}/passwd`;
  const groups = `${folder.path}/group`;
  await Deno.writeTextFile(users, passwd);
  await Deno.writeTextFile(groups, group);
  return { users, groups, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
}

async function source() {
  await using place = await files();
  return openFileSource({ path: place.users }, { path: place.groups });
}

Deno.test("a user of the file is found with ids, home and shell, and without the hash", async () => {
  const alice = (await source()).find("alice");
  assert.deepEqual(alice, {
    name: "alice",
    uid: 2000,
    gid: 3000,
    home: "/home/alice",
    shell: "/bin/sh",
  });
});

Deno.test("a broken line does not hide a good one of the same name", async () => {
  assert.equal((await source()).find("broken")?.home, "/home/second");
});

Deno.test("the last line counts, even without a line feed behind it", async () => {
  assert.equal((await source()).find("last")?.shell, "/bin/sh");
});

Deno.test("names that are not there, or are no names, find nobody", async () => {
  const users = await source();
  for (const name of ["carol", "", "alic", "lice", "alice:", "# users", "x\nalice", "ALICE"]) {
    assert.equal(users.find(name), undefined, JSON.stringify(name));
  }
});

Deno.test("the right password opens the account, everything else does not", async () => {
  const users = await source();
  assert.equal(users.verify("alice", "secret"), "ok");
  assert.equal(users.verify("alice", "Secret"), "wrong-password");
  assert.equal(users.verify("alice", ""), "wrong-password");
  assert.equal(users.verify("alice", hash), "wrong-password");
  assert.equal(users.verify("locked", "secret"), "wrong-password");
  assert.equal(users.verify("carol", "secret"), "no-such-user");
});

Deno.test("an account whose password field is empty asks for none", async () => {
  const users = await source();
  assert.equal(users.verify("open", ""), "ok");
  assert.equal(users.verify("open", "anything"), "ok");
});

Deno.test("groups are the primary one and those that list the user by its whole name", async () => {
  const users = await source();
  assert.deepEqual(users.groups("alice"), [
    { gid: 3000, name: "users" },
    { gid: 50, name: "staff" },
  ]);
  assert.deepEqual(users.groups("bob"), [
    { gid: 3001, name: undefined },
    { gid: 50, name: "staff" },
    { gid: 10, name: "wheel" },
  ]);
  assert.equal(users.groups("carol"), undefined);
});

Deno.test("without an AuthGroupFile there is nothing to say about groups", async () => {
  await using place = await files();
  assert.equal(openFileSource({ path: place.users }, undefined).groups("alice"), undefined);
});

Deno.test("ids and names are found for each other; the first of several counts", async () => {
  const users = await source();
  assert.equal(users.userName(2000), "alice");
  assert.equal(users.userName(4711), undefined);
  assert.equal(users.groupName(50), "staff");
  assert.equal(users.userId("twin"), 2000);
  assert.equal(users.groupId("wheel"), 10);
  assert.equal(users.groupId("nobody"), undefined);
});

Deno.test("filters make entries invisible", async () => {
  await using place = await files();
  const users = openFileSource(
    {
      path: place.users,
      ids: { min: 2000, max: 2001 },
      name: (name) => name !== "twin",
      home: (home) => !home.startsWith("/srv"),
    },
    { path: place.groups, ids: { min: 50, max: 99 }, name: (name) => name.startsWith("s") },
  );
  assert.ok(users.find("alice"));
  for (const name of ["bob", "last", "twin"]) assert.equal(users.find(name), undefined, name);
  assert.equal(users.verify("last", "secret"), "no-such-user");
  assert.deepEqual(users.groups("alice"), [
    { gid: 3000, name: undefined },
    { gid: 50, name: "staff" },
  ]);
});

Deno.test("once confined, the source knows names and ids, and neither users nor passwords", async () => {
  await using place = await files();
  const users = openFileSource({ path: place.users }, { path: place.groups });
  assert.deepEqual([place.users, place.groups].map(isHeldOpen), [true, true]);
  users.confine({ newRoot: true });
  assert.deepEqual([place.users, place.groups].map(isHeldOpen), [false, false]);
  assert.equal(users.find("alice"), undefined);
  assert.equal(users.groups("alice"), undefined);
  assert.equal(users.verify("alice", "secret"), "no-such-user");
  assert.equal(users.userName(2000), "alice");
  assert.equal(users.groupName(50), "staff");
  assert.equal(users.userId("bob"), 2001);
  assert.equal(users.groupId("wheel"), 10);
  assert.equal(users.userName(1), undefined);
});

Deno.test("where others' homes can be seen they are known to a confined source, passwords are not", async () => {
  await using place = await files();
  const users = openFileSource({ path: place.users }, { path: place.groups });
  const bob = users.find("bob");
  users.confine({ newRoot: false });
  assert.deepEqual([place.users, place.groups].map(isHeldOpen), [false, false]);
  assert.equal(bob?.home, "/srv/bob");
  assert.deepEqual(users.find("bob"), bob);
  assert.equal(users.find("broken")?.home, "/home/second");
  assert.equal(users.find("carol"), undefined);
  assert.equal(users.groups("bob"), undefined);
  for (const name of ["bob", "open"]) assert.equal(users.verify(name, "secret"), "no-such-user");
});

Deno.test("a missing file is an error, and the other one is closed again", async () => {
  await using place = await files();
  assert.throws(
    () => openFileSource({ path: place.users }, { path: `${place.groups}.gone` }),
    { code: "ENOENT" },
  );
  assert.equal(isHeldOpen(place.users), false);
});

/** Whether this process, other tests in it included, has the file `path` open. */
function isHeldOpen(path: string): boolean {
  return Array.from(Deno.readDirSync("/proc/self/fd")).some(({ name }) => {
    try {
      return Deno.readLinkSync(`/proc/self/fd/${name}`) === path;
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return false; // closed meanwhile
      throw error;
    }
  });
}
