/**
 * ftpasswd from outside: what it writes, to whom it leaves it, and what several at once come to.
 */
import assert from "node:assert/strict";
import { crypt } from "../../src/libc/crypt.ts";
import { type Finished, run, toolProgram } from "../harness/programs.ts";
import { test } from "../harness/requires.ts";
import { type Server, startServer } from "../harness/server.ts";
import { tempDir } from "../harness/temp_dir.ts";
import { Terminal } from "../harness/terminal.ts";
import { waitFor } from "../harness/wait_for.ts";

const FTPASSWD = toolProgram("ftpasswd");

/** Runs the tool in `cwd`; `input` is its standard input. */
function ftpasswd(cwd: string, args: readonly string[], input = "secret\n"): Promise<Finished> {
  return run(FTPASSWD, args, { cwd, input });
}

const user = (name: string, ...more: string[]) => [
  ...["--passwd", `--name=${name}`, "--uid=1001", "--home=/tmp", "--shell=/bin/sh", "--stdin"],
  ...more,
];

async function fieldsOf(path: string, name: string): Promise<string[]> {
  const lines = (await Deno.readTextFile(path)).split("\n");
  return lines.find((line) => line.startsWith(`${name}:`))?.split(":") ?? [];
}

Deno.test("a user is made, changed, locked, unlocked and deleted", async () => {
  await using folder = await tempDir();
  const file = `${folder.path}/ftpd.passwd`;
  const change = async (...args: string[]) => {
    const finished = await ftpasswd(folder.path, ["--passwd", "--name=alice", ...args]);
    assert.equal(finished.code, 0, finished.stderr);
    return await fieldsOf(file, "alice");
  };
  const made = await ftpasswd(folder.path, user("alice", "--gid=7", "--gecos=A B"));
  assert.match(made.stdout, /^ftpasswd: creating passwd entry for user alice\n.*ntry created\n$/s);
  const [, hash = "", ...rest] = await fieldsOf(file, "alice");
  assert.deepEqual(rest, ["1001", "7", "A B", "/tmp", "/bin/sh"]);
  assert.equal(crypt("secret", hash), hash);
  assert.match(hash, /^\$(?:y|6)\$/); // what the system prefers, and no older one
  assert.equal((await change("--lock"))[1], `!${hash}`);
  assert.equal((await change("--lock"))[1], `!${hash}`);
  assert.equal((await change("--unlock"))[1], hash);
  assert.equal((await change("--change-home", "--home=/usr"))[5], "/usr");
  const same = ["--passwd", "--name=alice", "--change-password", "--stdin"];
  assert.equal((await ftpasswd(folder.path, same)).code, 2);
  const other = await ftpasswd(folder.path, [...same, "--bcrypt"], "another\n");
  assert.equal(other.code, 0, other.stderr);
  const [, changed = ""] = await fieldsOf(file, "alice");
  assert.match(changed, /^\$2b\$/);
  assert.equal(crypt("another", changed), changed);
  assert.deepEqual(await change("--delete-user"), []);
  for (const action of ["--lock", "--unlock", "--delete-user", "--change-password"]) {
    const { code, stderr } = await ftpasswd(folder.path, [...same.slice(0, 2), action, "--stdin"]);
    assert.equal(code, 1);
    assert.match(stderr, /error: no such user alice in \.\/ftpd\.passwd/);
  }
});

Deno.test("groups get members, a password, and go again", async () => {
  await using folder = await tempDir();
  const group = async (...args: string[]) => {
    const finished = await ftpasswd(folder.path, ["--group", "--name=g", ...args]);
    assert.equal(finished.code, 0, finished.stderr);
    return await Deno.readTextFile(`${folder.path}/ftpd.group`);
  };
  assert.equal(await group("--gid=5", "--member=a", "-m", "b"), "g:x:5:a,b\n");
  assert.equal(await group("--add-member=c", "--add-member=a"), "g:x:5:a,b,c\n");
  assert.equal(await group("--delete-member=b"), "g:x:5:a,c\n");
  assert.match(await group("--gid=6", "--enable-group-passwd", "--stdin"), /^g:\$[^:]*:6:\n$/);
  assert.equal(await group("--delete-group"), "");
  const { code } = await ftpasswd(folder.path, ["--group", "--name=g", "--add-member=a"]);
  assert.equal(code, 1);
});

