import assert from "node:assert/strict";
import { bundle } from "../../scripts/build/bundle.ts";
import { compile, hasDenort } from "../../scripts/build/compile.ts";
import { tempDir } from "../harness/temp_dir.ts";

/** Runs `work` with DENORT_BIN set to `path`. */
async function withDenort<T>(path: string, work: () => Promise<T>): Promise<T> {
  const before = Deno.env.get("DENORT_BIN");
  Deno.env.set("DENORT_BIN", path);
  try {
    return await work();
  } finally {
    if (before === undefined) Deno.env.delete("DENORT_BIN");
    else Deno.env.set("DENORT_BIN", before);
  }
}

/**
 * Compiles a program that prints `text` and returns what is behind the runtime in the executable.
 *
 * Deno's own executable stands in for `denort`, which is not to be had everywhere: `deno compile`
 * then does all that it would do, only that what comes out starts as Deno and cannot be tried.
 */
async function compiled(text: string, startsItself: boolean): Promise<string> {
  await using folder = await tempDir();
  const output = `${folder.path}/proftpd`;
  await Deno.writeTextFile(`${folder.path}/main.ts`, `console.log(${JSON.stringify(text)});`);
  await bundle(`${folder.path}/main.ts`, `${output}.js`);
  await withDenort(
    Deno.execPath(),
    () => compile({ entry: `${output}.js`, output, startsItself }),
  );
  const { size, mode } = await Deno.stat(output);
  assert.equal((mode ?? 0) & 0o100, 0o100);
  const runtime = await Deno.stat(Deno.execPath());
  using file = await Deno.open(output);
  await file.seek(runtime.size, Deno.SeekMode.Start);
  const behind = new Uint8Array(size - runtime.size);
  assert.equal(await file.read(behind), behind.length);
  return new TextDecoder().decode(behind);
}

/** The permissions that a compiled executable carries. */
function permissionsIn(executable: string): Record<string, unknown> {
  const [, object = "{}"] = /"permissions":(\{.*?\})/.exec(executable) ?? [];
  return JSON.parse(object);
}

Deno.test("deno compile puts the program and its permissions behind the runtime", async () => {
  const executable = await compiled("a string to find again", true);
  assert.ok(executable.includes("a string to find again"));
  const permissions = permissionsIn(executable);
  assert.deepEqual(permissions.allow_ffi, []); // all: an empty list narrows to nothing less
  assert.deepEqual(permissions.allow_run, []);
  assert.equal(permissions.prompt, false);
  for (const door of ["read", "write", "net", "env", "sys"]) {
    assert.equal(permissions[`allow_${door}`], null, door);
  }
  assert.deepEqual(permissions.deny_import, []);
  assert.match(executable, /"code_cache_key":null/);
  assert.match(executable, /"v8_flags":\[[^\]]*"--single-threaded"/);
});

Deno.test("a compiled program that starts no copies of itself may not start anything", async () => {
  assert.equal(permissionsIn(await compiled("ftpshut", false)).allow_run, null);
});

Deno.test("denort is at hand when DENORT_BIN names a file", async () => {
  assert.equal(await withDenort(Deno.execPath(), hasDenort), true);
  assert.equal(await withDenort("/nonexistent/denort", hasDenort), false);
});
