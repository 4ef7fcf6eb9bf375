import assert from "node:assert/strict";
import { programFiles } from "../../scripts/build/program_files.ts";
import { selfUnpacking } from "../../scripts/build/self_unpacking.ts";
import { RUNTIME_FLAGS } from "../../src/cli/self.ts";
import { run } from "../harness/programs.ts";
import { tempDir } from "../harness/temp_dir.ts";

const SELF = new URL("../../src/cli/self.ts", import.meta.url).href;

/** Starts a copy of itself with two arguments, and that one says what it got and what it may do. */
const PROGRAM = `
import { selfCommand } from ${JSON.stringify(SELF)};
if (Deno.args.length > 0) {
  const states = ["ffi", "run", "read", "write", "net", "env", "sys"].map((name) =>
    [name, Deno.permissions.querySync({ name }).state]);
  console.log(JSON.stringify({ args: Deno.args, ...Object.fromEntries(states) }));
} else {
  const { command, args } = selfCommand("session");
  const child = new Deno.Command(command, { args: [...args, "session", "two words"] });
  console.log(new TextDecoder().decode(child.outputSync().stdout));
}
`;

const SESSION = {
  args: ["session", "two words"],
  ffi: "granted",
  run: "prompt",
  read: "prompt",
  write: "prompt",
  net: "prompt",
  env: "prompt",
  sys: "prompt",
};

Deno.test("a program run from source starts itself, with the permissions of a session", async () => {
  await using folder = await tempDir();
  await Deno.mkdir(`${folder.path}/50% é`);
  const main = `${folder.path}/50% é/main.ts`;
  await Deno.writeTextFile(main, PROGRAM);
  const { stdout, stderr } = await run(Deno.execPath(), [...RUNTIME_FLAGS, "--allow-run", main]);
  assert.equal(stderr, "");
  assert.deepEqual(JSON.parse(stdout), SESSION);
});

Deno.test("an unpacked program starts itself, with the permissions of a session", async () => {
  await using folder = await tempDir();
  const alone = `${folder.path}/50% é`;
  await Deno.mkdir(`${alone}/cache`, { recursive: true });
  await Deno.writeTextFile(`${folder.path}/main.ts`, PROGRAM);
  const files = await programFiles(`${folder.path}/main.ts`, `${folder.path}/split`);
  const runtime = await Deno.readFile(Deno.execPath());
  const executable = await selfUnpacking({ name: "proftpd", files, runtime, startsItself: true });
  await Deno.writeFile(`${alone}/proftpd`, executable, { mode: 0o755 });
  const { stdout, stderr } = await run(`${alone}/proftpd`, [], {
    clearEnv: true,
    env: { XDG_CACHE_HOME: `${alone}/cache` },
  });
  assert.equal(stderr, "");
  assert.deepEqual(JSON.parse(stdout), SESSION);
});
