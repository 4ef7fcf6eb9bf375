/**
 * What `-v`, `-h`, `-l`, `-vv` and `-V` print, beside the original: scripts read all five.
 */
import assert from "node:assert/strict";
import { PROFTPD, run } from "../harness/programs.ts";
import { PEER_PROGRAM, test } from "../harness/requires.ts";
import { tempDir } from "../harness/temp_dir.ts";

/** The lines that both print with `words`; both must say that all is well. */
async function both(...words: string[]): Promise<[ours: string[], original: string[]]> {
  const [ours, original] = await Promise.all(
    [PROFTPD, PEER_PROGRAM].map((program) => run(program, words)),
  );
  assert.equal(ours.code, 0, ours.stderr);
  assert.equal(original.code, 0, original.stderr);
  return [ours.stdout.split("\n"), original.stdout.split("\n")];
}

for (const words of [["-v"], ["--version"], ["-h"]]) {
  test({
    name: `${words} prints what the original prints`,
    needs: ["peer"],
    async fn() {
      const [ours, original] = await both(...words);
      assert.deepEqual(ours, original);
    },
  });
}

test({
  name: "--help prints what the original prints, then what only this server has",
  needs: ["peer"],
  async fn() {
    const [ours, original] = await both("--help");
    assert.deepEqual(ours.slice(0, original.length - 1), original.slice(0, -1));
    assert.match(ours.slice(original.length).join("\n"), /^Options that ProFTPD does not have:/);
  },
});

test({
  name: "-l lists modules in the original's form, and besides its own only ours",
  needs: ["peer", "/usr/lib/proftpd/mod_ident.so"],
  async fn() {
    const [[header, ...ours], [theirHeader, ...original]] = await both("-l");
    assert.equal(header, theirHeader);
    const shared = await Array.fromAsync(Deno.readDir("/usr/lib/proftpd"));
    const known = [
      ...original,
      ...shared.map(({ name }) => `  ${name.replace(/\.so$/, ".c")}`),
      "  mod_metrics.c",
    ];
    assert.deepEqual(ours.filter((line) => !known.includes(line)), []);
    assert.equal(ours.at(-1), "");
  },
});

test({
  name: "-vv has the original's first lines and its list of modules, the latest first",
  needs: ["peer"],
  async fn() {
    await using folder = await tempDir();
    const config = `${folder.path}/proftpd.conf`;
    await Deno.writeTextFile(config, 'ServerName "x"\n');
    for (const words of [["-vv"], ["-v", "-v"], ["--version-status"]]) {
      const [ours, original] = await both(...words, "-c", config);
      assert.deepEqual(ours.slice(0, 2), original.slice(0, 2));
      assert.match(original[2] ?? "", BUILT);
      assert.match(ours[2] ?? "", BUILT);
      const [list, theirList] = [ours, original].map((lines) =>
        lines.slice(lines.indexOf("Loaded modules:"))
      );
      assert.equal(list[0], theirList[0]);
      for (const line of list.slice(1, -1)) assert.match(line, /^ {2}mod_\w+(\.c|\/[\w.]+)$/);
      assert.deepEqual(list.at(-2), theirList.at(-2)); // mod_core.c, the first one
    }
  },
});

test({
  name: "-vv needs a configuration that can be read, as the original does",
  needs: ["peer"],
  async fn() {
    for (const program of [PROFTPD, PEER_PROGRAM]) {
      const { code, stdout, stderr } = await run(program, ["-vv", "-c", "/nonexistent/file"]);
      assert.equal(code, 1);
      assert.equal(stdout, "");
      assert.match(
        stderr,
        /fatal: unable to read configuration file '\/nonexistent\/file': No such/,
      );
    }
  },
});

/** `  Built: Fri May 1 2026 20:02:15 UTC`; `from source` for what nobody has built. */
const BUILT = /^ {2}Built: \w{3} \w{3} \d{1,2} \d{4} \d\d:\d\d:\d\d UTC$/;

test({
  name: "-V has the original's lines, where they tell what is true of both",
  needs: ["peer"],
  async fn() {
    const [ours, original] = await both("-V");
    assert.deepEqual(ours.slice(0, 3), original.slice(0, 3)); // heading, version, platform
    const headings = (lines: string[]) => lines.filter((line) => /^ {2}\w.*:$/.test(line));
    assert.deepEqual(headings(ours), headings(original));
    assert.match(ours.find((line) => line.startsWith("  Built: ")) ?? "", BUILT);
    for (const file of ["Configuration File:", "Pid File:", "Scoreboard File:"]) {
      const [own, other] = [ours, original].map((lines) => lines.indexOf(`    ${file}`));
      assert.equal(ours[own + 1], original[other + 1], file);
    }
    for (const line of section(ours, "Info")) assert.ok(section(original, "Info").includes(line));
    const tunables = section(original, "Tunable Options");
    for (const line of section(ours, "Tunable Options")) assert.ok(tunables.includes(line), line);
  },
});

test({
  name: "-V names every feature that the original names, in its order and form",
  needs: ["peer"],
  async fn() {
    const [ours, original] = await both("-V");
    const name = (line: string) => line.replace(/^ {4}[+-] (.*?) support( \(.*\))?$/, "$1");
    assert.deepEqual(section(ours, "Features").map(name), section(original, "Features").map(name));
  },
});

/** The lines below the heading `name`, up to an empty one. */
function section(lines: string[], name: string): string[] {
  const start = lines.indexOf(`  ${name}:`) + 1;
  return lines.slice(start, lines.indexOf("", start));
}
