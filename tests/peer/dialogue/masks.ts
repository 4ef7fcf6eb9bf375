/**
 * What cannot be the same on two servers: ports, folders, process numbers, inodes, the present.
 *
 * @module
 */
import type { Server } from "../../harness/server.ts";

/** `text` with everything that belongs to `server` or to this moment replaced by words. */
export function masked(text: string, server: Server): string {
  const { folder, port } = server;
  return text
    .replaceAll(folder, "<folder>")
    .replaceAll(folder.slice("/tmp/".length), "<folder name>")
    .replaceAll(`:${port}`, ":<port>")
    .replace(/\b127\.0\.0\.1:\d{4,5}\b/g, "127.0.0.1:<port>")
    .replace(/(Entering Passive Mode \(\d+,\d+,\d+,\d+,)\d+,\d+/, "$1<port>")
    .replace(/\(\|\|\|\d+\|\)/, "(|||<port>|)")
    .replace(/\bunique=\w+U\w+;/i, "unique=<inode>;")
    .replace(/\bftp[A-Za-z0-9]{6}\b/g, "<unique name>")
    .replace(presentDay(), "<now>")
    .replace(/\b20[2-9]\d(0\d|1[0-2])([0-2]\d|3[01])([01]\d|2[0-3])[0-5]\d[0-6]\d\b/g, "<now>");
}

/** A time of today as ls(1) and ctime(3) write it: files that tests bring along are older. */
function presentDay(): RegExp {
  const days = [-1, 0, 1].map((days) => {
    const [, month, day] = new Date(Date.now() + days * 86_400_000).toString().split(" ");
    return `${month} ${(day ?? "").replace(/^0/, "[ 0]")}`;
  });
  return new RegExp(
    `(?:[A-Z][a-z]{2} )?(?:${days.join("|")}) \\d\\d:\\d\\d(?::\\d\\d \\d{4})?`,
    "g",
  );
}
