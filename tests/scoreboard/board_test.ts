import assert from "node:assert/strict";
import { close, O, open } from "../../src/libc/files.ts";
import { tryLock } from "../../src/libc/locks.ts";
import { Board, readBoard, ScoreboardRefused } from "../../src/scoreboard/mod.ts";
import { test } from "../harness/requires.ts";
import { tempDir } from "../harness/temp_dir.ts";
import { waitFor } from "../harness/wait_for.ts";

const ORIGINAL_HEADER = Uint8Array.of(0xef, 0xbe, 0xad, 0xde, 0, 0, 0, 0, 3, 0, 4, 1);

/** Another process that uses the scoreboard: claimant.ts, with a limit, or another program. */
class Claimant implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;
  readonly #input;

  constructor(board: string, argument: number | string, name = "claimant.ts") {
    const program = new URL(name, import.meta.url);
    this.#child = new Deno.Command(Deno.execPath(), {
      args: ["run", "--no-check", "--allow-ffi", program.href, board, `${argument}`],
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    this.#input = this.#child.stdin.getWriter();
  }

  get pid(): number {
    return this.#child.pid;
  }

  async answer(): Promise<string> {
    const reader = this.#child.stdout.getReader();
    const { value } = await reader.read();
    reader.releaseLock();
    return new TextDecoder().decode(value).trim();
  }

  async kill(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#child.status;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#input.close().catch(() => undefined);
    await this.#child.stdout.cancel();
    await this.#child.status;
  }
}

async function overwrite(path: string, at: number, bytes: Uint8Array): Promise<void> {
  using file = await Deno.open(path, { write: true });
  await file.seek(at, Deno.SeekMode.Start);
  await file.write(bytes);
}

async function modeOf(path: string): Promise<number> {
  return ((await Deno.stat(path)).mode ?? 0) & 0o7777;
}

Deno.test("a new scoreboard can be read by everybody, its lock by nobody else", async () => {
  await using dir = await tempDir();
  const path = `${dir.path}/board`;
  const old = Deno.umask(0);
  const board = Board.create(path);
  Deno.umask(old);
  assert.equal(await modeOf(path), 0o644);
  assert.equal(await modeOf(`${path}.lck`), 0o600);
  board.remove();
  board.close();
  assert.deepEqual(await Array.fromAsync(Deno.readDir(dir.path)), []);
});

Deno.test("an update is what others read, and a released record is gone", async () => {
  await using dir = await tempDir();
  const board = Board.create(`${dir.path}/board`);
  const slot = board.claim({ clientAddress: "192.0.2.1", serverPort: 21 });
  slot.update({ user: "alice", loggedIn: 1, cwd: "/", command: "CWD", arguments: "/pub" });
  slot.update({ arguments: "/" });
  const [session] = board.sessions();
  assert.deepEqual(session, slot.record);
  assert.equal(session.pid, Deno.pid);
  assert.equal(session.user, "alice");
  assert.equal(session.clientAddress, "192.0.2.1");
  assert.equal(session.arguments, "/");
  slot.release();
  slot.update({ user: "bob" });
  assert.deepEqual(board.sessions(), []);
  board.close();
});

Deno.test("what is noted is in the file when it is shown, by one write", async () => {
  await using dir = await tempDir();
  const board = Board.create(`${dir.path}/board`);
  const slot = board.claim({ user: "alice" });
  slot.beginCommand("RETR", "file", 1000);
  slot.note({ transferSize: 5 });
  slot.endCommand(2000);
  assert.equal(slot.record.command, "RETR");
  assert.equal(board.sessions()[0].command, "");
  slot.show();
  assert.deepEqual(board.sessions(), [slot.record]);
  const { command, arguments: argument, commandBegin, idleBegin, transferSize } = slot.record;
  assert.deepEqual([command, argument, commandBegin, idleBegin, transferSize], [
    "RETR",
    "file",
    1000,
    2000,
    5,
  ]);
  slot.beginCommand("NOOP", "", 3000);
  slot.update({ user: "bob" });
  assert.deepEqual(board.sessions(), [slot.record]);
  slot.endCommand(4000);
  slot.release();
  slot.show();
  assert.deepEqual(board.sessions(), []);
  board.close();
});

