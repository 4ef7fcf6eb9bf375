/**
 * A session that is jailed in a folder with a false /proc, and no longer root, and still uses its
 * record and counts the others.
 *
 * Arguments: scoreboard, folder.
 *
 * @module
 */
import { chdir, chroot } from "../../src/libc/process.ts";
import { prepareIdentity, setgid, setgroups, setuid } from "../../src/libc/identity.ts";
import { Board } from "../../src/scoreboard/mod.ts";

const [path, folder] = Deno.args;
const board = Board.open(path, 0);
const slot = board.claim({ user: "" });
prepareIdentity();
chdir(folder);
chroot(folder);
setgroups([]);
setgid(65534);
setuid(65534);
Deno.permissions.revokeSync({ name: "ffi" });
const others = board.underLock((others) => {
  slot.update({ user: "jailed", loggedIn: 1, cwd: "/pub" });
  return others.length;
});
await Deno.stdout.write(new TextEncoder().encode(`${others}\n`));
for await (const _ of Deno.stdin.readable);
slot.release();
