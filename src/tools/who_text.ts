/**
 * ftpwho's output for people, in the original's three shapes.
 *
 * @module
 */

import type { Header, SessionRecord } from "../scoreboard/mod.ts";
import { duration, uptime } from "./durations.ts";
import { printable } from "./printable.ts";
import { percentDone, rateOf, stateOf, userOf } from "./session_state.ts";

/** How sessions are shown. */
export interface WhoStyle {
  /** `full`: a line, with `verbose` further indented ones; `oneline`: never more than one. */
  readonly shape: "full" | "oneline" | "compat";
  readonly verbose: boolean;
}

/** The first line: the daemon, and how long it has been up at `now` (milliseconds). */
export function daemonLine({ masterPid, started }: Header, now: number): string {
  return masterPid === 0
    ? "inetd FTP daemon:\n"
    : `standalone FTP daemon [${masterPid}], up for ${uptime(now - started)}\n`;
}

/** One session at `now` (milliseconds), in `style`. */
export function sessionText(record: SessionRecord, style: WhoStyle, now: number): string {
  if (style.shape === "compat") return compatText(record, style.verbose, now);
  const line = `${String(record.pid).padStart(5)} ${printable(userOf(record)).padEnd(8)} ` +
    `[${duration(now - record.sessionBegin).padStart(6)}] ${activity(record, now)}`;
  if (!style.verbose) return `${line}\n`;
  const facts = [line, ...details(record)];
  const { className } = record;
  const last = className === "" ? [] : [`class: ${printable(className)}`];
  if (style.shape === "oneline") return [...facts, ...last].join(" ") + "\n";
  // A session without a class has the line for it, too: an empty one.
  return `${facts.join("\n\t")}\n${last.map((fact) => `\t${fact}`).join("")}\n`;
}

function activity(record: SessionRecord, now: number): string {
  const state = stateOf(record);
  switch (state) {
    case "authenticating":
      return "(authenticating)";
    case "idle":
      return `${duration(now - record.idleBegin).padStart(6)} idle`;
    case "downloading":
      return `(${String(percentDone(record)).padStart(3)}%) ${commandLine(record)}`;
    default:
      return `(n/a) ${commandLine(record)}`;
  }
}

function commandLine(record: SessionRecord): string {
  return `${printable(record.command)} ${printable(record.arguments)}`;
}

function details(record: SessionRecord): string[] {
  const state = stateOf(record);
  const { clientName, clientAddress, serverAddress, serverPort, serverName, protocol, cwd } =
    record;
  return [
    ...(state === "authenticating" || state === "idle" ? [] : [`KB/s: ${rateOf(record)}`]),
    ...(clientName === "" ? [] : [`client: ${printable(clientName)} [${clientAddress}]`]),
    `server: ${serverAddress}:${serverPort} (${printable(serverName)})`,
    ...(protocol === "" ? [] : [`protocol: ${protocol}`]),
    ...(state === "authenticating" || cwd === "" ? [] : [`location: ${printable(cwd)}`]),
  ];
}

/** The shape of ProFTPD 1.2, for scripts that are as old. */
function compatText(record: SessionRecord, verbose: boolean, now: number): string {
  const state = stateOf(record);
  const since = state === "idle" ? record.idleBegin : record.commandBegin || record.sessionBegin;
  const time = state === "authenticating" ? "-" : duration(now - since);
  const done = state === "downloading" ? `(${percentDone(record)}%) ` : "";
  const command = state === "idle" ? "idle " : commandLine(record);
  const line = `${String(record.pid).padStart(5)} ${time.padEnd(6)} ${done}${command}\n`;
  if (!verbose) return line;
  const { clientName, clientAddress, protocol, cwd, className } = record;
  const indent = " ".repeat(13);
  return [
    line,
    clientName === "" ? "" : `${indent}(host: ${printable(clientName)} [${clientAddress}])\n`,
    protocol === "" ? "" : `${indent} (protocol: ${protocol})\n`,
    cwd === "" || state === "authenticating" ? "" : `${indent} (cwd: ${printable(cwd)})\n`,
    className === "" ? "" : `${indent} (class: ${printable(className)})\n`,
  ].join("");
}
