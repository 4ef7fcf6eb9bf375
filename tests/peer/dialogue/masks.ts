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
    .replaceAll(folder.slice(folder.lastIndexOf("/") + 1), "<folder name>")
    .replaceAll(`:${port}`, ":<port>")
    .replace(/\b127\.0\.0\.1:\d{4,5}\b/g, "127.0.0.1:<port>")
    .replace(/(Entering Passive Mode \(\d+,\d+,\d+,\d+,)\d+,\d+/, "$1<port>")
    .replace(/\(\|\|\|\d+\|\)/, "(|||<port>|)")
    .replace(/\bunique=\w+U\w+;/i, "unique=<inode>;")
    .replace(/\b(?:ftp|up-)[A-Za-z0-9]{6}\b/g, "<unique name>")
    .replace(presentDay(), "<now>")
    .replace(presentMoment(), "<now>");
}

/** Yesterday, today and tomorrow: a test may begin before midnight, and a server have another zone. */
function days(): Date[] {
  return [-1, 0, 1].map((days) => new Date(Date.now() + days * 86_400_000));
}

/** A time of today as ls(1) and ctime(3) write it: files that tests bring along are older. */
function presentDay(): RegExp {
  const dates = days().map((date) => {
    const [, month, day] = date.toString().split(" ");
    return `${month} ${(day ?? "").replace(/^0/, "[ 0]")}`;
  });
  const weekday = "(?:[A-Z][a-z]{2} )?";
  return new RegExp(`${weekday}(?:${dates.join("|")}) \\d\\d:\\d\\d(?::\\d\\d \\d{4})?`, "g");
}

/** A time of today as MDTM and the fact `modify` have it. */
function presentMoment(): RegExp {
  const dates = days().map((date) => date.toISOString().slice(0, 10).replaceAll("-", ""));
  return new RegExp(`\\b(?:${dates.join("|")})\\d{6}\\b`, "g");
}
