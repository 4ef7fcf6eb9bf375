/**
 * A refused login does not tell why: neither by its reply nor by the work that is done for it. What is
 * counted is what the process asks of the kernel between PASS and its reply; a hash of yescrypt is
 * seen by the memory that it takes.
 */
import assert from "node:assert/strict";
import { hashPassword } from "../../src/auth/password_hash.ts";
import { PRIVATE_ETC_NEEDS } from "../harness/private_etc.ts";
import { test } from "../harness/requires.ts";
import { type Server, startServer } from "../harness/server.ts";
import { watchSystemCalls } from "../harness/system_calls.ts";
import { systemUsers } from "../harness/system_users.ts";

const RIGHT = "the-right-one";
/** What UserPassword has for `own`. */
const OWN = "the-other-one";

/** How those differ from others whom nothing but a right password lets in. */
const KINDS = {
  toor: { uid: 0 },
  "shell-less": { shell: "/no/such/shell" },
  limited: {},
  own: {},
} as const;

const yescrypt = (password: string) => hashPassword(password, "$y$");

/** Lines for both servers. */
const config = () => `
  RequireValidShell on
  MaxLoginAttempts none
  UserPassword own ${yescrypt(OWN)}
  <Limit LOGIN>
    DenyUser limited
  </Limit>`;

/** The calls that the refusal of each name was, first with a wrong password, then with the right one. */
async function refuse(server: Server, names: readonly string[]): Promise<Map<string, string[]>> {
  await using client = await server.connect();
  const refused = async (name: string, password: string) => {
    await client.expect(`USER ${name}`, `331 Password required for ${name}`);
    await client.expect(`PASS ${password}`, "530 Login incorrect.");
  };
  // What is looked up once in a session.
  for (const name of ["alice", "nobody-at-all"]) await refused(name, "wrong");
  const [pid] = await server.sessions();
  await using calls = await watchSystemCalls(pid);
  await refused("alice", "wrong");
  // Nobody twice in a row: what is known of the last one is not looked up.
  for (const password of ["wrong", RIGHT]) for (const name of names) await refused(name, password);
  await client.expect("NOOP", 200);
  const found = new Map<string, string[]>();
  let name = "";
  let current: string[] | undefined;
  for (const line of await calls.until(/^recvfrom\(.*NOOP/)) {
    const [, verb, argument] = /^recvfrom\(0, "(USER|PASS) (.*?)\\r/.exec(line) ?? [];
    if (verb === "USER") name = argument;
    else if (verb === "PASS") found.set(`${name} ${argument}`, current = []);
    else if (line.startsWith('sendto(0, "530')) current = undefined;
    else current?.push(line);
  }
  assert.equal(found.size, 1 + 2 * names.length);
  return found;
}

/** How often a hash of the usual cost was computed: it takes 16 MiB and a little. */
function hashes(calls: readonly string[]): number {
  const sizes = calls.map((line) => Number(/^mmap\(NULL, (\d+)/.exec(line)?.[1]));
  return sizes.filter((size) => size >= 16 << 20 && size < 17 << 20).length;
}

/** How often `file` was opened. */
function opened(file: string, calls: readonly string[]): number {
  return calls.filter((line) => line.startsWith("openat(") && line.includes(`"${file}"`)).length;
}

/** How often files were dealt with. */
function fileWork(calls: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = { openat: 0, read: 0, pread64: 0, close: 0, write: 0 };
  for (const line of calls) {
    const name = line.slice(0, line.indexOf("("));
    if (name in counts) counts[name]++;
  }
  return counts;
}

/** One hash, and the lists of users and shells, whoever it is. */
function assertLookedUp(what: string, calls: readonly string[]): void {
  assert.equal(hashes(calls), 1, `${what}: ${calls.join("\n")}`);
  for (const file of ["/etc/ftpusers", "/etc/shells"]) assert.equal(opened(file, calls), 1, what);
}

test({
  name: "users of a file, and nobody's names, are refused with the same work for every reason",
  needs: ["root", "strace"],
  async fn() {
    const common = { uid: 20_001, gid: 20_001, shell: "/bin/sh", hash: yescrypt(RIGHT) };
    await using server = await startServer({
      users: [
        { ...common, name: "alice" },
        ...Object.entries(KINDS).map(([name, kind]) => ({ ...common, name, ...kind })),
        { ...common, name: "nobody" }, // stands in /etc/ftpusers
        { ...common, name: "locked", hash: "!" },
      ],
      without: ["RequireValidShell"],
      config: config(),
    });
    const names = ["nobody-there", ...Object.keys(KINDS), "nobody", "locked"];
    const found = await refuse(server, names);
    for (const [what, calls] of found) {
      assertLookedUp(what, calls);
      assert.deepEqual(fileWork(calls), fileWork(found.get("alice wrong") ?? []), what);
    }
    const log = await server.log();
    for (
      const line of [
        "USER nobody-there: no such user found from",
        "SECURITY VIOLATION: Root login attempted",
        "USER shell-less (Login failed): Incorrect password",
        "USER shell-less (Login failed): Invalid shell: '/no/such/shell'",
        "USER limited (Login failed): Limit access denies login",
        "USER own (Login failed): Incorrect password",
        "USER nobody (Login failed): User in /etc/ftpusers",
        "USER locked (Login failed): Incorrect password",
      ]
    ) assert.ok(log.includes(line), line);
  },
});

test({
  name: "users of the system are refused with one hash for every reason",
  needs: ["strace", ...PRIVATE_ETC_NEEDS],
  async fn() {
    const common = { uid: 20_001, gid: 20_001, shell: "/bin/sh", hash: yescrypt(RIGHT) };
    await using system = await systemUsers([
      { ...common, name: "alice" },
      ...Object.entries(KINDS).map(([name, kind]) => ({ ...common, name, ...kind })),
      { ...common, name: "expired", aging: "1:0:99999:7::2:" },
      { ...common, name: "shadowless", aging: null },
      { ...common, name: "locked", hash: "!" },
    ]);
    await using server = await startServer({
      program: system.program,
      without: ["RequireValidShell", "AuthOrder"],
      config: `AuthOrder mod_auth_unix.c\n${config()}`,
    });
    const names = ["nobody-there", ...Object.keys(KINDS), "expired", "shadowless", "locked"];
    for (const [what, calls] of await refuse(server, names)) {
      assertLookedUp(what, calls);
      assert.equal(opened("/etc/shadow", calls), 1, what);
    }
    assert.match(
      await server.log(),
      /account for user 'expired' disabled due to password expiration/,
    );
  },
});