Deno.test("an update that changes nothing writes nothing", async () => {
  await using dir = await tempDir();
  const path = `${dir.path}/board`;
  const board = Board.create(path);
  const slot = board.claim({ user: "alice" });
  const file = await Deno.readFile(path);
  await Deno.writeFile(path, new Uint8Array(file.length));
  slot.update({ user: "alice" });
  assert.ok((await Deno.readFile(path)).every((byte) => byte === 0));
  board.close();
});

Deno.test("of fifty who come at once, as many get in as the limit says", async () => {
  await using dir = await tempDir();
  const path = `${dir.path}/board`;
  const board = Board.create(path);
  await using stack = new AsyncDisposableStack();
  const claimants = Array.from({ length: 50 }, () => stack.use(new Claimant(path, 7)));
  const answers = await Promise.all(claimants.map((claimant) => claimant.answer()));
  assert.equal(answers.filter((answer) => answer === "in").length, 7);
  assert.equal(answers.filter((answer) => answer === "out").length, 43);
  assert.equal(board.sessions().length, 7);
  assert.equal(board.underLock((others) => others.length), 7);
  await stack.disposeAsync();
  assert.equal(board.sessions().length, 0);
  board.close();
});

Deno.test("the record of a killed session does not count, and is freed", async () => {
  await using dir = await tempDir();
  const path = `${dir.path}/board`;
  const board = Board.create(path);
  const claimant = new Claimant(path, 1);
  assert.equal(await claimant.answer(), "in");
  await claimant.kill();
  assert.equal(board.sessions().length, 0);
  assert.equal(board.underLock((others) => others.length), 0);
  assert.deepEqual(board.scrub(), [], "underLock has freed it already");
  assert.equal((await Deno.stat(path)).size, 1024);
  board.close();
});

Deno.test("a record is as little worth as its process id, when that was given away again", async () => {
  await using dir = await tempDir();
  const path = `${dir.path}/board`;
  const board = Board.create(path);
  await using claimant = new Claimant(path, 1);
  await claimant.answer();
  // As if the claimant had another process's id: its start time does not fit.
  await overwrite(path, 1024 + 8, new Uint8Array(new Float64Array([1]).buffer));
  assert.equal(board.sessions().length, 0);
  assert.deepEqual(board.scrub(), [claimant.pid]);
  board.close();
});

Deno.test("scrubPid frees the record of a child, and the file gets no longer than it must be", async () => {
  await using dir = await tempDir();
  const path = `${dir.path}/board`;
  const board = Board.create(path);
  for (let i = 0; i < 3; i++) {
    const claimant = new Claimant(path, 1);
    assert.equal(await claimant.answer(), "in");
    const { pid } = claimant;
    await claimant.kill();
    assert.equal(board.scrubPid(pid), true);
    assert.equal((await Deno.stat(path)).size, 1024);
  }
  board.close();
});

Deno.test("a lock whose holder was killed is free", async () => {
  await using dir = await tempDir();
  const path = `${dir.path}/board`;
  const board = Board.create(path);
  await using other = new Claimant(path, 5);
  await other.answer();
  await other.kill();
  assert.equal(board.underLock(() => "got it"), "got it");
  board.close();
});

Deno.test("sessions of a daemon that was killed stay on the board of the next one", async () => {
  await using dir = await tempDir();
  const path = `${dir.path}/board`;
  Board.create(path).close();
  await using claimant = new Claimant(path, 1);
  assert.equal(await claimant.answer(), "in");
  const next = Board.create(path);
  assert.deepEqual(next.sessions().map(({ pid }) => pid), [claimant.pid]);
  next.close();
});

Deno.test("a scoreboard of the original is replaced by a daemon, and refused to a session", async () => {
  await using dir = await tempDir();
  const path = `${dir.path}/board`;
  await Deno.writeFile(path, ORIGINAL_HEADER);
  assert.throws(() => Board.open(path, 1), ScoreboardRefused);
  const board = Board.create(path);
  assert.deepEqual(board.sessions(), []);
  assert.equal((await Deno.stat(path)).size, 1024);
  board.close();
});

Deno.test("a file that is no scoreboard is left alone", async () => {
  await using dir = await tempDir();
  const path = `${dir.path}/board`;
  for (const text of ["precious", "x", "y".repeat(5000)]) {
    await Deno.writeTextFile(path, text);
    assert.throws(() => Board.create(path), {
      name: "ScoreboardRefused",
      message: `unable to use scoreboard '${path}': it is no scoreboard`,
    });
    assert.equal(await Deno.readTextFile(path), text);
  }
});

