/**
 * The server with an intruder in it: the program that is built from `main.ts`, with one module more.
 *
 * @module
 */
import { pack } from "../../scripts/build.ts";
import { PROJECT } from "../../scripts/project.ts";

/** Makes the program in `folder`; the result is its path. */
export async function intrudedProgram(folder: string): Promise<string> {
  const main = await Deno.readTextFile(`${PROJECT}/main.ts`);
  const entry = `${folder}/intruded.ts`;
  await Deno.writeTextFile(
    entry,
    [
      `import { modules } from "${PROJECT}/src/modules/mod.ts";`,
      `import { intruder } from "${PROJECT}/tests/privilege/intruder.ts";`,
      `(modules as unknown[]).push(intruder);`,
      main.replaceAll(`"./src/`, `"${PROJECT}/src/`),
    ].join("\n"),
  );
  const output = `${folder}/proftpd`;
  // The entry lies outside of the project: an absolute path stands in for one from its top.
  await pack("", { name: "proftpd", entry: entry.slice(1), startsItself: true }, output);
  await Deno.chmod(output, 0o755);
  return output;
}
