/**
 * The files that the benchmark transfers and lists.
 *
 * @module
 */
import { ordinaryUser } from "../../tests/harness/ordinary_user.ts";
import type { Sizes } from "./cases.ts";

/** The texts are as large as the big file divided by this. */
export const TEXT_SHARE = 4;

/** Lines from 0 to 200 letters, 64 KiB of them at least. */
function someLines(): string {
  let text = "";
  for (let length = 0; text.length < 65_536; length = (length * 7 + 13) % 201) {
    text += "x".repeat(length) + "\n";
  }
  return text;
}

/** Repeats `text` in the file `path` until it has `size` bytes or more. */
async function fill(path: string, text: string, size: number): Promise<void> {
  const bytes = new TextEncoder().encode(text);
  using file = await Deno.open(path, { write: true, create: true });
  for (let written = 0; written < size; written += bytes.length) await file.write(bytes);
}

/**
 * Fills `home`: a file `big`, a file `small` of 4 KiB, a folder `entries` with empty files; `text` with
 * LF at the ends of its lines, `text-on-the-wire` with CR LF.
 */
export async function furnish(home: string, sizes: Sizes): Promise<void> {
  const { uid, gid } = await ordinaryUser();
  const chunk = crypto.getRandomValues(new Uint8Array(65_536));
  await Deno.writeFile(`${home}/small`, chunk.subarray(0, 4096));
  using big = await Deno.open(`${home}/big`, { write: true, create: true });
  for (let written = 0; written < sizes.size * 1_048_576; written += chunk.length) {
    await big.write(chunk);
  }
  const textSize = sizes.size / TEXT_SHARE * 1_048_576;
  const text = someLines();
  await fill(`${home}/text`, text, textSize);
  await fill(`${home}/text-on-the-wire`, text.replaceAll("\n", "\r\n"), textSize);
  await Deno.mkdir(`${home}/entries`);
  for (let number = 0; number < sizes.entries; number++) {
    await Deno.writeFile(`${home}/entries/file-${number}.txt`, new Uint8Array());
  }
  if (Deno.uid() === 0) await Deno.chown(home, uid, gid);
}