Deno.test("an emptied or broken-off scoreboard is made anew", async () => {
  await using dir = await tempDir();
  const path = `${dir.path}/board`;
  Board.create(path).close();
  for (const length of [0, 10, 1000]) {
    await Deno.truncate(path, length);
    const board = Board.create(path);
    assert.equal(board.claim({ user: "alice" }).record.user, "alice");
    assert.equal(board.sessions().length, 1);
    board.close();
    await Deno.truncate(path, 1024);
  }
});

Deno.test("garbled records count for nobody", async () => {
  await using dir = await tempDir();
  const path = `${dir.path}/board`;
  const board = Board.create(path);
  const file = await Deno.open(path, { append: true });
  await file.write(new Uint8Array(3000).fill(0xff));
  file.close();
  assert.deepEqual(board.sessions(), []);
  assert.equal(board.underLock((others) => others.length), 0);
  const slot = board.claim({ user: "alice" });
  assert.deepEqual(board.sessions(), [slot.record]);
  board.close();
});

Deno.test("a directory that everybody may write to is refused", async () => {
  await using dir = await tempDir();
  await Deno.chmod(dir.path, 0o1777);
  assert.throws(() => Board.create(`${dir.path}/board`, { mutex: "/nowhere/lock" }), {
    code: "ENOENT",
  });
  assert.throws(() => Board.create(`${dir.path}/board`), {
    message: `unable to use scoreboard '${dir.path}/board.lck': ${dir.path} is a ` +
      "world-writable directory",
  });
});

Deno.test("a symbolic link is replaced by a daemon and refused to a session, never followed", async () => {
  await using dir = await tempDir();
  const path = `${dir.path}/board`;
  await Deno.writeTextFile(`${dir.path}/precious`, "precious");
  await Deno.symlink(`${dir.path}/precious`, path);
  assert.throws(() => Board.open(path, 1), {
    message: `unable to use scoreboard '${path}': it is a symbolic link`,
  });
  Board.create(path).close();
  assert.equal(await Deno.readTextFile(`${dir.path}/precious`), "precious");
  assert.equal((await Deno.lstat(path)).isSymlink, false);
});

Deno.test("what is no file at all is refused", async () => {
  await using dir = await tempDir();
  const path = `${dir.path}/board`;
  await Deno.mkdir(path);
  assert.throws(() => Board.create(path), { code: "EISDIR" });
  const { success } = await new Deno.Command("mkfifo", { args: [`${dir.path}/pipe`] }).output();
  assert.ok(success);
  assert.throws(() => Board.create(`${dir.path}/pipe`), {
    message: `unable to use scoreboard '${dir.path}/pipe': it is not a regular file`,
  });
});

Deno.test("a daemon that stops leaves the files alone that another one has taken over", async () => {
  await using dir = await tempDir();
  const path = `${dir.path}/board`;
  const board = Board.create(path);
  const bytes = await Deno.readFile(path);
  new DataView(bytes.buffer).setUint32(16, 1, true);
  await Deno.writeFile(path, bytes);
  board.remove();
  assert.equal((await Deno.stat(path)).isFile, true);
  board.close();
});

Deno.test("a session that waits for a lock which is removed starts anew, and is not lost", async () => {
  await using dir = await tempDir();
  const path = `${dir.path}/board`;
  Board.create(path).close();
  const lock = open(`${path}.lck`, O.RDWR);
  assert.ok(tryLock(lock));
  await using claimant = new Claimant(path, 1);
  await waitFor("the claimant at the lock", () => hasOpen(claimant.pid, `${path}.lck`));
  await Deno.remove(path);
  await Deno.remove(`${path}.lck`);
  close(lock);
  assert.equal(await claimant.answer(), "in");
  assert.equal((await Deno.stat(path)).size, 2048);
  assert.ok(await hasOpen(claimant.pid, `${path}.lck`));
});

test({
  name: "a jailed session that is no longer root goes on counting, and believes no false /proc",
  needs: ["root"],
  async fn() {
    await using dir = await tempDir();
    const path = `${dir.path}/board`;
    const board = Board.create(path);
    await using other = new Claimant(path, 1);
    await other.answer();
    await Deno.mkdir(`${dir.path}/home/proc/${other.pid}`, { recursive: true });
    const falseStat = `${other.pid} (x) Z ${"1 ".repeat(50)}`;
    await Deno.writeTextFile(`${dir.path}/home/proc/${other.pid}/stat`, falseStat);
    await overwrite(path, 40, new Uint8Array(8)); // long since the last thorough look
    await using jailed = new Claimant(path, `${dir.path}/home`, "jailed.ts");
    assert.equal(await jailed.answer(), "1");
    const users = board.sessions().map(({ user, cwd }) => `${user} ${cwd}`);
    assert.deepEqual(users, ["alice ", "jailed /pub"]);
    board.close();
  },
});

