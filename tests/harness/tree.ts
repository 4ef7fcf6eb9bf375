/**
 * Trees of files: made, and compared byte for byte after a client has moved them.
 *
 * @module
 */

/** Names that clients have got wrong: blanks, quotes, patterns, letters beyond ASCII. */
const NAMES = [
  "plain.txt",
  "two words",
  'quo"ted',
  "[a]*?",
  "äöü☂",
  "-dash",
  "semi;colon",
  "#hash",
];

/**
 * Makes `count` files under `folder`, in folders up to two levels deep. Sizes run from nothing to a
 * few kilobytes, and every byte value is among the contents. The first ones have names that clients
 * have got wrong; with `plain`, none has.
 */
export async function makeTree(folder: string, count: number, plain = false): Promise<void> {
  for (let number = 0; number < count; number++) {
    const level = number % 3;
    const parent = [folder, `d${number % 10}`, `e${number % 7}`].slice(0, level + 1).join("/");
    await Deno.mkdir(parent, { recursive: true });
    const name = plain ? undefined : NAMES[number];
    await Deno.writeFile(
      `${parent}/${name ?? `file${number}`}`,
      content(number * 37 % 4096, number),
    );
  }
}

/** `size` bytes in which every value occurs when there are enough of them; `seed` sets the start. */
export function content(size: number, seed = 0): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: size }, (_, index) => (seed + index * 7 + (index >> 8)) & 255);
}

/** All files below `folder`: path from there, and the SHA-256 of the contents in hex. */
export async function readTree(folder: string): Promise<Map<string, string>> {
  const files: [string, string][] = [];
  await collect(folder, "", files);
  return new Map(files.sort(([a], [b]) => a < b ? -1 : 1));
}

async function collect(folder: string, prefix: string, files: [string, string][]): Promise<void> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = `${folder}/${name}`;
    if (isDirectory) await collect(path, `${prefix}${name}/`, files);
    else files.push([prefix + name, await digest(await Deno.readFile(path))]);
  }
}

/** SHA-256 of `bytes` in hex. */
export async function digest(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}
