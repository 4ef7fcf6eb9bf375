/**
 * The files that the benchmark transfers and lists.
 *
 * @module
 */
import { owner } from "./owner.ts";
import type { Sizes } from "./measure.ts";

/** The texts are as large as the big file divided by this. */
export const TEXT_SHARE = 4;

/**
 * Things in the home: a file `big`, a file `small` of 4 KiB; `text` with LF at the ends of its lines,
 * `text-on-the-wire` with CR LF; folders `entries` and `many` with empty files.
 */
export type Thing = "big" | "small" | "text" | "entries" | "many";

/** Makes `things` in `home`, which becomes the servers' user's. */
export async function furnish(
  home: string,
  sizes: Sizes,
  things: ReadonlySet<Thing>,
): Promise<void> {
  const { uid, gid } = await owner();
  const chunk = crypto.getRandomValues(new Uint8Array(65_536));
  if (things.has("small")) await Deno.writeFile(`${home}/small`, chunk.subarray(0, 4096));
  if (things.has("big")) await fill(`${home}/big`, chunk, sizes.size * 1_048_576);
  if (things.has("text")) {
    const size = sizes.size / TEXT_SHARE * 1_048_576;
    const bytes = (text: string) => new TextEncoder().encode(text);
    await fill(`${home}/text`, bytes(someLines()), size);
    await fill(`${home}/text-on-the-wire`, bytes(someLines().replaceAll("\n", "\r\n")), size);
  }
  if (things.has("entries")) folder(`${home}/entries`, sizes.entries);
  if (things.has("many")) folder(`${home}/many`, sizes.many);
  if (Deno.uid() === 0) await Deno.chown(home, uid, gid);
}

/** Lines from 0 to 200 letters, 64 KiB of them at least. */
function someLines(): string {
  let text = "";
  for (let length = 0; text.length < 65_536; length = (length * 7 + 13) % 201) {
    text += "x".repeat(length) + "\n";
  }
  return text;
}

/** Repeats `bytes` in the file `path` until it has `size` bytes or more. */
async function fill(path: string, bytes: Uint8Array, size: number): Promise<void> {
  using file = await Deno.open(path, { write: true, create: true });
  for (let written = 0; written < size; written += bytes.length) await file.write(bytes);
}

/** Makes the folder `path` with `count` empty files. */
function folder(path: string, count: number): void {
  Deno.mkdirSync(path);
  for (let number = 0; number < count; number++) {
    Deno.createSync(`${path}/file-${number}.txt`).close();
  }
}