const SCHEMES: Readonly<Record<string, RegExp>> = {
  des: /^[./A-Za-z0-9]{13}$/,
  md5: /^\$1\$/,
  sha256: /^\$5\$/,
  sha512: /^\$6\$/,
};

Deno.test("every scheme's hashes are those of crypt(3)", async () => {
  await using folder = await tempDir();
  for (const [scheme, form] of Object.entries(SCHEMES)) {
    const args = ["--hash", "--stdin", `--${scheme}`];
    const { code, stdout, stderr } = await ftpasswd(folder.path, args, "pass word\nmore\n");
    assert.equal(code, 0, stderr);
    const hash = stdout.replace(/^ftpasswd: /, "").trimEnd();
    assert.match(hash, form);
    assert.equal(crypt("pass word", hash), hash);
  }
});

Deno.test("nothing is left behind, and nothing changed, by what is refused", async () => {
  await using folder = await tempDir();
  const names = () => Array.from(Deno.readDirSync(folder.path), ({ name }) => name).sort();
  const refused: [args: string[], code: number, input?: string][] = [
    [user("a", "--home=relative"), 8],
    [user("a"), 255, ""],
    [user("a"), 255, "\n"],
    [user("a"), 255, `${"x".repeat(600)}\n`],
    [["--passwd", "--name=a", "--lock"], 1],
    [user("a", "--file=/nonexistent/dir/file"), 255],
    [user("a", "--file=."), 255],
  ];
  for (const [args, code, input] of refused) {
    const finished = await ftpasswd(folder.path, args, input);
    assert.equal(finished.code, code, args.join(" ") + finished.stderr);
    assert.notEqual(finished.stderr, "");
    assert.deepEqual(names(), []);
  }
});

