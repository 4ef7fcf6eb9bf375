/**
 * The layout of HELP, SITE HELP and FEAT, byte for byte as the original's.
 *
 * @module
 */

import { type Reply, reply } from "./reply.ts";

/** A verb for HELP's table. */
export interface HelpEntry {
  readonly verb: string;
  /** Recognised, but answered with 502: marked with an asterisk. */
  readonly unimplemented?: boolean;
}

const ROW = 8;
const WIDTH = 8;

/** The reply to HELP: the verbs in rows of eight. `contact` is ServerAdmin. */
export function helpReply(entries: readonly HelpEntry[], contact: string): Reply {
  const cells = entries.map(({ verb, unimplemented }) =>
    (unimplemented ? `${verb}*` : verb).padEnd(WIDTH)
  );
  const rows: string[] = [];
  for (let at = 0; at < cells.length; at += ROW) rows.push(cells.slice(at, at + ROW).join(""));
  const title = "The following commands are recognized (* =>'s unimplemented):";
  return reply(214, title, ...rows, contactLine(contact));
}

/** The reply to `HELP verb`. `syntax` is what follows the verb, such as `<sp> pathname`. */
export function syntaxReply(verb: string, syntax: string): Reply {
  return reply(214, `Syntax: ${verb} ${syntax}`);
}

/** The reply to HELP for a command that nobody knows. */
export function unknownCommandReply(name: string): Reply {
  return reply(502, `Unknown command '${name}'`);
}

/**
 * The reply to SITE HELP, one line for each sub-command (`CHMOD`, `CPFR <sp> pathname`), and to
 * `SITE HELP x`, whose only line is the syntax.
 */
export function siteHelpReply(lines: readonly string[], contact: string): Reply {
  const title = "The following SITE commands are recognized (* =>'s unimplemented)";
  return reply(214, title, ...lines, contactLine(contact));
}

/** The reply to FEAT (RFC 2389 §3): the features in the order of their bytes, each once. */
export function featuresReply(features: Iterable<string>): Reply {
  return reply(211, "Features:", ...[...new Set(features)].sort(), "End");
}

function contactLine(contact: string): string {
  return `Direct comments to ${contact}`;
}
