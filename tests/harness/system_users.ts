/**
 * Users of the system for a server under test, without touching those of this machine: the server
 * runs in a mount namespace of its own, with a copy of /etc in which they are.
 *
 * @module
 */
import { run } from "./programs.ts";
import { PROFTPD } from "./programs.ts";
import { tempDir } from "./temp_dir.ts";

/** A user in passwd(5) and shadow(5). */
export interface SystemUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  /** In /etc/shadow; /etc/passwd has an `x`. */
  readonly hash: string;
  readonly shell: string;
}

/** A program that is our server with these users. */
export interface SystemUsers extends AsyncDisposable {
  /** For `startServer({ program })`. */
  readonly program: string;
  /** The home of the user `name`. */
  home(name: string): string;
}

/** Sets up `users`. Needs what PRIVATE_ETC_NEEDS of private_etc.ts names, and namespaces. */
export async function systemUsers(users: readonly SystemUser[]): Promise<SystemUsers> {
  const folder = await tempDir();
  const etc = `${folder.path}/etc`;
  const home = (name: string) => `${folder.path}/${name}`;
  await run("cp", ["-a", "/etc", folder.path]);
  let passwd = "";
  let shadow = "";
  for (const { name, uid, gid, hash, shell } of users) {
    passwd += `${name}:x:${uid}:${gid}::${home(name)}:${shell}\n`;
    shadow += `${name}:${hash}:20000:0:99999:7:::\n`;
    await Deno.mkdir(home(name));
    await Deno.chown(home(name), uid, gid);
  }
  await Deno.writeTextFile(`${etc}/passwd`, passwd, { append: true });
  await Deno.writeTextFile(`${etc}/shadow`, shadow, { append: true });
  const program = `${folder.path}/proftpd`;
  const script = `#!/bin/sh
exec unshare -m sh -c 'mount --bind ${etc} /etc && exec ${PROFTPD} "$@"' proftpd "$@"
`;
  await Deno.writeTextFile(program, script, { mode: 0o755 });
  return { program, home, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
}
