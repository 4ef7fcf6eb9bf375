/**
 * `UseEncoding` with two character sets: names are converted between what is on the disk and what the
 * client understands. Loaded where the configuration has such a line.
 *
 * @module
 */

import { makeConverter, prepareIconv } from "../../libc/iconv.ts";
import { type Encoding, isPlain } from "../../session/encoding.ts";
import type { Module } from "../../session/module.ts";
import type { Session } from "../../session/session.ts";
import { charsetsOf, langEngine, langOptions, useEncoding } from "./directives.ts";

/** The part of mod_lang.c. */
export const encodingPart: Module = {
  name: "mod_lang.c",
  prepare: prepareIconv,
  open(session) {
    openEncoding(session);
    return { move: () => openEncoding(session) };
  },
};

/** Gives the client of `session` the names that its server's settings say, from now on. */
function openEncoding(session: Session): void {
  const { config, control, log } = session;
  control.encodings = {};
  const charsets = charsetsOf(config.get(useEncoding));
  if (!charsets || !config.get(langEngine)) return;
  const { local, client } = charsets;
  const { requireValid } = config.get(langOptions);
  const configured = between(local, client, requireValid);
  if (!configured) {
    log.warning(`mod_lang: names are not converted: '${local}' and '${client}' are not both known`);
    return;
  }
  log.debug(
    3,
    `using local charset '${local}', client charset '${client}' for path encoding`,
    "encode",
  );
  // OPTS UTF8 may come when it is too late to make this.
  control.encodings = { configured, utf8: between(local, "UTF-8", requireValid) };
}

/** What has to mean the same in both: what commands and replies are made of. */
const FRAME = Array.from({ length: 0x5f }, (_, i) => String.fromCharCode(0x20 + i)).join("")
  .replace(/[\\~]/g, "") + "\r\n\t";

/** The encoding for a disk in `local` and a client in `client`; undefined where there is none. */
function between(local: string, client: string, isStrict: boolean): Encoding | undefined {
  const decode = makeConverter(client, local);
  const encode = makeConverter(local, client);
  if (!decode || !encode || decode(FRAME) !== FRAME || encode(FRAME) !== FRAME) return undefined;
  return {
    decode,
    encode: (line) => isPlain(line) ? line : encode(line) ?? line,
    isStrict,
  };
}
