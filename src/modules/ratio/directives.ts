/**
 * The directives of mod_ratio, but for the switch.
 *
 * @module
 */

import { type Arguments, booleanOf, type Directive } from "../../config/mod.ts";
import { ratios } from "../../settings/mod.ts";

const CONTEXTS = ["server", "vhost", "global", "anonymous", "directory"] as const;

/** What somebody gets for an upload, and beforehand. */
export interface Ratio {
  /** Whom it is for: a name, a pattern of hosts, or `*`. */
  readonly name: string;
  /** Downloads for an upload; below 0: uploads for a download. 0: without limit. */
  readonly files: number;
  /** Downloads that are free. */
  readonly fileCredit: number;
  /** As `files`, in bytes for a byte. */
  readonly bytes: number;
  /** KiB of downloads that are free. */
  readonly byteCredit: number;
}

function ratio(name: string): Directive<Ratio | undefined> {
  return {
    name,
    contexts: CONTEXTS,
    syntax: `${name} name file-ratio file-credit byte-ratio byte-credit`,
    fallback: undefined,
    repeat: "all",
    parse(args) {
      const { words } = args;
      if (words.length < 5) args.fail("missing parameters");
      return {
        name: args.word(0),
        files: number(args, 1),
        fileCredit: number(args, 2),
        bytes: number(args, 3),
        byteCredit: number(args, 4),
      };
    },
  };
}

function number(args: Arguments, index: number): number {
  const word = args.word(index);
  return /^[-+]?\d{1,9}$/.test(word) ? Number(word) : args.fail(`must be a number: ${word}`);
}

/** `HostRatio`: for clients whose name or address matches a pattern. */
export const hostRatio = ratio("HostRatio");
/** `AnonRatio`: for what anonymous clients send as their password. */
export const anonRatio = ratio("AnonRatio");
/** `UserRatio`: for a user. */
export const userRatio = ratio("UserRatio");
/** `GroupRatio`: for those whose primary group it is. */
export const groupRatio = ratio("GroupRatio");

function message(name: string, fallback: string): Directive<string> {
  return {
    name,
    contexts: CONTEXTS,
    syntax: `${name} message`,
    fallback,
    parse: (args) => args.single(),
  };
}

/** `FileRatioErrMsg`: for who has no file to his credit. */
export const fileRatioErrMsg = message(
  "FileRatioErrMsg",
  "Too few files uploaded to earn file -- please upload more.",
);
/** `ByteRatioErrMsg`: for who has too few bytes to his credit. */
export const byteRatioErrMsg = message(
  "ByteRatioErrMsg",
  "Too few bytes uploaded to earn more data -- please upload.",
);
/** `LeechRatioMsg`: for who may download without end. */
export const leechRatioMsg = message("LeechRatioMsg", "10,000,000:1  CR: LEECH");
/** `CwdRatioMsg`: what CWD tells; empty for nothing. */
export const cwdRatioMsg = message("CwdRatioMsg", "");

function file(name: string): Directive<string | undefined> {
  return {
    name,
    contexts: CONTEXTS,
    syntax: `${name} path`,
    fallback: undefined,
    parse: (args) => args.path(),
  };
}

/** `RatioFile path`: where the counters are kept. */
export const ratioFile = file("RatioFile");
/** `RatioTempFile path`: not needed here, the file is changed in place. */
export const ratioTempFile = file("RatioTempFile");

/** `SaveRatios on|off`: whether the counters outlive the session. */
export const saveRatios: Directive<boolean> = {
  name: "SaveRatios",
  contexts: CONTEXTS,
  syntax: "SaveRatios on|off",
  fallback: false,
  parse: (args) => booleanOf(args.word(0)) ?? args.fail("requires a boolean value"),
};

/** All of them, for the vocabulary. */
export const ratioDirectives: readonly Directive<unknown>[] = [
  anonRatio,
  byteRatioErrMsg,
  cwdRatioMsg,
  fileRatioErrMsg,
  groupRatio,
  hostRatio,
  leechRatioMsg,
  ratioFile,
  ratios,
  ratioTempFile,
  saveRatios,
  userRatio,
];
