/**
 * `TransferOptions`.
 *
 * @module
 */

import { type Directive, rowOf } from "../../config/mod.ts";

/** What can be asked for. */
export interface TransferOptions {
  /** Uploads to a link that leads nowhere make what it leads to. */
  readonly allowSymlinkUpload: boolean;
  /** TYPE A is agreed to, and bytes go through as they are. */
  readonly ignoreAscii: boolean;
}

const NONE: TransferOptions = { allowSymlinkUpload: false, ignoreAscii: false };

/** By their names in lower case; the second has two, as in the original. */
const OPTIONS: Readonly<Record<string, Partial<TransferOptions>>> = {
  ignoreascii: { ignoreAscii: true },
  allowsymlinkupload: { allowSymlinkUpload: true },
  allowsymlinkuploads: { allowSymlinkUpload: true },
};

/** `TransferOptions opt1 ...`. */
export const transferOptions: Directive<TransferOptions> = {
  name: "TransferOptions",
  contexts: ["server", "vhost", "global"],
  syntax: "TransferOptions AllowSymlinkUpload IgnoreASCII",
  fallback: NONE,
  parse(args) {
    if (args.words.length === 0) args.fail("wrong number of parameters");
    return args.words.reduce((options, word) => ({
      ...options,
      ...rowOf(OPTIONS, word) ?? args.fail(`: unknown TransferOption '${word}'`),
    }), NONE);
  },
};
