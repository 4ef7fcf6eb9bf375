import assert from "node:assert/strict";
import { attempt } from "../../src/libc/kernel.ts";
import { fromFileUrl } from "../harness/file_url.ts";
import { run } from "../harness/programs.ts";
import { test } from "../harness/requires.ts";
import { tempDir } from "../harness/temp_dir.ts";
import type { Report } from "./escape_attempts.ts";

const program = fromFileUrl(new URL("escape_attempts.ts", import.meta.url));

/** An id that no user of the machine has. */
const USER = 54321;
const GROUP = 54322;

async function become(root: string, started: "as-root" | "as-somebody"): Promise<Report> {
  const args = ["run", "-A", "--no-check", program, `${USER}`, `${GROUP}`, root, started];
  const { code, stdout, stderr } = await run(Deno.execPath(), args);
  assert.equal(code, 0, stderr);
  return JSON.parse(stdout);
}

function assertNoneSucceeded({ attempts }: Report, except: readonly string[] = []): void {
  for (const [attempt, result] of Object.entries(attempts)) {
    if (except.includes(attempt)) continue;
    assert.match(result, /^(E[A-Z]+|NotCapable|denied)$/, `${attempt}: ${result}`);
  }
}

/** The program puts the kernel's list of refused calls on all its threads, where there is one. */
function assertSealed({ outcome, attempts, threads }: Report): void {
  assert.equal(outcome.sealed, "all threads");
  for (const attempt of ["ptrace of the parent", "a set-user-ID program", "io_uring"]) {
    assert.equal(attempts[attempt], "EPERM", attempt);
  }
  for (const thread of threads) assert.match(thread, /NoNewPrivs:\t1 Seccomp:\t2/);
}

test({
  name: "whoever has become a user cannot get back, in no thread",
  needs: ["root"],
  fn: async () => {
    const report = await become("-", "as-root");
    assert.ok(report.isOtherThreadFree, "there is a thread to ask");
    assert.deepEqual(report.ids, [USER, USER, GROUP, GROUP]);
    assert.deepEqual(
      { ...report.outcome, sealed: undefined },
      { switched: true, chrooted: false, notes: [], sealed: undefined },
    );
    assertNoneSucceeded(report);
    assertSealed(report);
    assert.ok(report.threads.length > 1, "the runtime has more than one thread");
    for (const thread of report.threads) {
      assert.match(
        thread,
        new RegExp(`Uid:(\t${USER}){4} Gid:(\t${GROUP}){4} CapPrm:\t0+ CapEff:\t0+ `),
      );
    }
  },
});

test({
  name: "whoever has become a user in a new root directory cannot get out of it",
  needs: ["root"],
  fn: async () => {
    await using folder = await tempDir();
    await Deno.chown(folder.path, USER, GROUP);
    const report = await become(folder.path, "as-root");
    assert.equal(report.outcome.chrooted, true);
    assert.equal(report.directory, "/");
    assert.deepEqual(report.ids, [USER, USER, GROUP, GROUP]);
    assertNoneSucceeded(report);
    assertSealed(report);
    assert.equal(report.attempts["read a file of root's"], "ENOENT");
    assert.deepEqual(await Array.fromAsync(Deno.readDir(folder.path)), []);
  },
});

Deno.test("an ordinary user's process stays what it is, says so, and is sealed all the same", async () => {
  await using folder = await tempDir();
  const report = await become(folder.path, "as-somebody");
  const isHeld = attempt("landlock_create_ruleset", 0, 0, 1) >= 2;
  assert.deepEqual({ ...report.outcome, held: report.outcome.held, sealed: undefined }, {
    switched: false,
    chrooted: false,
    notes: [
      "unable to setuid(): Operation not permitted",
      "unable to setgid(): Operation not permitted",
    ],
    sealed: undefined,
    held: isHeld ? "all threads" : undefined,
  });
  assert.equal(report.isOtherThreadFree, !isHeld);
  const [uid, effective] = report.ids;
  assert.equal(uid, Deno.uid() || 65534);
  assert.equal(effective, uid);
  // Its parent is this test, with the same user and without what protects the daemon's memory.
  assertNoneSucceeded(report, Deno.uid() === 0 ? [] : ["memory of the parent"]);
  assertSealed(report);
});
