/**
 * `WtmpLog` and `UseLastlog`: logins where last(1) and lastlog(8) look for them.
 *
 * @module
 */

import type { Account } from "../../auth/mod.ts";
import { type Directive, toggle } from "../../config/mod.ts";
import { close, O, open, pwrite, write } from "../../libc/files.ts";
import { lastlogRecord, utmpRecord } from "../../libc/login_records.ts";
import { getpid } from "../../libc/process.ts";
import { SysError } from "../../libc/sys_error.ts";
import { asRoot } from "../../privilege/mod.ts";
import type { Module } from "../../session/module.ts";
import type { Session } from "../../session/session.ts";

const WTMP = "/var/log/wtmp";
const LASTLOG = "/var/log/lastlog";

/** `WtmpLog on|off|NONE`. */
const wtmpLog: Directive<boolean> = {
  name: "WtmpLog",
  contexts: ["server", "vhost", "global", "anonymous"],
  syntax: "WtmpLog on|off|NONE",
  fallback: true,
  parse: (args) => args.word(0).toLowerCase() === "none" ? false : args.boolean(),
};

/** `UseLastlog on|off`. */
const useLastlog = toggle("UseLastlog", ["server", "vhost", "global"], false);

/** The part of mod_auth.c that writes them. */
export const loginRecords: Module = {
  name: "mod_auth.c",
  directives: [wtmpLog, useLastlog],
  recordsOnly: true,
  open(session) {
    /** Where the end of the login is written: opened while that can be done. */
    let wtmp: number | undefined;
    return {
      beforeEntry(account, config) {
        if (config.get(wtmpLog)) wtmp = begin(session, account);
        if (config.get(useLastlog)) writeLastlog(session, account);
      },
      close() {
        if (wtmp === undefined) return;
        writeWtmp(session, wtmp, undefined);
        close(wtmp);
      },
    };
  },
};

/** The file, with the login in it; undefined where there is no such file, or no right to write there. */
function begin(session: Session, account: Account): number | undefined {
  const fd = attemptTo(
    session,
    `failed to open wtmp ${WTMP}`,
    () => asRoot(() => open(WTMP, O.WRONLY | O.APPEND)),
  );
  if (fd !== undefined) writeWtmp(session, fd, account.name);
  return fd;
}

function writeWtmp(session: Session, fd: number, user: string | undefined): void {
  const pid = getpid();
  const record = utmpRecord({
    line: `ftpd${pid}`,
    user,
    host: session.client.name,
    pid,
    time: Date.now(),
  });
  attemptTo(session, `failed to write wtmp ${WTMP}`, () => write(fd, record));
}

function writeLastlog(session: Session, { uid }: Account): void {
  const { name: host } = session.client;
  const record = lastlogRecord({ line: `${getpid()}`, host, time: Date.now() });
  attemptTo(session, `failed to write lastlog ${LASTLOG}`, () =>
    asRoot(() => {
      const fd = open(LASTLOG, O.WRONLY);
      try {
        pwrite(fd, record, uid * record.length);
      } finally {
        close(fd);
      }
    }));
}

/** Does `work`; where that fails, the login goes on, and the log knows. */
function attemptTo<T>({ log }: Session, what: string, work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    log.warning(`${what}: ${error.reason}`);
    return undefined;
  }
}