Deno.test("a file keeps its mode but what is for others, its comments, and the links to it", async () => {
  await using folder = await tempDir();
  const file = `${folder.path}/users`;
  await Deno.writeTextFile(file, "# mine\n\nbroken\nbob:x:1:1::/:/", { mode: 0o666 });
  await Deno.chmod(file, 0o646);
  await Deno.symlink("users", `${folder.path}/link`);
  const { code, stderr } = await ftpasswd(folder.path, user("alice", "--file=link"));
  assert.equal(code, 0, stderr);
  assert.equal(await Deno.readLink(`${folder.path}/link`), "users");
  assert.equal(((await Deno.stat(file)).mode ?? 0) & 0o7777, 0o640);
  assert.match(await Deno.readTextFile(file), /^# mine\n\nbroken\nbob:x:1:1::\/:\/\nalice:/);
  const forced = await ftpasswd(folder.path, user("carl", "--file=users", "-F"));
  assert.equal(forced.code, 0, forced.stderr);
  assert.match(await Deno.readTextFile(file), /^carl:[^\n]*\n$/);
  const names = Array.from(Deno.readDirSync(folder.path), ({ name }) => name).sort();
  assert.deepEqual(names, ["link", "users"]);
});

test({
  name: "a file keeps its owner",
  needs: ["root"],
  async fn() {
    await using folder = await tempDir();
    const file = `${folder.path}/ftpd.passwd`;
    await Deno.writeTextFile(file, "");
    await Deno.chown(file, 20_001, 20_002);
    const { code, stderr } = await ftpasswd(folder.path, user("alice"));
    assert.equal(code, 0, stderr);
    const { uid, gid } = await Deno.stat(file);
    assert.deepEqual([uid, gid], [20_001, 20_002]);
  },
});

Deno.test("of many who add users at once nobody's is lost", async () => {
  await using folder = await tempDir();
  const names = Array.from({ length: 8 }, (_, at) => `user${at}`);
  const finished = await Promise.all(names.map((name) => ftpasswd(folder.path, user(name))));
  for (const { code, stderr } of finished) assert.equal(code, 0, stderr);
  for (const name of names) {
    assert.equal((await fieldsOf(`${folder.path}/ftpd.passwd`, name))[0], name);
  }
});

/** Adds a user to the running server's file and group, by the tool. */
async function addUser({ folder }: Server, name: string, ...more: string[]): Promise<void> {
  const home = `${folder}/home/${name}`;
  await Deno.mkdir(home);
  const { uid, gid } = await Deno.stat(`${folder}/passwd`);
  const ids = [`--uid=${uid || 20_001}`, `--gid=${gid || 20_001}`, `--home=${home}`];
  const args = user(name, ...ids, `--file=${folder}/passwd`, ...more);
  const { code, stderr } = await ftpasswd(folder, args, `${name}'s\n`);
  assert.equal(code, 0, stderr);
}

Deno.test("who was added can log in at once, and who was locked cannot", async () => {
  await using server = await startServer();
  for (const scheme of [...Object.keys(SCHEMES), "default"]) {
    await addUser(server, scheme, ...scheme === "default" ? [] : [`--${scheme}`]);
    await using client = await server.connect();
    await client.login(scheme, `${scheme}'s`);
  }
  const lock = ["--passwd", "--name=default", "--lock", `--file=${server.folder}/passwd`];
  assert.equal((await ftpasswd(server.folder, lock)).code, 0);
  await using client = await server.connect();
  await client.expect("USER default", 331);
  await client.expect("PASS default's", 530);
});

test({
  name: "a password that is typed is asked for twice, and not shown",
  needs: ["script"],
  async fn() {
    await using folder = await tempDir();
    const command = `${FTPASSWD} ${user("alice").filter((word) => word !== "--stdin").join(" ")}`;
    const child = new Deno.Command("script", {
      args: ["-qec", command, "/dev/null"],
      cwd: folder.path,
      stdin: "piped",
      stdout: "piped",
      stderr: "null",
    }).spawn();
    let shown = "";
    const reading = (async () => {
      for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) shown += text;
    })();
    const writer = child.stdin.getWriter();
    const prompts = () => shown.match(/assword: /g)?.length ?? 0;
    for (const [at, answer] of ["one", "two", "typed", "typed"].entries()) {
      await waitFor(`prompt ${at + 1}`, () => Promise.resolve(prompts() > at));
      await writer.write(new TextEncoder().encode(`${answer}\n`));
    }
    await waitFor("the end", () => Promise.resolve(/entry created/.test(shown)));
    await writer.close();
    assert.equal((await child.status).code, 0);
    await reading;
    assert.match(shown, /Passwords do not match/);
    assert.doesNotMatch(shown, /one|two|typed/);
    const [, hash = ""] = await fieldsOf(`${folder.path}/ftpd.passwd`, "alice");
    assert.equal(crypt("typed", hash), hash);
  },
});

Deno.test("whoever ends ftpasswd instead of answering sees again what is typed", async () => {
  const CTRL_C = "\x03";
  const ends = [
    (terminal: Terminal) => terminal.type(CTRL_C),
    (_: Terminal, child: Deno.ChildProcess) => child.kill("SIGTERM"),
  ];
  for (const end of ends) {
    using terminal = new Terminal(24, 80);
    const child = terminal.start(FTPASSWD, ["--hash"]);
    await waitFor("a question", () => terminal.output.includes("\nPassword: ") && !terminal.echoes);
    end(terminal, child);
    assert.equal((await child.status).code, 1);
    assert.ok(terminal.echoes);
  }
});
