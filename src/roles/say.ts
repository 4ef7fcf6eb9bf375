/**
 * Messages of a process that has no log open yet.
 *
 * @module
 */

import { startUpLine } from "../cli/mod.ts";
import { close, O, open, writeString } from "../libc/files.ts";
import { duplicateOnto, getpid, hostname } from "../libc/process.ts";
import { getpeername } from "../libc/sockets.ts";
import { isSysError } from "../libc/sys_error.ts";
import { openSystemLog } from "../log/mod.ts";

const STDOUT = 1;
const STDERR = 2;

/**
 * Says one line on standard error, with time, machine and process in front. Under a superserver that
 * is the client's connection, and what is wrong with the configuration is no client's business: then
 * it goes to syslog.
 */
export function say(text: string): void {
  if (isConnection(STDERR)) {
    const syslog = {
      systemLog: undefined,
      standardError: false,
      facility: undefined,
      level: undefined,
      debugLevel: 0,
      allowLinks: false,
      style: { timestamp: true, hostname: true, virtualHost: true, roleLabels: false },
    };
    const log = openSystemLog(syslog, hostname(), "daemon");
    log.error(text);
    log.close();
  } else {
    writeString(STDERR, startUpLine(text, { time: Date.now(), host: hostname(), pid: getpid() }));
  }
}

/** Lets go of a client's connection that a superserver has made standard output and error, too. */
export function keepOffClient(): void {
  const streams = [STDOUT, STDERR].filter(isConnection);
  if (streams.length === 0) return;
  const nothing = open("/dev/null", O.RDWR);
  for (const stream of streams) duplicateOnto(nothing, stream, false);
  close(nothing);
}

function isConnection(fd: number): boolean {
  try {
    return getpeername(fd) !== undefined;
  } catch (error) {
    if (isSysError(error, "ENOTSOCK", "ENOTCONN", "EBADF")) return false;
    throw error;
  }
}
