/**
 * The staple role: a child of the daemon that asks OCSP responders, once, and leaves their answers where
 * sessions find them. What strangers answer is parsed here, and nowhere else: the process has no secret,
 * nobody's rights, and ends.
 *
 * @module
 */

import { bytesOf, stringOf } from "../libc/bytes.ts";
import { close, lseek, readToEnd } from "../libc/files.ts";
import { AnswerRefused, OcspQuestion } from "../libc/openssl/ocsp.ts";
import { OpenSslError } from "../libc/openssl/errors.ts";
import { getgid, getuid, RLIMIT, setDumpable, setLimit } from "../libc/process.ts";
import { ProcessTitle } from "../libc/process_title.ts";
import { openSystemLog, type SystemLog } from "../log/mod.ts";
import { askResponder, NoAnswer } from "../modules/tls/stapling/ask_responder.ts";
import { ResponseRefused } from "../modules/tls/stapling/http.ts";
import { becomeUser, revokePermissions } from "../privilege/mod.ts";
import {
  ERRAND,
  LONGEST_STAPLE,
  parseOrder,
  postStaple,
  type StapleOrder,
  type StapleTask,
} from "../staples/mod.ts";

/** Bytes of the longest order. */
const LONGEST_ORDER = 16 << 20;

/** Seconds of a processor that all of it may take. */
const CPU_SECONDS = 60;

/** Seconds for which an answer counts that does not say how long. */
const UNSAID = 2 * 3600;

/** An answer that counts for less than this, in seconds, has to be fetched again soon. */
const SHORT = 3600;

/** Does what the order says; `args` are the numbers of the board and the order. Gives the exit status. */
export function stapleRole(args: readonly string[]): number {
  const [board, orderFile] = args.map(Number);
  lseek(orderFile, 0); // the daemon has left it behind what it wrote
  const order = parseOrder(stringOf(readToEnd(orderFile, LONGEST_ORDER)));
  close(orderFile);
  setDumpable(false);
  setLimit(RLIMIT.CORE, 0, 0);
  setLimit(RLIMIT.CPU, CPU_SECONDS, CPU_SECONDS);
  new ProcessTitle().set("proftpd: (asking OCSP responders)");
  const log = openSystemLog(order.log, order.hostname, "daemon");
  const { uid, gid } = userOf(order);
  if (uid === 0) {
    log.error("no OCSP responder is asked as root: 'User' has to name somebody else");
    return ERRAND.failed;
  }
  becomeUser({ user: { uid, gid, groups: [gid] } });
  revokePermissions(["ffi"]);
  const soonest = order.tasks.map((task, index) => fetch(board, index, task, log));
  if (soonest.includes(undefined)) return ERRAND.failed;
  return soonest.some((seconds) => seconds !== undefined && seconds < SHORT)
    ? ERRAND.shortLived
    : ERRAND.done;
}

function userOf({ identity }: StapleOrder): { readonly uid: number; readonly gid: number } {
  return identity ?? { uid: getuid(), gid: getgid() };
}

/** Fetches one answer: for how many seconds it counts; undefined, after logging why, for none. */
function fetch(
  board: number,
  index: number,
  { certificate, fingerprint, issuer, nonce, seconds, subject, url }: StapleTask,
  log: SystemLog,
): number | undefined {
  const about = `OCSP responder '${url}' about certificate '${subject}'`;
  try {
    const question = new OcspQuestion(certificate, issuer, nonce);
    const answer = askResponder(url, stringOf(question.bytes), seconds);
    if (answer.length > LONGEST_STAPLE) throw new AnswerRefused("it is too long");
    const { status, seconds: left = UNSAID } = question.verdict(answer);
    const expiry = Date.now() + left * 1000;
    postStaple(board, index, { fingerprint, expiry, answer: bytesOf(answer) });
    if (status === "good") log.debug(3, `${about}: it is good`, "tls");
    else log.warning(`${about}: it is ${status}, which clients are told`);
    return left;
  } catch (error) {
    const isTheirs = error instanceof NoAnswer || error instanceof ResponseRefused;
    if (!isTheirs && !(error instanceof AnswerRefused) && !(error instanceof OpenSslError)) {
      throw error;
    }
    const what = isTheirs ? "no answer" : "its answer is not stapled";
    log.warning(`${about}: ${what}: ${error.message}`);
    return undefined;
  }
}
