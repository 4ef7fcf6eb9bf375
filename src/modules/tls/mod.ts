/**
 * mod_tls.c: FTP over TLS (RFC 4217), by OpenSSL.
 *
 * Sessions load it only where some server has `TLSEngine on`, and open OpenSSL before they know whether
 * their client will ask for it: after login that would be too late.
 *
 * @module
 */

import { TlsContext } from "../../libc/openssl/context.ts";
import type { Module } from "../../session/module.ts";
import type { Session } from "../../session/session.ts";
import {
  tlsControlsACLs,
  tlsEngine,
  tlsSessionCache,
  tlsSessionTicketKeys,
} from "../../settings/mod.ts";
import { tlsCommands } from "./commands.ts";
import {
  tlsCipherSuite,
  tlsEcdhCurve,
  tlsLog,
  tlsNextProtocol,
  tlsProtocol,
  tlsRenegotiate,
  tlsServerCipherPreference,
  tlsSessionTickets,
  tlsTimeoutHandshake,
} from "./directives.ts";
import { directoryDirectives, fileDirectives, tlsPassPhraseProvider } from "./files.ts";
import { tlsUserName, tlsVerifyClient, tlsVerifyDepth, tlsVerifyOrder } from "./clients.ts";
import { tlsOptions } from "./options.ts";
import { tlsPreSharedKey } from "./pre_shared_keys.ts";
import { refusalOf, tlsRequired } from "./required.ts";
import { requiredAt } from "./required_at.ts";
import { staplingDirectives } from "./stapling/directives.ts";
import { TlsSession } from "./tls_session.ts";
import { tlsVerifyServer } from "./verify_server.ts";
import { withoutEffect } from "./without_effect.ts";

/** The module. */
export const tls: Module = {
  name: "mod_tls.c",
  directives: [
    ...fileDirectives,
    ...directoryDirectives,
    tlsCipherSuite,
    tlsControlsACLs,
    tlsEcdhCurve,
    tlsEngine,
    tlsLog,
    tlsNextProtocol,
    tlsOptions,
    tlsPassPhraseProvider,
    tlsPreSharedKey,
    tlsProtocol,
    tlsRenegotiate,
    tlsRequired,
    tlsServerCipherPreference,
    tlsSessionCache,
    tlsSessionTicketKeys,
    tlsSessionTickets,
    tlsTimeoutHandshake,
    tlsUserName,
    tlsVerifyClient,
    tlsVerifyDepth,
    tlsVerifyOrder,
    tlsVerifyServer,
    ...staplingDirectives,
    ...withoutEffect,
  ],
  prepare() {
    // The first context is what makes OpenSSL read its configuration and make its tables, and the
    // first function that it calls back has libffi look for the program's file: a user could not open
    // that, and libffi would put code into memory that can be written to.
    const first = new TlsContext();
    first.speak("ftp");
    first.free();
  },
  open(session: Session) {
    const security = new TlsSession(session);
    const isOn = () => session.config.get(tlsEngine);
    return {
      commands: tlsCommands(session, security),
      gate(request) {
        if (!isOn()) return undefined;
        security.attend(request.verb);
        // With the login all doors close.
        if (request.verb === "PASS") security.prepare();
        return refusalOf(
          requiredAt(session, request),
          request,
          { control: security.isControlProtected, data: security.isDataProtected },
          security.has("AllowPerUser") && !session.login,
        );
      },
      greet() {
        if (!isOn() || !security.has("UseImplicitSSL")) return;
        security.log.write("TLSOption UseImplicitSSL in effect, starting SSL/TLS handshake");
        // Who has not asked for plain text is not told anything in it.
        security.protectControl();
        security.protectData(true);
      },
      vouch: (user) => isOn() && security.vouchesFor(user) ? "mod_tls.c" : undefined,
      move: () => security.forget(),
      beforeEntry: () => security.confine(),
      close: () => security.close(),
    };
  },
};
