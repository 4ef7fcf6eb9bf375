/**
 * Which descriptors this process has open.
 *
 * @module
 */

import { readDirectory } from "./dirents.ts";
import { close, O, open } from "./files.ts";

/** Their numbers, in no order. Throws `SysError`: where /proc is not there, or is somebody else's. */
export function openDescriptors(): number[] {
  const folder = open("/proc/self/fd", O.RDONLY | O.DIRECTORY);
  const numbers: number[] = [];
  readDirectory(folder, (name) => {
    if (/^\d+$/.test(name)) numbers.push(Number(name));
  });
  close(folder);
  return numbers.filter((fd) => fd !== folder);
}
