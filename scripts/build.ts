/**
 * `deno task build`: makes the executables `dist/proftpd` and `dist/ftpshut`, and links to the
 * latter for the tools that it also is.
 *
 * By `deno compile` where that is possible; otherwise, or with `--self-unpacking`, in the
 * self-unpacking form, which behaves the same from outside. An executable appears under its name
 * only when it is complete, so that one that runs, or is started meanwhile, is not disturbed.
 *
 * @module
 */
import { bundle } from "./build/bundle.ts";
import { compile, hasDenort } from "./build/compile.ts";
import { deno, DenoFailed } from "./build/deno.ts";
import { type Executable, EXECUTABLES } from "./build/executables.ts";
import { programFiles } from "./build/program_files.ts";
import { prologue } from "./build/prologue.ts";
import { selfUnpacking } from "./build/self_unpacking.ts";
import { PROJECT } from "./project.ts";

/** Makes all executables from `project` in its folder `dist`. Throws if something cannot be made. */
export async function build(project: string, forceSelfUnpacking: boolean): Promise<void> {
  const dist = `${project}/dist`;
  await deno(["check", ...EXECUTABLES.map(({ entry }) => `${project}/${entry}`)]);
  await Deno.mkdir(dist, { recursive: true });
  const folder = await Deno.makeTempDir({ dir: dist, prefix: ".new-" });
  try {
    const compiled = !forceSelfUnpacking && await hasDenort();
    for (const executable of EXECUTABLES) {
      const output = `${folder}/${executable.name}`;
      if (compiled) await compileBundle(project, executable, output);
      else await pack(project, executable, output);
      await Deno.chmod(output, 0o755);
      for (const link of executable.links ?? []) {
        await Deno.symlink(executable.name, `${folder}/${link}`);
      }
    }
    for (const name of EXECUTABLES.flatMap(({ name, links = [] }) => [name, ...links])) {
      await Deno.rename(`${folder}/${name}`, `${dist}/${name}`);
    }
    console.log(compiled ? COMPILED : forceSelfUnpacking ? SELF_UNPACKING : WITHOUT_DENORT);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const COMPILED = "dist/proftpd and dist/ftpshut: made by deno compile.";
const SELF_UNPACKING = "dist/proftpd and dist/ftpshut: self-unpacking executables.";
const WITHOUT_DENORT = "dist/proftpd and dist/ftpshut: self-unpacking executables, since " +
  "deno compile lacks denort here (not in DENORT_BIN, Deno's cache or reach).";

async function compileBundle(
  project: string,
  { entry, startsItself }: Executable,
  output: string,
): Promise<void> {
  await bundle(`${project}/${entry}`, `${output}.js`);
  await Deno.writeTextFile(`${output}.js`, prologue() + await Deno.readTextFile(`${output}.js`));
  await compile({ entry: `${output}.js`, output, startsItself });
}

/** Makes `executable` at `output` in the self-unpacking form. Throws `DenoFailed`. */
export async function pack(
  project: string,
  executable: Executable,
  output: string,
): Promise<void> {
  const files = await programFiles(
    `${project}/${executable.entry}`,
    `${output}.split`,
    prologue(),
  );
  const runtime = await Deno.readFile(Deno.execPath());
  await Deno.writeFile(output, await selfUnpacking({ ...executable, files, runtime }));
}

/**
 * Makes all executables of this project; if some source does not compile, says so and is false.
 */
export async function buildProject(forceSelfUnpacking = false): Promise<boolean> {
  try {
    await build(PROJECT, forceSelfUnpacking);
    return true;
  } catch (error) {
    if (!(error instanceof DenoFailed)) throw error;
    console.error(error.message);
    return false;
  }
}

if (import.meta.main) {
  Deno.exit(await buildProject(Deno.args.includes("--self-unpacking")) ? 0 : 1);
}
