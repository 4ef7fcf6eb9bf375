/**
 * Clients that ask for renegotiations (TLS 1.2) and changes of keys (TLS 1.3), again and again.
 */
import assert from "node:assert/strict";
import { tlsDirectives } from "../../harness/certificates.ts";
import { OPENSSL_CLIENT_NEEDS, talkByOpenSsl } from "../../harness/openssl_client.ts";
import { test } from "../../harness/requires.ts";
import { startServer } from "../../harness/server.ts";
import { waitFor } from "../../harness/wait_for.ts";

const DONE = "200 NOOP command successful";

test({
  name: "a client that asks for a renegotiation is refused, and its session ends",
  needs: [...OPENSSL_CLIENT_NEEDS],
  async fn() {
    await using server = await startServer({ config: tlsDirectives });
    const heard = await talkByOpenSsl(server, { version: "1.2" }, ["NOOP", ":again 1000", "NOOP"]);
    assert.deepEqual(heard, [DONE, "refused"]);
    await waitFor("the end of the session", async () => (await server.sessions()).length === 0);
  },
});

test({
  name: "with AllowClientRenegotiations a session survives a hundred of them",
  needs: [...OPENSSL_CLIENT_NEEDS],
  async fn() {
    await using server = await startServer({
      config: (place) => `${tlsDirectives(place)}TLSOptions AllowClientRenegotiations`,
    });
    const heard = await talkByOpenSsl(server, { version: "1.2" }, ["NOOP", ":again 100", "NOOP"]);
    assert.deepEqual(heard, [DONE, ...Array(100).fill("renegotiated"), DONE]);
  },
});

test({
  name: "a session survives a thousand changes of keys",
  needs: [...OPENSSL_CLIENT_NEEDS],
  async fn() {
    await using server = await startServer({ config: tlsDirectives });
    const steps = ["NOOP", ":update 500", "NOOP", ":update 500", "NOOP"];
    const heard = await talkByOpenSsl(server, { version: "1.3" }, steps);
    assert.deepEqual(heard, [DONE, DONE, DONE]);
  },
});

for (const kind of ["both", "own"]) {
  test({
    name: `a flood of changes of keys does not keep a session from its end (${kind})`,
    needs: [...OPENSSL_CLIENT_NEEDS],
    async fn() {
      await using server = await startServer({
        config: (place) => `${tlsDirectives(place)}TimeoutLogin 5`,
      });
      // The client has no end of its own. On a busy machine it may come too late to begin.
      const [heard = ""] = await talkByOpenSsl(server, { version: "1.3" }, [`:flood ${kind}`]);
      assert.match(heard, /^(refused|no handshake)$/);
      await waitFor("the end of the session", async () => (await server.sessions()).length === 0);
    },
  });
}
