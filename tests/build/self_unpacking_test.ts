import assert from "node:assert/strict";
import { selfUnpacking } from "../../scripts/build/self_unpacking.ts";
import { type Ids, ordinaryUser } from "../harness/ordinary_user.ts";
import { type Finished, run } from "../harness/programs.ts";
import { test } from "../harness/requires.ts";
import { tempDir } from "../harness/temp_dir.ts";

/** Stands in for Deno: says how it was started. */
const RUNTIME = new TextEncoder().encode(`#!/bin/sh
printf '%s\\n' "runtime $0" "umask $(umask)" "folder $PWD" "input $(cat)" "$@"
`);

/** An executable of the self-unpacking form in a folder of its own, run as an ordinary user. */
class Fixture implements AsyncDisposable {
  private constructor(
    readonly folder: string,
    readonly program: string,
    readonly user: Ids,
    private readonly dispose: () => PromiseLike<void>,
  ) {}

  static async make(name = "proftpd", folderName = "alone"): Promise<Fixture> {
    const temp = await tempDir();
    const folder = `${temp.path}/${folderName}`;
    const user = await ordinaryUser();
    const fixture = new Fixture(
      folder,
      `${folder}/${name}`,
      user,
      () => temp[Symbol.asyncDispose](),
    );
    await fixture.directory(folder);
    await fixture.directory(`${folder}/cache`, 0o700);
    const files = { "main.js": "await 1;", "part.txt": "(() => {})" };
    const payload = { name, files, runtime: RUNTIME, startsItself: true, links: ["ftpwho"] };
    await Deno.writeFile(fixture.program, await selfUnpacking(payload), { mode: 0o755 });
    return fixture;
  }

  async directory(path: string, mode = 0o755): Promise<void> {
    await Deno.mkdir(path, { recursive: true });
    await Deno.chmod(path, mode);
    if (Deno.uid() === 0) await Deno.chown(path, this.user.uid, this.user.gid);
  }

  /** Runs it with nothing in the environment but `env` over a cache folder. */
  async run(env: Record<string, string> = {}, ...args: string[]): Promise<Finished> {
    return await run(this.program, args, {
      cwd: this.folder,
      clearEnv: true,
      env: { XDG_CACHE_HOME: `${this.folder}/cache`, TMPDIR: `${this.folder}/tmp`, ...env },
      asUser: this.user,
    });
  }

  /** The runtime that `finished` says to be. */
  runtimeOf({ stdout, stderr }: Finished): string {
    assert.equal(stderr, "");
    return /^runtime (.*)$/m.exec(stdout)?.[1] ?? "";
  }

  [Symbol.asyncDispose](): PromiseLike<void> {
    return this.dispose();
  }
}

async function names(folder: string): Promise<string[]> {
  return (await Array.fromAsync(Deno.readDir(folder), ({ name }) => name)).sort();
}

Deno.test("the first start unpacks into closed folders, the next ones change nothing", async () => {
  await using fixture = await Fixture.make();
  const runtime = fixture.runtimeOf(await fixture.run());
  const base = `${fixture.folder}/cache/proftpd`;
  assert.match(runtime, new RegExp(`^${base}/runtime-[0-9a-f]{32}/proftpd$`));
  const before = await Deno.stat(runtime);
  assert.equal((before.mode ?? 0) & 0o7777, 0o500);
  assert.equal(((await Deno.stat(base)).mode ?? 0) & 0o7777, 0o700);
  assert.equal(fixture.runtimeOf(await fixture.run()), runtime);
  assert.equal((await Deno.stat(runtime)).ino, before.ino);
  assert.deepEqual((await names(base)).map((name) => name.split("-")[0]), ["program", "runtime"]);
});

