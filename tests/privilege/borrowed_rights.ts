/**
 * A program for the tests: has other users' rights for a while, as root before a login, and prints
 * what it saw as one JSON object. Usage: borrowed_rights.ts (needs root)
 *
 * @module
 */

import { bytesOf } from "../../src/libc/bytes.ts";
import { attemptWithBuffer } from "../../src/libc/kernel.ts";
import { readFile } from "../../src/libc/files.ts";
import { getegid, geteuid, getgroups, getpid, getuid } from "../../src/libc/process.ts";
import { asRoot, assumeUser, asUser, becomeUser } from "../../src/privilege/mod.ts";

/** Real user, effective user, effective group, groups. */
type Rights = readonly [number, number, number, readonly number[]];

/** What the program prints. */
export interface Report {
  readonly assumed: Rights;
  readonly asRoot: Rights;
  readonly nested: Rights;
  readonly childOfRoot: string;
  readonly otherThreads: readonly string[];
  readonly afterFailure: Rights;
  readonly failure: string;
  readonly asUser: Rights;
  readonly after: Rights;
  readonly notForGood: Rights;
  readonly rootAgain: Rights;
}

const rights = (): Rights => [getuid(), geteuid(), getegid(), getgroups()];

/** The effective user id of every other thread (the main one's id is that of the process). */
function otherThreads(): string[] {
  const found: string[] = [];
  for (const { name } of Deno.readDirSync("/proc/self/task")) {
    if (name === `${getpid()}`) continue;
    const status = readFile(`/proc/self/task/${name}/status`);
    found.push(/^Uid:\t\d+\t(\d+)/m.exec(status)?.[1] ?? "?");
  }
  return found;
}

const server = { uid: 65534, gid: 65533, groups: [65533, 65532] };
assumeUser(server);
const assumed = rights();
const root = asRoot(rights);
const nested = asRoot(() => asRoot(rights));
const command = new Deno.Command("id", { args: ["-u"] });
const childOfRoot = new TextDecoder().decode(asRoot(() => command.outputSync()).stdout).trim();
const others = asRoot(otherThreads);
let failure = "none";
try {
  asRoot(() => {
    throw new Error("from inside");
  });
} catch (error) {
  failure = (error as Error).message;
}
const afterFailure = rights();
const user = asUser({ uid: 54321, gid: 54322, groups: [54322, 54323] }, rights);
const after = rights();
becomeUser({ user: { uid: 54321, gid: 54322, groups: [54322] }, revoke: false });
const notForGood = rights();
const rootAgain = asRoot(rights);

const report: Report = {
  assumed,
  asRoot: root,
  nested,
  childOfRoot,
  otherThreads: others,
  afterFailure,
  failure,
  asUser: user,
  after,
  notForGood,
  rootAgain,
};
const text = bytesOf(JSON.stringify(report));
attemptWithBuffer("write", 1, text, text.length);
