/**
 * mod_tls.c: FTP over TLS (RFC 4217), by OpenSSL.
 *
 * Sessions load it only where some server has `TLSEngine on`, and open OpenSSL before they know whether
 * their client will ask for it: after login that would be too late.
 *
 * @module
 */

import { openssl } from "../../libc/openssl/library.ts";
import type { Module } from "../../session/module.ts";
import type { Session } from "../../session/session.ts";
import { tlsEngine } from "../../settings/mod.ts";
import { tlsCommands } from "./commands.ts";
import {
  tlsCipherSuite,
  tlsEcdhCurve,
  tlsLog,
  tlsNextProtocol,
  tlsProtocol,
  tlsServerCipherPreference,
  tlsSessionTickets,
  tlsTimeoutHandshake,
} from "./directives.ts";
import { fileDirectives } from "./files.ts";
import { tlsOptions } from "./options.ts";
import { refusalOf, tlsRequired } from "./required.ts";
import { TlsSession } from "./tls_session.ts";

/** The module. */
export const tls: Module = {
  name: "mod_tls.c",
  directives: [
    ...fileDirectives,
    tlsCipherSuite,
    tlsEcdhCurve,
    tlsEngine,
    tlsLog,
    tlsNextProtocol,
    tlsOptions,
    tlsProtocol,
    tlsRequired,
    tlsServerCipherPreference,
    tlsSessionTickets,
    tlsTimeoutHandshake,
  ],
  prepare() {
    openssl();
  },
  open(session: Session) {
    const security = new TlsSession(session);
    const isOn = () => session.config.get(tlsEngine);
    return {
      commands: tlsCommands(session, security),
      gate(request) {
        if (!isOn()) return undefined;
        // With the login all doors close.
        if (request.verb === "PASS") security.prepare();
        return refusalOf(
          session.config.get(tlsRequired),
          request,
          { control: security.isControlProtected, data: security.isDataProtected },
          security.has("AllowPerUser") && !session.login,
        );
      },
      greet() {
        if (!isOn() || !security.has("UseImplicitSSL")) return;
        security.protectControl();
        security.protectData(true);
      },
      move: () => security.forget(),
      close: () => security.close(),
    };
  },
};
