/**
 * TYPE, MODE and STRU: how data is represented (RFC 959 §3.1 and §5.3). Only what is in use today
 * has a meaning: ASCII or image, stream, file.
 *
 * @module
 */

import { type CommandLine, notUnderstood, upperCase, words } from "./command_line.ts";
import { FtpError, type Reply, reply } from "./reply.ts";

/** Whether line ends are converted. */
export type TransferType = "ascii" | "binary";

/** What `TYPE` sets, and the reply that says so. */
export interface TypeChoice {
  readonly type: TransferType;
  readonly reply: Reply;
}

/**
 * The command TYPE. Format codes behind A and I are taken and ignored, as the original does; L goes
 * with 7 (ASCII) or 8 (binary) bits. Throws `FtpError` (500, 504) for anything else.
 */
export function parseType(command: CommandLine): TypeChoice {
  const [letter, parameter, ...more] = words(command.argument);
  if (letter === undefined || more.length > 0) throw new FtpError(notUnderstood(500, command));
  const type = transferType(upperCase(letter), parameter);
  if (!type) throw new FtpError(reply(504, `TYPE not implemented for '${letter}' parameter`));
  return { type, reply: reply(200, `Type set to ${letter}`) };
}

function transferType(letter: string, parameter: string | undefined): TransferType | undefined {
  if (letter === "A" || letter === "L" && parameter === "7") return "ascii";
  if (letter === "I" || letter === "L" && parameter === "8") return "binary";
  return undefined;
}

/** The reply to MODE: stream is all there is. */
export function modeReply(command: CommandLine): Reply {
  return oneLetter(command, "S", "BC", "Mode", "transfer mode");
}

/** The reply to STRU: file is all there is. */
export function structureReply(command: CommandLine): Reply {
  return oneLetter(command, "F", "RP", "Structure", "structure type");
}

/** Only the first letter of the one word counts, as in the original. */
function oneLetter(
  command: CommandLine,
  supported: string,
  known: string,
  name: string,
  what: string,
): Reply {
  const [word, ...more] = words(command.argument);
  if (word === undefined || more.length > 0) return notUnderstood(501, command);
  const letter = upperCase(word.charAt(0));
  if (letter === supported) return reply(200, `${name} set to ${supported}`);
  if (letter !== "" && known.includes(letter)) {
    return reply(504, `'${command.verb} ${word}' unsupported ${what}`);
  }
  return reply(501, `'${command.verb} ${word}' unrecognized ${what}`);
}
