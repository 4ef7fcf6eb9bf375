/**
 * The files that the benchmark transfers and lists.
 *
 * @module
 */
import { ordinaryUser } from "../../tests/harness/ordinary_user.ts";
import type { Sizes } from "./cases.ts";

/** Fills `home`: a file `big`, a file `small` of 4 KiB, a folder `entries` with empty files. */
export async function furnish(home: string, sizes: Sizes): Promise<void> {
  const { uid, gid } = await ordinaryUser();
  const chunk = crypto.getRandomValues(new Uint8Array(65_536));
  await Deno.writeFile(`${home}/small`, chunk.subarray(0, 4096));
  using big = await Deno.open(`${home}/big`, { write: true, create: true });
  for (let written = 0; written < sizes.size * 1_048_576; written += chunk.length) {
    await big.write(chunk);
  }
  await Deno.mkdir(`${home}/entries`);
  for (let number = 0; number < sizes.entries; number++) {
    await Deno.writeFile(`${home}/entries/file-${number}.txt`, new Uint8Array());
  }
  if (Deno.uid() === 0) await Deno.chown(home, uid, gid);
}
