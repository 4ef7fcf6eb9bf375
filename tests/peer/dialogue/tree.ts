/**
 * A folder's contents as text, to compare what two servers left behind.
 *
 * @module
 */
import { stringOf } from "../../../src/libc/bytes.ts";

/**
 * One line for each entry below `folder`, sorted: path, type, permission bits, owner and group, and
 * the contents of files, the targets of links. Names are decoded as UTF-8.
 */
export async function treeOf(folder: string, shown = ""): Promise<string[]> {
  const lines: string[] = [];
  for (const entry of await Array.fromAsync(Deno.readDir(folder))) {
    const path = `${folder}/${entry.name}`;
    const name = `${shown}/${entry.name}`;
    const info = await Deno.lstat(path);
    const bits = ((info.mode ?? 0) & 0o7777).toString(8).padStart(4, "0");
    const about = `${name} ${bits} ${info.uid}:${info.gid}`;
    if (info.isSymlink) lines.push(`${about} -> ${await Deno.readLink(path)}`);
    else if (info.isDirectory) lines.push(`${about} directory`, ...await treeOf(path, name));
    else if (info.isFile) lines.push(`${about} ${JSON.stringify(await contentOf(path))}`);
    else lines.push(`${about} special`);
  }
  return lines.sort();
}

async function contentOf(path: string): Promise<string> {
  const text = stringOf(await Deno.readFile(path));
  return text.length <= 4096 ? text : `${text.slice(0, 64)}... ${text.length} bytes`;
}
