/**
 * Resumption of TLS sessions by means of our own: tickets, sessions by their ids, and the seal that these
 * are kept under.
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { bytesOf } from "../../src/libc/bytes.ts";
import { close } from "../../src/libc/files.ts";
import { type Protocol, TlsContext } from "../../src/libc/openssl/context.ts";
import { keyedDigest } from "../../src/libc/openssl/keyed_digest.ts";
import { LeftSessions } from "../../src/libc/openssl/left_sessions.ts";
import { type Handle, moreOfLibssl, openssl } from "../../src/libc/openssl/library.ts";
import { Seal, SEAL_SIZE } from "../../src/libc/openssl/seal.ts";
import { keepSessions } from "../../src/libc/openssl/session_store.ts";
import { TlsStream } from "../../src/libc/openssl/stream.ts";
import {
  giveTickets,
  keepToOwnTickets,
  type TicketSecret,
} from "../../src/libc/openssl/tickets.ts";
import { socketpair } from "../../src/libc/sockets.ts";
import { makeCertificate } from "../harness/certificates.ts";
import { test } from "../harness/requires.ts";
import { finishHandshake } from "./openssl_pair.ts";
import { type TempDir, tempDir } from "../harness/temp_dir.ts";

const more = () =>
  moreOfLibssl({
    // int SSL_set_session(SSL *ssl, SSL_SESSION *session)
    SSL_set_session: { parameters: ["u64", "u64"], result: "i32" },
    // SSL_SESSION *SSL_get1_session(SSL *ssl)
    SSL_get1_session: { parameters: ["u64"], result: "u64" },
    // SSL_SESSION *SSL_SESSION_dup(const SSL_SESSION *src)
    SSL_SESSION_dup: { parameters: ["u64"], result: "u64" },
  });

/** `SSL_CTRL_SESS_NUMBER`. */
const SESSIONS = 20;

function serverContext(folder: TempDir, protocol: Protocol, tickets: boolean): TlsContext {
  const { certificate, key } = makeCertificate(folder.path);
  const context = contextOf(protocol, tickets);
  context.useCertificate(Deno.readTextFileSync(certificate));
  context.useKey(Deno.readTextFileSync(key));
  context.resume("test", 60, true);
  return context;
}

function contextOf(protocol: Protocol, tickets: boolean): TlsContext {
  const context = new TlsContext();
  context.allow(new Set([protocol]));
  context.set({
    ownPreference: true,
    clientRenegotiation: false,
    tickets,
    noEmptyFragments: false,
  });
  return context;
}

/** What a server does besides: before and after the handshake. */
interface Manners {
  readonly before?: (stream: TlsStream) => void;
  readonly after?: (stream: TlsStream) => void;
}

/** Connects once, with `session` if there is one: whether it was resumed, and what to come back with. */
function visit(
  server: TlsContext,
  client: TlsContext,
  session?: Handle,
  { before, after }: Manners = {},
): { readonly isResumed: boolean; readonly session: Handle } {
  const [here, there] = socketpair();
  const ends = [new TlsStream(client, there, "client"), new TlsStream(server, here)] as const;
  try {
    before?.(ends[1]);
    if (session !== undefined) more().SSL_set_session(ends[0].handle, session);
    finishHandshake(...ends);
    after?.(ends[1]);
    // The tickets of TLS 1.3 come with what is read.
    ends[1].write(bytesOf("x"));
    ends[0].read(new Uint8Array(16));
    const { isResumed } = ends[1];
    return { isResumed, session: Number(more().SSL_get1_session(ends[0].handle)) };
  } finally {
    for (const end of ends) end.free();
    close(here);
    close(there);
  }
}

function secret(name: number): TicketSecret {
  const bytes = (size: number) => new Uint8Array(size).fill(name);
  return { name: bytes(16), cipherKey: bytes(32), digestKey: bytes(32) };
}

/** Does not expect to be called. */
const failed = (error: unknown): never => {
  throw error;
};

