/**
 * Going on with TLS sessions that other processes have begun: by tickets, and by ids from the table
 * that all of them share.
 *
 * What opens all tickets is looked at for the moments of a handshake on the control connection, and out
 * of reach when that is over, or the client logged in. What stays opens the tickets of this session
 * only, by which its data connections go on with it: each session gives its tickets a name, and the keys
 * for that name follow from the name and from what all share.
 *
 * @module
 */

import type { Scope } from "../../config/mod.ts";
import { bytesOf, stringOf } from "../../libc/bytes.ts";
import { close, pread } from "../../libc/files.ts";
import { keyedDigest } from "../../libc/openssl/keyed_digest.ts";
import type { TlsContext } from "../../libc/openssl/context.ts";
import { keepSessions } from "../../libc/openssl/session_store.ts";
import {
  giveTickets,
  keepToOwnTickets,
  TICKET_NAME_SIZE,
  type TicketSecret,
} from "../../libc/openssl/tickets.ts";
import { TLS_1_3 } from "../../libc/openssl/stream.ts";
import { getrandom } from "../../libc/process.ts";
import { TICKET_KEYS_SIZE, type TicketKey, TicketKeys } from "../../resumption/mod.ts";
import type { Session, SharedTlsSessions } from "../../session/session.ts";
import { serverName, tlsSessionCache } from "../../settings/mod.ts";
import { asksClients } from "./clients.ts";
import { tlsSessionTickets } from "./directives.ts";
import { directoryDirectives, materialName } from "./files.ts";
import { SessionShelf } from "./session_shelf.ts";

/** What keys are for, so that none is for two things. */
const PURPOSE = { cipher: "ticket cipher", digest: "ticket digest" } as const;

/** What the settings of a server are known by. */
const FINGERPRINT = bytesOf("TLS settings");

/** Of one session, until its control connection is protected or its client logged in. */
export class Resumption {
  #isOpen = true;
  /** The secret of the ticket that the client has shown. */
  #shown: TicketSecret | undefined;
  /** Has the context of the control connection read no tickets but those of this session. */
  #keepToOwn = () => {};
  /** Has it ask for no sessions of the table, and put none there. */
  #leaveTable = () => {};

  /** `failed` is told what went wrong in the middle of a handshake. */
  constructor(
    private readonly shared: SharedTlsSessions,
    private readonly failed: (error: unknown) => void,
  ) {}

  /**
   * Has connections under `context` go on with what others have begun under the same settings, those of
   * the server that the client is with. Who must show a certificate has to show it each time.
   */
  serve(context: TlsContext, { config, main, materialOf }: Session): void {
    // Those are about the context of the server that the client was with before, which is no more.
    this.#keepToOwn = () => {};
    this.#leaveTable = () => {};
    if (!this.#isOpen || asksClients(config)) return;
    const own = this.#withKeys((keys) => {
      const key = keys.newest(Date.now());
      return key && ownSecret(key);
    });
    if (own === undefined) return;
    const settings = settingsOf(config, (name) => {
      const content = materialOf(name);
      const known = content && stringOf(keyedDigest(FINGERPRINT, content));
      content?.fill(0); // there may be a key in it
      return known;
    });
    const fingerprint = stringOf(keyedDigest(FINGERPRINT, bytesOf(settings)));
    context.resumeAs(fingerprint);
    const hasTickets = config.get(tlsSessionTickets);
    const { failed } = this;
    if (hasTickets) {
      const secretOf = (name: Uint8Array<ArrayBuffer>) => this.#secretOf(name);
      giveTickets(context, own, { secretOf, failed });
      this.#keepToOwn = () => keepToOwnTickets(context, own);
    }
    const seconds = main.get(tlsSessionCache)?.seconds;
    const { table } = this.shared;
    if (seconds === undefined || table === undefined) return;
    const shelf = new SessionShelf(table, { fingerprint, seconds });
    this.#leaveTable = keepSessions(context, {
      keep: (session) => {
        // Sessions of TLS 1.3 have ids where they have no tickets.
        if (this.#isOpen && (session.version < TLS_1_3 || !hasTickets)) {
          this.#withKeys((keys) => shelf.keep(session, keys));
        }
      },
      find: (id) => this.#isOpen ? this.#withKeys((keys) => shelf.find(id, keys)) : undefined,
      failed,
    });
  }

  /**
   * The handshake on the control connection is done: nobody else's session is of any interest from now
   * on. Up to TLS 1.2 data connections may go on by the ticket that the client came with.
   */
  settle({ isResumed, version }: { readonly isResumed: boolean; readonly version: number }): void {
    this.close();
    this.#leaveTable();
    if (isResumed && version < TLS_1_3) return;
    this.#shown = undefined;
    this.#keepToOwn();
  }

  /** Gives up what leads to other sessions. */
  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    const { keys, table } = this.shared;
    close(keys);
    if (table !== undefined) close(table);
  }

  /** Runs `work` with the shared keys, which are wiped afterwards. */
  #withKeys<T>(work: (keys: TicketKeys) => T): T {
    const keys = new TicketKeys(new Uint8Array(TICKET_KEYS_SIZE));
    try {
      pread(this.shared.keys, keys.bytes, 0);
      return work(keys);
    } finally {
      keys.wipe();
    }
  }

  /** The secret of somebody else's ticket. */
  #secretOf(
    name: Uint8Array<ArrayBuffer>,
  ): { readonly secret: TicketSecret; readonly isRenewed: boolean } | undefined {
    if (this.#isOpen) {
      this.#shown = this.#withKeys((keys) => {
        const key = keys.named(new DataView(name.buffer).getUint32(0, true), Date.now());
        return key && secretNamed(name, key);
      });
      return this.#shown && { secret: this.#shown, isRenewed: true };
    }
    const isShown = this.#shown?.name.every((byte, i) => byte === name[i]);
    return this.#shown && isShown ? { secret: this.#shown, isRenewed: false } : undefined;
  }
}

/** A secret with a name that no other session has. */
function ownSecret(key: TicketKey): TicketSecret {
  const name = new Uint8Array(new ArrayBuffer(TICKET_NAME_SIZE));
  getrandom(name);
  new DataView(name.buffer).setUint32(0, key.id, true);
  return secretNamed(name, key);
}

function secretNamed(
  name: Uint8Array<ArrayBuffer>,
  key: TicketKey,
): TicketSecret {
  const derive = (purpose: string) => keyedDigest(key.secret, bytesOf(purpose + stringOf(name)));
  return { name, cipherKey: derive(PURPOSE.cipher), digestKey: derive(PURPOSE.digest) };
}

/**
 * What has to be the same for a session to be resumed: by a server that has got another certificate or
 * other demands nobody goes on as if nothing had changed, nor does one server with what is another's.
 */
function settingsOf(config: Scope, digestOf: (name: string) => string | undefined): string {
  const lines = config.sections
    .flatMap((section) => [section, ...section.inherited ?? []])
    .flatMap(({ entries }) => entries)
    .filter(({ name }) => name.startsWith("TLS") && name !== "TLSLog");
  const files = lines.filter(({ name }) => !name.endsWith("KeyFile"))
    .flatMap(({ name, args }) => {
      const directory = directoryDirectives.find((directive) => directive.name === name);
      return directory ? args.map((path) => materialName(directory, path)) : args;
    })
    .map((name) => digestOf(name) ?? "");
  return JSON.stringify([
    config.get(serverName),
    lines.map(({ name, args }) => [name, ...args]),
    files,
  ]);
}
