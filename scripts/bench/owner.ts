/**
 * Whose the files are.
 *
 * @module
 */
import { type Ids, ordinaryUser } from "../../tests/harness/ordinary_user.ts";

/**
 * Whom clients become on all servers: the user that runs this, or, when that is root, the first one
 * of the system without privileges whose home is there, which vsftpd insists on.
 */
export async function owner(): Promise<Ids> {
  if (Deno.uid() !== 0) return await ordinaryUser();
  for (const line of (await Deno.readTextFile("/etc/passwd")).split("\n")) {
    const [name = "", , uid, gid, , home = ""] = line.split(":");
    if (uid !== undefined && uid !== "0" && await isFolder(home)) {
      return { name, group: `${gid}`, uid: Number(uid), gid: Number(gid) };
    }
  }
  throw new Error("no user in /etc/passwd but root has a home");
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isDirectory;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