Deno.test("arguments, umask, working folder and standard input reach the program", async () => {
  await using fixture = await Fixture.make("proftpd", "a 'b\" %20 é$x");
  for (const _ of ["cold", "warm"]) {
    const env = { XDG_CACHE_HOME: `${fixture.folder}/cache`, PATH: "/usr/bin:/bin" };
    const script = 'umask 027; exec "$0" "$@"';
    const { stdout, stderr } = await run(
      "/bin/sh",
      ["-c", script, "./proftpd", "-n", "two words", "*", ""],
      { cwd: fixture.folder, clearEnv: true, env, asUser: fixture.user, input: "hello" },
    );
    assert.equal(stderr, "");
    const lines = stdout.split("\n");
    assert.equal(lines[1], "umask 0027");
    assert.equal(lines[2], `folder ${fixture.folder}`);
    assert.equal(lines[3], "input hello");
    assert.deepEqual(lines.slice(-5), ["-n", "two words", "*", "", ""]);
    assert.ok(lines.includes("--allow-ffi"));
    assert.ok(lines.includes(`--allow-run=${lines[0]?.slice("runtime ".length)}`));
  }
});

Deno.test("a program that is told to preload a library may start every program", async () => {
  await using fixture = await Fixture.make();
  const { stdout } = await fixture.run({ LD_LIBRARY_PATH: "/nonexistent" });
  assert.ok(stdout.split("\n").includes("--allow-run"));
});

Deno.test("ftpshut shares the unpacked runtime with proftpd, under its own name", async () => {
  await using fixture = await Fixture.make();
  await using other = await Fixture.make("ftpshut");
  const env = { XDG_CACHE_HOME: `${fixture.folder}/cache` };
  const first = fixture.runtimeOf(await fixture.run());
  const second = fixture.runtimeOf(await other.run(env));
  assert.equal(second, first.replace(/proftpd$/, "ftpshut"));
  assert.equal((await Deno.stat(first)).ino, (await Deno.stat(second)).ino);
});

Deno.test("many first starts at once all run, and leave one copy", async () => {
  await using fixture = await Fixture.make();
  const all = await Promise.all(Array.from({ length: 8 }, () => fixture.run()));
  assert.equal(new Set(all.map((finished) => fixture.runtimeOf(finished))).size, 1);
  assert.equal((await names(`${fixture.folder}/cache/proftpd`)).length, 2);
});

const damages: Record<string, (runtime: string, program: string) => Promise<void>> = {
  "cut short": async (runtime) => {
    await Deno.chmod(runtime, 0o700);
    await Deno.truncate(runtime, 10);
    await Deno.chmod(runtime, 0o500);
  },
  "missing": (runtime) => Deno.remove(runtime),
  "not executable": (runtime) => Deno.chmod(runtime, 0o400),
  "open to others": (runtime) => Deno.chmod(runtime.replace(/\/[^/]*$/, ""), 0o777),
  "another program of another size": async (_, program) => {
    await Deno.chmod(program, 0o600);
    await Deno.writeTextFile(program, "evil()");
    await Deno.chmod(program, 0o400);
  },
  "a link to something else": async (runtime) => {
    await Deno.remove(runtime);
    await Deno.symlink("/bin/false", runtime);
  },
};

for (const [what, damage] of Object.entries(damages)) {
  Deno.test(`what is found ${what} in the cache is not run but unpacked anew`, async () => {
    await using fixture = await Fixture.make();
    const runtime = fixture.runtimeOf(await fixture.run());
    const base = `${fixture.folder}/cache/proftpd`;
    const program = (await names(base)).find((name) => name.startsWith("program-"));
    await damage(runtime, `${base}/${program}/part.txt`);
    assert.equal(fixture.runtimeOf(await fixture.run()), runtime);
    assert.deepEqual(await Deno.readFile(runtime), RUNTIME);
    assert.equal(((await Deno.stat(runtime)).mode ?? 0) & 0o7777, 0o500);
    assert.equal((await names(base)).length, 2);
  });
}

Deno.test("a cache folder below one that others can write to is not used", async () => {
  await using fixture = await Fixture.make();
  await fixture.directory(`${fixture.folder}/open`, 0o777);
  await fixture.directory(`${fixture.folder}/open/cache`, 0o700);
  await fixture.directory(`${fixture.folder}/home`);
  const finished = await fixture.run({
    XDG_CACHE_HOME: `${fixture.folder}/open/cache`,
    HOME: `${fixture.folder}/home`,
  });
  const runtime = fixture.runtimeOf(finished);
  assert.ok(runtime.startsWith(`${fixture.folder}/home/.cache/proftpd/runtime-`), runtime);
});