for (const protocol of ["TLSv1.2", "TLSv1.3"] as const) {
  test({
    name: `tickets of ${protocol} are read by who knows their keys, and by nobody else`,
    needs: ["openssl"],
    async fn() {
      await using folder = await tempDir();
      const [first, second, stranger] = [1, 2, 3].map(() => serverContext(folder, protocol, true));
      const client = contextOf(protocol, true);
      const asked: number[] = [];
      giveTickets(first, secret(1), { secretOf: () => undefined, failed });
      giveTickets(second, secret(2), {
        secretOf(name) {
          asked.push(name[0]);
          return name[0] === 1 ? { secret: secret(1), isRenewed: true } : undefined;
        },
        failed,
      });
      giveTickets(stranger, secret(3), { secretOf: () => undefined, failed });
      const begun = visit(first, client);
      assert(!begun.isResumed);
      let { session } = begun;
      for (let count = 0; count < 3; count++) {
        // Each time with what the last connection has left: OpenSSL gives tickets of TLS 1.3 up.
        const next = visit(first, client, session);
        assert(next.isResumed);
        session = next.session;
      }
      assert(!visit(stranger, client, session).isResumed);
      const renewed = visit(second, client, session);
      assert(renewed.isResumed);
      assert.deepEqual(asked, [1]);
      // What takes its place is the second one's.
      assert(visit(second, client, renewed.session).isResumed);
      assert(!visit(first, client, renewed.session).isResumed);
      for (const context of [first, second, stranger, client]) context.free();
    },
  });

  test({
    name:
      `who keeps to own tickets of ${protocol} reads earlier ones, later ones and nobody else's`,
    needs: ["openssl"],
    async fn() {
      await using folder = await tempDir();
      const [first, second] = [1, 2].map(() => serverContext(folder, protocol, true));
      const client = contextOf(protocol, true);
      let asked = 0;
      const secretOf = () => (asked++, { secret: secret(2), isRenewed: true });
      giveTickets(first, secret(1), { secretOf, failed });
      giveTickets(second, secret(2), { secretOf: () => undefined, failed });
      let { session } = visit(first, client);
      keepToOwnTickets(first, secret(1));
      for (let count = 0; count < 3; count++) {
        const next = visit(first, client, session);
        assert(next.isResumed);
        session = next.session;
      }
      assert(!visit(first, client, visit(second, client).session).isResumed);
      assert.equal(asked, 0);
      for (const context of [first, second, client]) context.free();
    },
  });

  test({
    name: `a ticket of ${protocol} whose key is another one of that name is worth nothing`,
    needs: ["openssl"],
    async fn() {
      await using folder = await tempDir();
      const [first, second] = [1, 2].map(() => serverContext(folder, protocol, true));
      const client = contextOf(protocol, true);
      giveTickets(first, secret(1), { secretOf: () => undefined, failed });
      giveTickets(second, { ...secret(2), name: secret(1).name }, {
        secretOf: () => undefined,
        failed,
      });
      const { session } = visit(first, client);
      assert(!visit(second, client, session).isResumed);
      for (const context of [first, second, client]) context.free();
    },
  });

  test({
    name:
      `what goes wrong where a ticket of ${protocol} is looked up is told, and costs a handshake`,
    needs: ["openssl"],
    async fn() {
      await using folder = await tempDir();
      const [first, second] = [1, 2].map(() => serverContext(folder, protocol, true));
      const client = contextOf(protocol, true);
      const problems: unknown[] = [];
      giveTickets(first, secret(1), { secretOf: () => undefined, failed });
      giveTickets(second, secret(2), {
        secretOf() {
          throw new Error("no keys there");
        },
        failed: (error) => problems.push(error),
      });
      const { session } = visit(first, client);
      assert(!visit(second, client, session).isResumed);
      assert.match(String(problems), /^Error: no keys there/);
      for (const context of [first, second, client]) context.free();
    },
  });

  test({
    name: `sessions of ${protocol} without tickets are resumed from where they are kept`,
    needs: ["openssl"],
    async fn() {
      await using folder = await tempDir();
      const [first, second, other] = [1, 2, 3].map(() => serverContext(folder, protocol, false));
      const client = contextOf(protocol, true);
      const shelf = new Map<string, Uint8Array<ArrayBuffer>>();
      for (const context of [first, second]) {
        keepSessions(context, {
          keep: ({ id, content }) => void shelf.set(id, content.slice()),
          find: (id) => shelf.get(id)?.slice(),
          failed,
        });
      }
      const { session } = visit(first, client);
      assert(shelf.size > 0);
      assert(visit(second, client, session).isResumed);
      assert(!visit(other, client, session).isResumed);
      for (const context of [first, second, other, client]) context.free();
    },
  });

  test({
    name: `sessions of ${protocol} are neither kept nor looked for elsewhere when that has ended`,
    needs: ["openssl"],
    async fn() {
      await using folder = await tempDir();
      const [first, second] = [1, 2].map(() => serverContext(folder, protocol, false));
      const client = contextOf(protocol, true);
      const asked: string[] = [];
      for (const context of [first, second]) {
        const end = keepSessions(context, {
          keep: () => void asked.push("keep"),
          find: () => void asked.push("find"),
          failed,
        });
        if (context === first) continue;
        end();
        asked.length = 0;
      }
      const { session } = visit(first, client);
      assert(asked.includes("keep"));
      asked.length = 0;
      const other = visit(second, client, session);
      assert(!other.isResumed);
      assert(visit(second, client, other.session).isResumed);
      assert.deepEqual(asked, []);
      for (const context of [first, second, client]) context.free();
    },
  });

  test({
    name: `what is no session of ${protocol} is not resumed, and nobody is sent away over it`,
    needs: ["openssl"],
    async fn() {
      await using folder = await tempDir();
      const [first, second, third] = [1, 2, 3].map(() => serverContext(folder, protocol, false));
      const client = contextOf(protocol, true);
      const problems: unknown[] = [];
      keepSessions(second, {
        keep: () => {},
        find: () => bytesOf("nothing of the kind"),
        failed,
      });
      keepSessions(third, {
        keep() {
          throw new Error("no room");
        },
        find() {
          throw new Error("not there");
        },
        failed: (error) => problems.push(error),
      });
      const { session } = visit(first, client);
      assert(!visit(second, client, session).isResumed);
      assert(!visit(third, client, session).isResumed);
      assert.match(String(problems), /not there.*no room/);
      for (const context of [first, second, third, client]) context.free();
    },
  });
}

