/**
 * Running programs without privileges.
 *
 * @module
 */

/** A user's name and numbers. */
export interface Ids {
  readonly name: string;
  readonly group: string;
  readonly uid: number;
  readonly gid: number;
}

/**
 * A user without privileges: the one that runs the tests, or, when that is root, `nobody`
 * (65534 on every Debian). `new Deno.Command(program, { uid, gid })` runs a program as that user;
 * supplementary groups of root are dropped with it.
 */
export async function ordinaryUser(): Promise<Ids> {
  const uid = Deno.uid() || 65534;
  const gid = Deno.gid() || 65534;
  const name = await nameOf("/etc/passwd", uid);
  return { uid, gid, name: name ?? `${uid}`, group: await nameOf("/etc/group", gid) ?? `${gid}` };
}

async function nameOf(file: string, id: number | null): Promise<string | undefined> {
  const rows = (await Deno.readTextFile(file)).split("\n").map((line) => line.split(":"));
  return rows.find((row) => row[2] === `${id}`)?.[0];
}
