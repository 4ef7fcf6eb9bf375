/**
 * AUTH, PBSZ, PROT and CCC (RFC 2228, RFC 4217), and SSCN (Secured Site-to-Site, a draft that never
 * became a standard).
 *
 * @module
 */

import { FtpError, type Reply, reply, upperCase, words } from "../../protocol/mod.ts";
import type { Command, Request } from "../../session/module.ts";
import { permit } from "../../session/permit.ts";
import type { Session } from "../../session/session.ts";
import { tlsEngine } from "../../settings/mod.ts";
import { tlsRequired } from "./required.ts";
import type { TlsSession } from "./tls_session.ts";

/** Mechanisms of AUTH, and whether they protect data connections without PROT (the drafts before RFC 4217). */
const MECHANISMS: Readonly<Record<string, { readonly protectsData: boolean }>> = {
  "TLS": { protectsData: false },
  "TLS-C": { protectsData: false },
  "SSL": { protectsData: true },
  "TLS-P": { protectsData: true },
};

/** To a client whose handshake fails: in plain text, there is nothing else. */
const FAILED = reply(421, "TLS handshake failed");

const UNWILLING = reply(534, "Unwilling to accept security parameters");

/** The commands in one session. */
export function tlsCommands(session: Session, tls: TlsSession): readonly Command[] {
  const isOn = () => session.config.get(tlsEngine);

  function authenticate({ verb, argument, hasArgument }: Request): Reply {
    if (!isOn()) return unknown(verb);
    if (tls.isControlProtected) {
      tls.log.write("Unwilling to accept AUTH after AUTH for this session");
      return reply(503, "Unwilling to accept second AUTH");
    }
    if (!hasArgument) return reply(504, "AUTH requires at least one argument");
    // Nothing has been prepared in a rehearsal, which has no client to shake hands with.
    const isLate = tls.hasBegun || !tls.isPrepared || !tls.has("AllowPerUser");
    if (session.login && isLate) {
      tls.log.write(
        "Unwilling to accept AUTH after USER/PASS authentication for this session unless " +
          "AllowPerUser TLSOption is used",
      );
      return UNWILLING;
    }
    const name = upperCase(words(argument)[0] ?? "");
    if (!Object.hasOwn(MECHANISMS, name)) return unknown(verb);
    tls.prepare();
    tls.log.write("TLS/TLS-C requested, starting TLS handshake");
    const answer = { ...reply(234, `AUTH ${name} successful`), isSent: true };
    session.control.send(answer);
    session.control.flush();
    // Whoever sits in between could have put it there (CVE-2011-0411's kind).
    session.control.discard();
    tls.protectControl(FAILED);
    if (MECHANISMS[name].protectsData) tls.protectData(true);
    return answer;
  }

  function setBufferSize({ verb, argument, hasArgument }: Request): Reply {
    if (!isOn() || !tls.hasBegun) return unknown(verb);
    if (!tls.isControlProtected) return insecure(verb);
    demandOne(argument, hasArgument);
    return reply(200, argument === "0" ? "PBSZ 0 successful" : "PBSZ=0 successful");
  }

  function setProtection({ verb, argument, hasArgument }: Request): Reply {
    if (!isOn() || !tls.hasBegun) return unknown(verb);
    demandOne(argument, hasArgument);
    const { data } = session.config.get(tlsRequired);
    switch (argument) {
      case "C":
        if (data === true) return unwilling("Clear");
        tls.protectData(false);
        tls.log.write("Protection set to Clear");
        return reply(200, "Protection set to Clear");
      case "P":
        if (data === "never") return unwilling("Private");
        tls.protectData(true);
        tls.log.write("Protection set to Private");
        return reply(200, "Protection set to Private");
      case "S":
      case "E":
        return reply(536, `PROT ${argument} unsupported`);
      default:
        return reply(504, `PROT ${argument} unsupported`);
    }
  }

  function unwilling(wanted: string): Reply {
    tls.log.write(`TLSRequired does not allow protection of data to be set to ${wanted}`);
    return UNWILLING;
  }

  function chooseSide({ verb, argument, hasArgument }: Request): Reply {
    if (!isOn() || !tls.hasBegun) return unknown(verb);
    const malformed = (code: number, kind: string) => {
      tls.log.write(`denying ${kind} SSCN command: '${verb} ${argument}'`);
      return reply(code, "SSCN: Invalid argument");
    };
    if (words(argument).length > 1) return malformed(504, "malformed");
    if (!permit(session, verb, session.cwd, argument)) {
      return reply(550, `${verb}: Operation not permitted`);
    }
    if (hasArgument) {
      if (argument !== "ON" && argument !== "OFF") return malformed(501, "unsupported");
      tls.isClient = argument === "ON";
    }
    return reply(200, `SSCN:${tls.isClient ? "CLIENT" : "SERVER"} METHOD`);
  }

  function clear({ verb }: Request): Reply {
    if (!isOn() || !tls.hasBegun) return unknown(verb);
    if (!tls.isControlProtected) return { ...insecure(verb), code: 533 };
    if (session.config.get(tlsRequired).control) {
      tls.log.write("Unwilling to accept CCC, due to TLSRequired");
      return UNWILLING;
    }
    const answer = { ...reply(200, "Clearing control channel protection"), isSent: true };
    session.control.send(answer);
    session.control.flush();
    tls.log.write("CCC: clearing control channel protection");
    tls.clearControl();
    return answer;
  }

  return [
    {
      verb: "AUTH",
      class: "sec",
      syntax: "<sp> base64-data",
      features: () => isOn() ? ["AUTH TLS"] : [],
      beforeLogin: true,
      duringRename: true,
      run: authenticate,
    },
    {
      verb: "CCC",
      class: "sec",
      syntax: "(clears protection level)",
      features: () => isOn() ? ["CCC"] : [],
      unimplemented: true, // so says the original's HELP
      duringRename: true,
      run: clear,
    },
    {
      verb: "PBSZ",
      class: "sec",
      syntax: "<sp> protection buffer size",
      features: () => isOn() ? ["PBSZ"] : [],
      beforeLogin: true,
      duringRename: true,
      run: setBufferSize,
    },
    {
      verb: "PROT",
      class: "sec",
      syntax: "<sp> protection code",
      features: () => isOn() ? ["PROT"] : [],
      beforeLogin: true,
      duringRename: true,
      run: setProtection,
    },
    {
      verb: "SSCN",
      class: "sec",
      features: () => isOn() ? ["SSCN"] : [],
      run: chooseSide,
    },
  ];
}

function demandOne(argument: string, hasArgument: boolean): void {
  if (!hasArgument || words(argument).length !== 1) {
    throw new FtpError(reply(501, "Invalid number of parameters"));
  }
}

/** After CCC. */
function insecure(verb: string): Reply {
  return reply(503, `${verb} not allowed on insecure control connection`);
}

function unknown(verb: string): Reply {
  return reply(500, `${verb} not understood`);
}
