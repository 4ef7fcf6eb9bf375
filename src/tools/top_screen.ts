/**
 * What ftptop shows, as lines of text.
 *
 * @module
 */

import { ctime } from "../libc/time.ts";
import type { BoardView, SessionRecord } from "../scoreboard/mod.ts";
import { duration, uptime } from "./durations.ts";
import { printable } from "./printable.ts";
import { percentDone, rateOf, type SessionState, stateOf, userOf } from "./session_state.ts";

/** The program's name and version, as the original's. */
export const FTPTOP_VERSION = "ftptop/1.0";

/** The two displays that the key `t` switches between. */
export type TopMode = "regular" | "transfer speed";

/** What is shown. */
export interface TopSelection {
  readonly mode: TopMode;
  /** Show sessions in these states only; none means all. */
  readonly only: ReadonlySet<SessionState>;
  /** Do not show sessions in these. */
  readonly hidden: ReadonlySet<SessionState>;
}

/** A look at the scoreboard. */
export interface TopScreen {
  /** Title and sums. */
  readonly head: readonly string[];
  /** The names of the columns. */
  readonly columns: string;
  readonly rows: readonly string[];
}

/** What there is to see of `view` at `now`, milliseconds since the epoch. */
export function topScreen(view: BoardView, selection: TopSelection, now: number): TopScreen {
  const { header, sessions } = view;
  const shown = sessions.filter((record) => isShown(stateOf(record), selection));
  const up = header.masterPid === 0 ? "" : `, up for ${uptime(now - header.started)}`;
  const count = (state: SessionState) => sessions.filter((it) => stateOf(it) === state).length;
  const sums = ["downloading", "uploading", "idle"] as const;
  return {
    head: [
      `${FTPTOP_VERSION}: ${ctime(now / 1000)}${up}`,
      `${shown.length} Total FTP Sessions: ${
        sums.map((state) => `${count(state)} ${state}`).join(", ")
      }`,
    ],
    columns: selection.mode === "regular" ? regularLine(REGULAR) : speedLine(SPEED),
    rows: shown.map((record) =>
      selection.mode === "regular" ? regular(record, now) : speed(record)
    ),
  };
}

function isShown(state: SessionState, { mode, only, hidden }: TopSelection): boolean {
  if (mode === "transfer speed" && state !== "downloading" && state !== "uploading") return false;
  return !hidden.has(state) && (only.size === 0 || only.has(state));
}

/** One letter for each state; a session that runs some other command counts as active. */
const LETTERS: Readonly<Record<SessionState, string>> = {
  authenticating: "A",
  idle: "I",
  downloading: "D",
  uploading: "U",
  listing: "L",
  busy: "A",
};

type Row = readonly string[];

const REGULAR: Row = ["PID", "S", "USER", "CLIENT", "SERVER", "TIME", "COMMAND"];
const SPEED: Row = ["PID", "S", "USER", "CLIENT", "KB/s", "%DONE"];

function regularLine([pid, letter, user, client, server, time, command]: Row): string {
  const cells = [pid.padEnd(5), letter, cell(user, 8), cell(client, 20), server.padEnd(15)];
  return [...cells, cell(time, 6), command].join(" ");
}

function speedLine([pid, letter, user, client, rate, done]: Row): string {
  return [pid.padEnd(5), letter, cell(user, 8), cell(client, 44), rate.padEnd(10), done].join(" ");
}

function regular(record: SessionRecord, now: number): string {
  const { serverAddress, serverPort } = record;
  const server = `${serverAddress}:${serverPort}`;
  const time = duration(now - record.sessionBegin);
  return regularLine([...who(record), server, time, activity(record)]);
}

function speed(record: SessionRecord): string {
  const done = stateOf(record) === "downloading" ? `${percentDone(record)}` : "(n/a)";
  return speedLine([...who(record), rateOf(record), done]);
}

function who(record: SessionRecord): Row {
  const { pid, clientName } = record;
  return [
    `${pid}`,
    LETTERS[stateOf(record)],
    printable(userOf(record)),
    printable(clientName),
  ];
}

function activity(record: SessionRecord): string {
  const state = stateOf(record);
  if (state === "authenticating") return "(authenticating)";
  if (state === "idle") return "idle";
  return `${printable(record.command)} ${printable(record.arguments)}`;
}

/** `text` in a column of `width`; what is longer is cut off. */
function cell(text: string, width: number): string {
  return clip(text, width).padEnd(width);
}

/** The first `width` characters of the byte string `text`, which is UTF-8 as a rule. */
export function clip(text: string, width: number): string {
  if (text.length <= width) return text;
  let columns = 0;
  for (let at = 0; at < text.length; at++) {
    const continues = (text.charCodeAt(at) & 0xc0) === 0x80;
    if (!continues && ++columns > width) return text.slice(0, at);
  }
  return text;
}
