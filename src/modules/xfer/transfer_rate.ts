/**
 * `TransferRate`: how fast files may go through.
 *
 * @module
 */

import type { Directive, Scope } from "../../config/mod.ts";
import { type Audience, lineFor, parseAudience } from "../../session/access/audience.ts";
import { audienceOf } from "../../session/access/audience_of.ts";
import { Pace } from "../../session/data/pace.ts";
import type { Session } from "../../session/session.ts";

/** The commands that can be slowed down. */
const VERBS = ["APPE", "RETR", "STOR", "STOU"];

/** A rate. */
interface TransferRate {
  /** The commands that it is for, in capitals. */
  readonly commands: readonly string[];
  /** In units of 1024 bytes per second; 0 for no limit. */
  readonly kilobytes: number;
  /** Bytes of each transfer that may go as fast as they can. */
  readonly free: number;
  readonly audience: Audience | undefined;
}

/** `TransferRate cmds kbps[:freebytes] [user|group|class expression]`. */
export const transferRate: Directive<TransferRate> = {
  name: "TransferRate",
  contexts: ["server", "vhost", "global", "anonymous", "directory", "ftpaccess"],
  syntax: "TransferRate cmds kbps[:freebytes] [user|group|class expression]",
  fallback: { commands: [], kilobytes: 0, free: 0, audience: undefined },
  repeat: "all",
  parse(args) {
    const { length } = args.words;
    if (length !== 2 && length !== 4) args.fail("wrong number of parameters");
    const [rate = "", free] = args.word(1).split(":", 2);
    if (rate.startsWith("-")) args.fail("rate must be greater than zero");
    const kilobytes = NUMBER.test(rate) ? Number(rate) : NaN;
    if (Number.isNaN(kilobytes)) args.fail(`invalid number: '${rate}'`);
    if (free !== undefined && !/^-?\d*$/.test(free)) args.fail(`invalid number: '${free}'`);
    const commands = args.word(0).toUpperCase().split(",");
    if (!commands.every((command) => VERBS.includes(command))) {
      args.fail("error with command list", `commands are ${VERBS.join(", ")}`);
    }
    return {
      commands,
      kilobytes,
      free: Math.max(0, Number(free ?? 0)),
      audience: parseAudience(args, 2, "unknown classifier requested"),
    };
  },
};

/** What strtod(3) reads, but for what nobody writes: hexadecimal numbers, infinity. */
const NUMBER = /^(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** The pace of a transfer by `verb` where the settings `scope` hold; undefined for as fast as it can. */
export function paceOf(session: Session, scope: Scope, verb: string): Pace | undefined {
  if (!scope.has(transferRate)) return undefined;
  const line = lineFor(
    scope,
    transferRate,
    audienceOf(session),
    ({ commands }) => commands.includes(verb),
  );
  if (line === undefined || line.kilobytes === 0) return undefined;
  const { kilobytes, free, audience } = line;
  const whom = audience ? ` for current ${audience.kind}` : "";
  session.log.debug(
    3,
    `TransferRate (${kilobytes.toFixed(3)} KB/s, ${free} bytes free) in effect${whom}`,
    "xfer",
  );
  return new Pace(kilobytes * 1024, free);
}
