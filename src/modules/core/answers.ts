/**
 * The commands whose whole work is their reply: SYST, CLNT, CSID, and those of RFC 959
 * that ProFTPD knows but does not carry out.
 *
 * @module
 */

import { reply } from "../../protocol/mod.ts";
import type { Command } from "../../session/module.ts";

/** The level of ProFTPD that clients are told. */
const VERSION = "1.3.8";

const syst: Command = {
  verb: "SYST",
  class: "info",
  syntax: "(returns system type)",
  beforeLogin: true,
  run: () => reply(215, "UNIX Type: L8"),
};

const clnt: Command = {
  verb: "CLNT",
  class: "info",
  syntax: "<cp> client-info",
  features: () => ["CLNT"],
  beforeLogin: true,
  run: () => reply(200, "OK"),
};

const csid: Command = {
  verb: "CSID",
  class: "info",
  features: () => ["CSID"],
  run: () => reply(200, `name=ProFTPD;version=${VERSION};casesensitive=1;`),
};

/** A command of RFC 959 that is known, and refused with 502. */
export function notImplemented(verb: string, syntax: string, beforeLogin: boolean): Command {
  return {
    verb,
    class: "misc",
    syntax,
    unimplemented: true,
    beforeLogin,
    run: () => reply(502, `${verb} command not implemented`),
  };
}

/** A verb that HELP lists for the sake of the standard, and that is as unknown as any other. */
function listedOnly(verb: string, syntax: string): Command {
  return {
    verb,
    class: "sec",
    syntax,
    unimplemented: true,
    beforeLogin: true,
    run: () => reply(500, `${verb} not understood`),
  };
}

/** All of them; they are the same in every session. */
export const answers: readonly Command[] = [
  syst,
  clnt,
  csid,
  notImplemented("SMNT", "is not implemented", false),
  listedOnly("AUTH", "<sp> base64-data"),
  listedOnly("CCC", "(clears protection level)"),
  listedOnly("CONF", "<sp> base64-data"),
  listedOnly("ENC", "<sp> base64-data"),
  listedOnly("MIC", "<sp> base64-data"),
  listedOnly("PBSZ", "<sp> protection buffer size"),
  listedOnly("PROT", "<sp> protection code"),
];
