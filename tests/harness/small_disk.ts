/**
 * File systems that are soon full.
 *
 * @module
 */
import { run } from "./programs.ts";

/** What is on a machine that can do this; see requires.ts. */
export const SMALL_DISK_NEEDS = ["root", "mount", "umount"] as const;

/**
 * Mounts a tmpfs of `kilobytes` on `folder`, for everybody to write to; unmounts it at the end, even
 * from under a process that is still in there.
 * Throws an `Error` where that is not allowed.
 */
export async function smallDisk(folder: string, kilobytes: number): Promise<AsyncDisposable> {
  const options = `size=${kilobytes}k,mode=777`;
  const { code, stderr } = await run("mount", ["-t", "tmpfs", "-o", options, "tmpfs", folder]);
  if (code !== 0) throw new Error(`mount: ${stderr}`);
  return {
    async [Symbol.asyncDispose]() {
      const { code, stderr } = await run("umount", ["--lazy", folder]);
      if (code !== 0) throw new Error(`umount ${folder}: ${stderr}`);
    },
  };
}