Deno.test("without a home to write to, the folder for temporary files serves", async () => {
  await using fixture = await Fixture.make();
  await fixture.directory(`${fixture.folder}/tmp`, 0o1777);
  await fixture.directory(`${fixture.folder}/home`, 0o555);
  const env = { XDG_CACHE_HOME: "", HOME: `${fixture.folder}/home` };
  const runtime = fixture.runtimeOf(await fixture.run(env));
  const own = `${fixture.folder}/tmp/proftpd-${fixture.user.uid}`;
  assert.ok(runtime.startsWith(`${own}/runtime-`), runtime);
  assert.equal(fixture.runtimeOf(await fixture.run(env)), runtime);
});

Deno.test("a folder that somebody else made in the way is not used, and costs one copy", async () => {
  await using fixture = await Fixture.make();
  await fixture.directory(`${fixture.folder}/tmp`, 0o1777);
  const inTheWay = `${fixture.folder}/tmp/proftpd-${fixture.user.uid}`;
  await Deno.symlink(`${fixture.folder}/nowhere`, inTheWay);
  const env = { XDG_CACHE_HOME: "" };
  const runtime = fixture.runtimeOf(await fixture.run(env));
  assert.match(runtime, new RegExp(`^${inTheWay}\\.[A-Za-z0-9]{6}/runtime-`));
  assert.equal(fixture.runtimeOf(await fixture.run(env)), runtime);
  assert.equal((await names(`${fixture.folder}/tmp`)).length, 2);
});

test({
  name: "what belongs to somebody else is not run, however it looks",
  needs: ["root"],
  async fn() {
    await using fixture = await Fixture.make();
    await fixture.directory(`${fixture.folder}/tmp`, 0o1777);
    const runtime = fixture.runtimeOf(await fixture.run());
    await Deno.chown(runtime, fixture.user.uid - 1, fixture.user.gid - 1);
    const next = fixture.runtimeOf(await fixture.run());
    assert.equal((await Deno.stat(next)).uid, fixture.user.uid);
  },
});

Deno.test("no room: the program says so, ends with status 1 and leaves nothing", async () => {
  await using fixture = await Fixture.make();
  await fixture.directory(`${fixture.folder}/tmp`, 0o1777);
  // No file may get a single block: what a full disk looks like to the one who writes.
  const { code, stdout, stderr } = await run(
    "/bin/sh",
    ["-c", 'trap "" XFSZ; ulimit -f 0; exec "$0"', fixture.program],
    {
      clearEnv: true,
      env: { XDG_CACHE_HOME: `${fixture.folder}/cache`, TMPDIR: `${fixture.folder}/tmp` },
      asUser: fixture.user,
    },
  );
  assert.equal(stdout, "");
  assert.match(stderr, /^proftpd: cannot unpack: /);
  assert.equal(code, 1);
  const bases = ["cache/proftpd", `tmp/proftpd-${fixture.user.uid}`];
  for (const base of bases) assert.deepEqual(await names(`${fixture.folder}/${base}`), []);
  assert.equal((await names(`${fixture.folder}/tmp`)).length, 1);
});

Deno.test("what starts that were killed left behind is cleared away after an hour", async () => {
  await using fixture = await Fixture.make();
  const base = `${fixture.folder}/cache/proftpd`;
  await fixture.directory(base, 0o700);
  for (const [name, age] of [["new-killed", 7200], ["new-atwork", 10]] as const) {
    await fixture.directory(`${base}/${name}`);
    const then = Date.now() / 1000 - age;
    await Deno.utime(`${base}/${name}`, then, then);
  }
  fixture.runtimeOf(await fixture.run());
  assert.deepEqual(
    (await names(base)).map((name) => name.replace(/-[0-9a-f]{32}$/, "")),
    ["new-atwork", "program", "runtime"],
  );
});

Deno.test("called by the name of a link, the program gets that name as its first argument", async () => {
  await using fixture = await Fixture.make("ftpshut");
  await Deno.symlink("ftpshut", `${fixture.folder}/ftpwho`);
  const env = { XDG_CACHE_HOME: `${fixture.folder}/cache` };
  const options = { clearEnv: true, env, asUser: fixture.user };
  const { stdout } = await run(`${fixture.folder}/ftpwho`, ["-v"], options);
  assert.deepEqual(stdout.trim().split("\n").slice(-2), ["@ftpwho", "-v"]);
});