Deno.test("a reader sees what is there, and no session of another run of the machine", async () => {
  await using dir = await tempDir();
  const path = `${dir.path}/board`;
  const board = Board.create(path, { mutex: `${dir.path}/lock` });
  board.claim({ user: "alice" });
  const { header, sessions } = readBoard(path);
  assert.equal(header.masterPid, Deno.pid);
  assert.equal(header.mutex, `${dir.path}/lock`);
  assert.deepEqual(sessions.map(({ user }) => user), ["alice"]);
  board.close();
  const bytes = await Deno.readFile(path);
  bytes[50] ^= 1;
  await Deno.writeFile(path, bytes);
  assert.deepEqual(readBoard(path).sessions, []);
});

Deno.test("a reader says what is wrong with a file", async () => {
  await using dir = await tempDir();
  const path = `${dir.path}/board`;
  const problem = () => {
    try {
      readBoard(path);
    } catch (error) {
      return (error as Error).message.replace(path, "FILE");
    }
  };
  assert.equal(problem(), "openat FILE: No such file or directory");
  await Deno.writeTextFile(path, "");
  assert.equal(problem(), "unable to use scoreboard 'FILE': it is empty");
  await Deno.writeTextFile(path, "hello");
  assert.equal(problem(), "unable to use scoreboard 'FILE': it is no scoreboard");
  await Deno.writeFile(path, ORIGINAL_HEADER);
  assert.equal(problem(), "unable to use scoreboard 'FILE': it was made by another ProFTPD");
  await Deno.remove(path);
  await Deno.mkdir(path);
  assert.equal(problem(), "unable to use scoreboard 'FILE': it is not a regular file");
});

Deno.test("a tool scrubs under the mutex that the scoreboard names", async () => {
  await using dir = await tempDir();
  const path = `${dir.path}/board`;
  const board = Board.create(path, { mutex: `${dir.path}/lock` });
  const claimant = new Claimant(path, 1);
  await claimant.answer();
  await claimant.kill();
  const tool = Board.existing(path);
  assert.deepEqual(tool.scrub(), [claimant.pid]);
  tool.close();
  board.remove();
  board.close();
  assert.throws(() => Board.existing(path), { code: "ENOENT" });
});

async function hasOpen(pid: number, path: string): Promise<boolean> {
  const descriptors = await Array.fromAsync(Deno.readDir(`/proc/${pid}/fd`));
  return descriptors.some(({ name }) => linkText(`/proc/${pid}/fd/${name}`) === path);
}

function linkText(path: string): string {
  try {
    return Deno.readLinkSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return ""; // closed meanwhile
    throw error;
  }
}

Deno.test("a scoreboard moves with its sessions and its lock, and where it cannot nothing changes", async () => {
  await using dir = await tempDir();
  const at = (name: string) => `${dir.path}/${name}`;
  const daemon = Board.create(at("board"));
  const session = Board.open(at("board"), Deno.pid);
  session.claim({ user: "early" });
  assert.equal(daemon.moveTo(at("moved"), { mutex: at("lock") }), true);
  const { header, sessions } = readBoard(at("moved"));
  assert.equal(header.mutex, at("lock"));
  assert.deepEqual(sessions.map(({ user }) => user), ["early"]);
  const names = () => Array.from(Deno.readDirSync(dir.path), ({ name }) => name).sort();
  assert.deepEqual(names(), ["lock", "moved"]);
  // Those who had it open before and those who open it now have one lock.
  const later = Board.open(at("moved"), Deno.pid, { mutex: at("lock") });
  session.underLock(() => assert.equal(later.tryScrub(), undefined));

  await Deno.writeTextFile(at("taken"), "");
  assert.equal(daemon.moveTo(at("taken")), false);
  assert.equal(daemon.path, at("moved"));
  assert.deepEqual(names(), ["lock", "moved", "taken"]);
  daemon.remove();
  assert.deepEqual(names(), ["taken"]);
  for (const board of [daemon, session, later]) board.close();
});
