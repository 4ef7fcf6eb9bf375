import assert from "node:assert/strict";
import {
  compileTimeSettings,
  parseProftpdOptions,
  PROFTPD_USAGE,
  type ProftpdRequest,
  versionLine,
} from "../../src/cli/mod.ts";
import { ordinaryUser } from "../harness/ordinary_user.ts";
import { PROFTPD, run } from "../harness/programs.ts";
import { PEER_PROGRAM, test } from "../harness/requires.ts";
import { tempDir } from "../harness/temp_dir.ts";

/** What the original does with a command line, in the words of `ProftpdRequest`. */
async function original(words: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await run(PEER_PROGRAM, words);
  const said = stderr.replace(/^.*proftpd\[\d+\]: /, "").trimEnd();
  if (code !== 0) return `${stdout === PROFTPD_USAGE ? "usage, " : ""}${said}`;
  if (stdout === PROFTPD_USAGE) return "usage";
  if (stdout.startsWith("Compiled-in modules:\n")) return "modules";
  if (stdout.startsWith("Compile-time Settings:\n")) return "settings";
  if (stdout === versionLine()) return "version";
  return `?? ${stdout}`;
}

function ours(request: ProftpdRequest): string {
  if (request.kind !== "refuse") return request.kind;
  // The words in brackets are ours alone.
  return `${request.usage ? "usage, " : ""}${request.message.replace(/ \(it .*\)$/, "")}`;
}

test({
  name: "command lines mean what they mean to the original",
  needs: ["peer"],
  async fn() {
    const lines = [
      ["-h"],
      ["--help"],
      ["--he"],
      ["-l"],
      ["--list"],
      ["-v"],
      ["--version"],
      ["-V"],
      ["--set"],
      ["-l", "-h"],
      ["-h", "-l"],
      ["-v", "-h"],
      ["-vV"],
      ["-v", "-l"],
      ["-l", "-z"],
      ["-l", "foo"],
      ["-h", "foo"],
      ["-nqd5", "-l"],
      ["-DTLS=1", "-N", "-4", "-6", "-X", "-p1", "-Sx", "-cx", "-l"],
      ["--debug=5", "--define", "X", "--config=x", "--persistent", "0", "--list"],
      ["--ipv4", "-l"],
      ["-d", "99", "-l"],
      ["-", "-l"],
      ["-l", "--"],
      ["-c", "relative", "-v"],
      ["-c", "/nonexistent", "-v"],
      ["-c", "relative"],
      ["-c", "relative", "-n"],
      ["-p", "3"],
      ["-p", "3", "-l"],
      ["-z"],
      ["-nz", "-l"],
      ["-z", "-h"],
      ["-c"],
      ["-d"],
      ["-p"],
      ["-S"],
      ["-D"],
      ["foo"],
      ["foo", "bar"],
      ["-v", "foo"],
      ["--", "-l"],
    ];
    for (const words of lines) {
      assert.equal(ours(parseProftpdOptions(words)), await original(words), words.join(" "));
    }
  },
});

test({
  name: "a long option that is wrong is refused by both, and named by us",
  needs: ["peer"],
  async fn() {
    for (const word of ["--foo", "--co", "--v", "--ipv", "--liste"]) {
      assert.equal(await original([word]), "usage, unknown option:");
      assert.equal(ours(parseProftpdOptions([word])), `usage, unknown option: ${word}`);
    }
    for (const word of ["--list=3", "--nodaemon=1"]) {
      assert.match(await original([word]), /^usage, unknown option: [a-zA-Z]$/);
      assert.equal(parseProftpdOptions([word]).kind, "refuse");
    }
  },
});

test({
  name: "-V has the sections and the features that the original's -V has",
  needs: ["peer"],
  async fn() {
    const shape = (text: string) =>
      text.split("\n").filter((line) => /^( {2}[A-Z]| {4}[A-Z].*:$| {4}[+-])/.test(line))
        // What follows is true of one machine and one build.
        .map((line) => line.replace(/^( +)[+-] /, "$1").replace(/(support).*/, "$1"))
        .map((line) => line.replace(/^( {2}(?:Platform|Built):).*/, "$1"));
    const { stdout } = await run(PEER_PROGRAM, ["-V"]);
    const own = compileTimeSettings(
      { version: "0", built: "today", deno: "2" },
      { system: "Linux", release: "6", architecture: "x", osRelease: [] },
      { configFile: "/c", pidFile: "/p", scoreboardFile: "/s" },
    );
    // Places of C headers and libraries, sizes of C buffers: we have none.
    const foreign = /CFLAGS|LDFLAGS|LIBS|Header|Shared Module|OS\/Release/;
    const theirs = shape(stdout).filter((line) => !foreign.test(line));
    assert.deepEqual(shape(own), theirs);
  },
});

/** Words before `-c file`, for a file in which everything is right. */
const COMBINATIONS = [
  ...["-t", "-tqN", "-tn", "-nqt", "-Xt", "-p 1 -t", "--persistent=0 -t", "-S 127.0.0.5 -t"],
  ...["-S 127.0.0.5 -4 -t", "-4t", "-6 -t", "-46t", "--ipv6 -t", "-D FOO -DBAR -t"],
  ...["--define=X -t", "-d 0 -t", "--debug=0 -t", "--nodaemon --quiet --configtest"],
  ...["--nocollision -t", "-v", "-h -t"],
];

test({
  name: "options together have the output and the exit status that the original gives",
  needs: ["peer", "root"],
  async fn() {
    await using folder = await tempDir();
    const file = `${folder.path}/proftpd.conf`;
    const { name, group } = await ordinaryUser();
    const lines = ["ServerName Test", "DefaultAddress 127.0.0.1", `User ${name}`, `Group ${group}`];
    await Deno.writeTextFile(file, `${lines.join("\n")}\n`);
    const commands = [
      ...COMBINATIONS.map((words) => `${words} -c ${file}`),
      `-t -c ${folder.path}`,
    ];
    for (const command of commands) {
      const [theirs, own] = await Promise.all(
        [PEER_PROGRAM, PROFTPD].map(async (program) => {
          const { code, stdout, stderr } = await run(program, command.split(" "));
          return { code, stdout, stderr: stderr.replaceAll(/^.*proftpd\[\d+\]: /gm, "") };
        }),
      );
      assert.deepEqual(own, theirs, command);
    }
  },
});
