/**
 * The frame around every transfer: data connection, 150, time-outs, the record for the logs, and
 * what the client is told at the end.
 *
 * @module
 */

import { SysError } from "../../libc/sys_error.ts";
import { type Reply, reply } from "../../protocol/mod.ts";
import { startStallTimer } from "../timeouts.ts";
import type { Session } from "../session.ts";
import { SessionEnd } from "../session_end.ts";
import type { ExchangeOutcome } from "../transfer_record.ts";
import { DataConnection, TransferAborted } from "./connection.ts";
import { answerMeanwhile } from "./meanwhile.ts";

/** The file that goes over the wire. */
export interface TransferredFile {
  readonly realPath: string;
  readonly direction: "i" | "o";
  /** Bytes that there are to transfer, where that is known beforehand. */
  readonly size?: number;
  /** Where in the file the transfer begins: 0 unless said. */
  readonly offset?: number;
  /** How large the file is before it changes: undefined where that is not known. */
  readonly fileSize?: number;
  /** Whether what was there before is changed; false unless said. */
  readonly modified?: boolean;
}

/** What a transfer is about. */
export interface TransferPlan {
  /** The text of the 150 reply. */
  readonly announcement: string;
  /** Moves the data; may throw `TransferAborted` and `SysError`. */
  readonly move: (data: DataConnection) => void;
  /** The file, for the logs; undefined for listings, which are not logged as transfers. */
  readonly file?: TransferredFile;
  /** Called when the transfer did not come to its end, before the reply is sent. */
  readonly onFailure?: () => void;
}

/** The end of a transfer that was broken off: the code, and the reason as `strerror` has it. */
function failureOf(error: unknown, session: Session): Reply {
  if (error instanceof TransferAborted) {
    const asked = error.by === "abor";
    aborting(session, "Data connection closed");
    // The text with a full stop answers an ABOR, which then has its own reply.
    return reply(426, `Transfer aborted. Data connection closed${asked ? "." : ""}`);
  }
  if (error instanceof SysError) {
    aborting(session, error.reason);
    const code = error.code === "ENOSPC" || error.code === "EDQUOT" || error.code === "EFBIG"
      ? 552
      : 426;
    return reply(code, `Transfer aborted. ${error.reason}`);
  }
  // The session ends with the transfer: nobody is told any more, but the log is.
  if (error instanceof SessionEnd) aborting(session, "Data connection closed");
  throw error;
}

/** What logs call the end of a transfer by `error`. */
function outcomeOf(error: unknown): ExchangeOutcome {
  if (error instanceof SessionEnd && error.timeout !== undefined) return "timeout";
  return error instanceof TransferAborted && error.by === "abor" ? "cancelled" : "failed";
}

function aborting({ log, login }: Session, reason: string): void {
  log.notice(`notice: user ${login?.account.name}: aborting transfer: ${reason}`);
}

/** The data connection, or the end of a transfer whose client thought better of it meanwhile. */
function opened(
  session: Session,
  { file }: TransferPlan,
): DataConnection | Reply {
  const started = performance.now();
  try {
    return session.data.open();
  } catch (error) {
    session.exchange = { bytes: 0, milliseconds: undefined, outcome: outcomeOf(error) };
    if (file) record(session, file, 0, started, false);
    return failureOf(error, session);
  }
}

/**
 * Opens the data connection, carries out `plan` and gives the final reply. Throws `FtpError` when
 * there is no data connection, and `SessionEnd` when a time-out or the client ends the session; the
 * transfer is then recorded as broken off.
 */
export function transfer(session: Session, plan: TransferPlan): Reply {
  const { data, timers, control } = session;
  const started = performance.now();
  const connection = opened(session, plan);
  if (!(connection instanceof DataConnection)) return connection;
  if (plan.file) {
    connection.subject = plan.file.realPath.slice(session.root.realPrefix.length);
    connection.size = plan.file.size;
  }
  control.send(reply(150, plan.announcement));
  connection.answer = () => answerMeanwhile(session);
  timers.pause("idle");
  timers.pause("noTransfer");
  startStallTimer(session);
  if (plan.file) showProgress(session, connection, plan.file, started);
  let outcome: ExchangeOutcome = "failed";
  try {
    connection.begin(plan.file?.direction === "i" ? "readable" : "writable");
    plan.move(connection);
    connection.finish();
    outcome = "success";
    return reply(226, "Transfer complete");
  } catch (error) {
    outcome = outcomeOf(error);
    return failureOf(error, session);
  } finally {
    timers.stop("stalled");
    timers.stop("gone");
    timers.stop("progress");
    timers.restart("idle");
    timers.restart("noTransfer");
    data.reset();
    if (outcome !== "success") plan.onFailure?.();
    const { bytes, wireBytes } = connection;
    if (plan.file?.direction === "i") session.totals.wireIn += wireBytes;
    else session.totals.wireOut += wireBytes;
    session.exchange = { bytes, milliseconds: performance.now() - started, outcome };
    if (plan.file) record(session, plan.file, bytes, started, outcome === "success");
    else session.totals.bytesOut += bytes;
  }
}

/** Seconds between two looks at how far a transfer is: what a look costs stays off the transfer's path. */
const PROGRESS_INTERVAL = 1;

/** Lets the scoreboard tell how far the transfer of `file` is. */
function showProgress(
  { score, timers }: Session,
  connection: DataConnection,
  { size }: TransferredFile,
  started: number,
): void {
  if (size !== undefined) score.announce(size);
  timers.start("progress", PROGRESS_INTERVAL, () => {
    score.progress(connection.bytes, performance.now() - started);
    return undefined;
  });
}

function record(
  session: Session,
  file: TransferredFile,
  bytes: number,
  started: number,
  complete: boolean,
): void {
  const { totals } = session;
  if (file.direction === "i") {
    totals.bytesIn += bytes;
    if (complete) totals.filesIn++;
  } else {
    totals.bytesOut += bytes;
    if (complete) totals.filesOut++;
  }
  session.transfer = {
    path: file.realPath,
    direction: file.direction,
    bytes,
    milliseconds: performance.now() - started,
    type: session.data.type,
    complete,
    offset: file.offset,
    fileSize: sizeAfter(file, bytes),
    modified: file.modified,
  };
}

/** How large `file` is when `bytes` have been transferred. */
function sizeAfter({ direction, fileSize, offset = 0 }: TransferredFile, bytes: number) {
  if (fileSize === undefined || direction === "o") return fileSize;
  return Math.max(fileSize, offset + bytes);
}
