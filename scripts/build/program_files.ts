/**
 * From source to the files of an unpacked program.
 *
 * @module
 */
import { bundleSplit } from "./bundle.ts";
import { asTexts, type TextFiles } from "./texts.ts";

/**
 * The files that the program `entry` is unpacked to, with `prologue` in front of all that it does;
 * `folder`, made here, is for those in between.
 */
export async function programFiles(
  entry: string,
  folder: string,
  prologue = "",
): Promise<TextFiles> {
  await bundleSplit(entry, folder);
  const modules: Record<string, string> = {};
  const names = await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
  for (const name of names.sort()) {
    modules[name] = await Deno.readTextFile(`${folder}/${name}`);
  }
  const files = await asTexts(
    entry.slice(entry.lastIndexOf("/") + 1).replace(/\.ts$/, ".js"),
    modules,
  );
  return { ...files, "main.js": prologue + files["main.js"] };
}
