/**
 * Programs for users that cannot reach the folder they were built in.
 *
 * @module
 */

/**
 * The path of `program` in `folder`, where everybody can reach it: a hard link if possible, else a
 * copy. A clone under /root, mode 0700, is nothing that `nobody` could start from.
 */
export async function reachableCopy(program: string, folder: string): Promise<string> {
  const copy = `${folder}/${program.slice(program.lastIndexOf("/") + 1)}`;
  try {
    await Deno.link(program, copy);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) throw error;
    await Deno.copyFile(program, copy); // another file system
  }
  return copy;
}
