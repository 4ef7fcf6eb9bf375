/**
 * Files that the server may read, and not everybody.
 *
 * @module
 */
import type { Place } from "./server.ts";

/** Writes `text` to the file `name` in the server's folder, whoever the server is, and gives its path. */
export function writeSecret({ folder }: Place, name: string, text: string, mode = 0o640): string {
  const path = `${folder}/${name}`;
  Deno.writeTextFileSync(path, text);
  Deno.chmodSync(path, mode);
  const { uid, gid } = Deno.statSync(`${folder}/passwd`);
  if (Deno.uid() === 0) Deno.chownSync(path, uid, gid);
  return path;
}