for (const hasTickets of [true, false]) {
  test({
    name: `a ticket of TLS 1.3 is given when that is asked for, ${
      hasTickets ? "sealed" : "or the name of a session"
    }`,
    needs: ["openssl"],
    async fn() {
      await using folder = await tempDir();
      const server = serverContext(folder, "TLSv1.3", hasTickets);
      const client = contextOf("TLSv1.3", true);
      const before = (stream: TlsStream) => stream.giveNoTickets();
      const none = visit(server, client, undefined, { before });
      assert(!visit(server, client, none.session, { before }).isResumed);
      const after = (stream: TlsStream) => {
        assert(stream.giveTicket());
        assert.equal(stream.handshake(), undefined);
      };
      const one = visit(server, client, undefined, { before, after });
      const next = visit(server, client, one.session, { before, after });
      assert(next.isResumed);
      assert(visit(server, client, next.session, { before }).isResumed);
      for (const context of [server, client]) context.free();
    },
  });
}

test({
  name: "of the sessions that connections of TLS 1.3 leave, the first and the latest are kept",
  needs: ["openssl"],
  async fn() {
    await using folder = await tempDir();
    const server = serverContext(folder, "TLSv1.3", false);
    const client = contextOf("TLSv1.3", true);
    const left = new LeftSessions(server);
    const before = (stream: TlsStream) => stream.giveNoTickets();
    const after = (stream: TlsStream) => {
      stream.giveTicket();
      assert.equal(stream.handshake(), undefined);
      left.keep(stream);
    };
    const copyOf = (session: Handle) => Number(more().SSL_SESSION_dup(session));
    const kept = () => Number(openssl().SSL_CTX_ctrl(server.handle, SESSIONS, 0, 0));
    const { session: first } = visit(server, client);
    const begun = kept();
    const others: Handle[] = [];
    for (let count = 0; count < 40; count++) {
      const { isResumed, session } = visit(server, client, copyOf(first), { before, after });
      assert(isResumed, `${count}`);
      others.push(session);
    }
    assert(kept() < begun + 20, `${kept()}`);
    assert(visit(server, client, copyOf(first), { before }).isResumed);
    assert(visit(server, client, others.at(-1), { before }).isResumed);
    assert(!visit(server, client, others[0], { before }).isResumed);
    for (const context of [server, client]) context.free();
  },
});

test({
  name: "nobody goes on with the session of a connection that is disowned",
  needs: ["openssl"],
  async fn() {
    await using folder = await tempDir();
    const server = serverContext(folder, "TLSv1.2", false);
    const client = contextOf("TLSv1.2", false);
    const after = (stream: TlsStream) => {
      assert(!stream.giveTicket());
      stream.disown();
    };
    const refused = visit(server, client, undefined, { after });
    assert(!visit(server, client, refused.session).isResumed);
    const { session } = visit(server, client);
    assert(visit(server, client, session).isResumed);
    for (const context of [server, client]) context.free();
  },
});

test({
  name:
    "what is sealed is opened by the same key, with the same words beside it, and not otherwise",
  needs: ["openssl"],
  fn() {
    const seal = new Seal();
    const bytes = (size: number) => fc.uint8Array({ minLength: size, maxLength: size });
    const texts = fc.uint8Array({ minLength: 1, maxLength: 600 });
    const places = fc.nat();
    fc.assert(fc.property(bytes(32), bytes(40), texts, places, (key, clear, text, place) => {
      const [k, c, t] = [key, clear, text].map((it) => Uint8Array.from(it));
      const sealed = seal.close(k, c, t);
      assert.equal(sealed.length, t.length + SEAL_SIZE);
      assert.deepEqual(seal.open(k, c, sealed), t);
      for (const changed of [k, c, sealed]) {
        changed[place % changed.length] ^= 1;
        assert.equal(seal.open(k, c, sealed), undefined);
        changed[place % changed.length] ^= 1;
      }
      assert.equal(seal.open(k, c, sealed.slice(0, -1)), undefined);
      assert.notDeepEqual(seal.close(k, c, t), sealed);
    }));
  },
});

test({
  name: "the keyed digest is that of RFC 4231",
  needs: ["openssl"],
  fn() {
    const digest = keyedDigest(bytesOf("Jefe"), bytesOf("what do ya want for nothing?"));
    assert.equal(
      digest.toHex(),
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
    );
  },
});
