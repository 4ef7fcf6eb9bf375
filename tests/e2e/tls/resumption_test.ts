/**
 * TLS sessions that are resumed by connections which other processes serve, by Python's own client: by
 * tickets and by ids, over restarts of the daemon, and by whom they are not.
 */
import assert from "node:assert/strict";
import { makeCertificate, openssl, tlsDirectives } from "../../harness/certificates.ts";
import { freePort } from "../../harness/free_port.ts";
import { testInBothManners } from "../../harness/manners.ts";
import { writeSecret } from "../../harness/secret_file.ts";
import type { Place, Server } from "../../harness/server.ts";
import { waitFor } from "../../harness/wait_for.ts";
import { resumer, type Way } from "./ftplib/resumer.ts";

/** Restarts `server` with `config`, and waits until all sessions that begin know of it, by their greeting. */
async function restart(server: Server, config: string, greeting: string): Promise<void> {
  await server.reconfigure(`${config}\nServerIdent on "${greeting}"\n`);
  server.signal("SIGHUP");
  await waitFor("the restart", async () => {
    await using client = await server.connect();
    return client.greeting.text === `220 ${greeting}`;
  });
}

const CACHE = "TLSSessionCache shm:/file=/var/run/proftpd/sesscache\n";

const ways: readonly (Way & { readonly directives: string; readonly how: string })[] = [
  { version: "1.2", by: "tickets", directives: "", how: "tickets of TLS 1.2" },
  { version: "1.3", by: "tickets", directives: "", how: "tickets of TLS 1.3" },
  { version: "1.2", by: "ids", directives: CACHE, how: "ids of TLS 1.2" },
  {
    version: "1.3",
    by: "ids",
    directives: `${CACHE}TLSSessionTickets off\n`,
    how: "ids of TLS 1.3",
  },
  {
    version: "1.2",
    by: "ids",
    directives: `${CACHE}SessionTemplate on\n`,
    how: "ids of TLS 1.2 in forks of a template",
  },
  {
    version: "1.3",
    by: "tickets",
    directives: "SessionTemplate on\n",
    how: "tickets of TLS 1.3 in forks of a template",
  },
];

for (const { directives, how, ...way } of ways) {
  testInBothManners({
    name: `a client goes on in other connections, by keys that are good, and ${how}`,
    needs: ["python3", "openssl"],
    config: (place) => tlsDirectives(place) + directives,
    async fn(server) {
      await using client = resumer(server, way);
      assert.equal(await client.tell("first"), "begun");
      assert.equal(await client.tell("again"), "resumed");
      assert.equal(await client.tell("again"), "resumed");
      assert.equal(await client.tell("intrude"), "refused");
      // Tickets of TLS 1.3 have one secret each, and each is for one connection.
      const isNew = way.version === "1.3" && way.by === "tickets";
      assert.equal(await client.tell("stubborn"), isNew ? "425" : "taken");
      const config = await server.read("proftpd.conf");
      await restart(server, config, "by older keys");
      assert.equal(await client.tell("again"), "resumed");
      // Which makes a key, as its time would, and leaves no room for another one.
      await restart(server, `${config}\nTLSSessionTicketKeys count 1`, "by new keys only");
      assert.equal(await client.tell("again"), "new");
      assert.equal(await client.tell("first"), "begun");
      assert.equal(await client.tell("again"), "resumed");
      assert.match(await server.read("tls.log"), /client reused previous TLS session for control/);
    },
  });
}

/** What changes nothing in the configuration, and all the same makes another server of one. */
const changes = [
  {
    what: "another certificate of the same name",
    lines: () => "",
    change: tlsDirectives,
  },
  {
    what: "another key for clients",
    lines: (place: Place) =>
      `TLSPreSharedKey client hex:${writeSecret(place, "psk", "00ff".repeat(8))}`,
    change: (place: Place) => writeSecret(place, "psk", "00fe".repeat(8)),
  },
  {
    what: "another authority in its directory",
    lines: (place: Place) => `TLSCACertificatePath ${authorities(place)}`,
    change: authorities,
  },
];

/** A directory with one authority, a new one each time. */
function authorities({ folder }: Place): string {
  const path = `${folder}/authorities`;
  Deno.mkdirSync(path, { recursive: true });
  makeCertificate(path, { name: "authority" });
  Deno.chmodSync(path, 0o755);
  openssl("rehash", path);
  return path;
}

for (const by of ["tickets", "ids"] as const) {
  for (const { what, lines, change } of changes) {
    testInBothManners({
      name: `nobody goes on by ${by} with a server that has ${what}`,
      needs: ["python3", "openssl"],
      config: (place) => `${tlsDirectives(place)}${CACHE}${lines(place)}\n`,
      async fn(server) {
        await using client = resumer(server, { version: "1.2", by });
        assert.equal(await client.tell("first"), "begun");
        const config = await server.read("proftpd.conf");
        await restart(server, config, "the same one");
        assert.equal(await client.tell("again"), "resumed");
        change(server.place);
        await restart(server, config, "another one");
        assert.equal(await client.tell("again"), "new");
      },
    });
  }

  testInBothManners({
    name: `where certificates are asked for, they are asked for each time, not by ${by}`,
    needs: ["python3", "openssl"],
    config: (place) => `${tlsDirectives(place)}${CACHE}TLSVerifyClient optional\n`,
    async fn(server) {
      await using client = resumer(server, { version: "1.3", by });
      assert.equal(await client.tell("first"), "begun");
      assert.equal(await client.tell("again"), "new");
    },
  });
}

for (const by of ["tickets", "ids"] as const) {
  testInBothManners({
    name: `what was begun with one server is not resumed by its neighbour, by ${by}`,
    needs: ["python3", "openssl"],
    config: (place) =>
      `<Global>${tlsDirectives(place)}</Global>\n${CACHE}ServerName one\n` +
      `<VirtualHost 127.0.0.1>\nServerName two\nPort ${freePort()}\n</VirtualHost>`,
    async fn(server) {
      await using client = resumer(server, { version: "1.2", by });
      const [, port] = /two\nPort (\d+)/.exec(await server.read("proftpd.conf")) ?? [];
      assert.equal(await client.tell("first"), "begun");
      assert.equal(await client.tell(`look ${server.port}`), "resumed");
      assert.equal(await client.tell(`look ${port}`), "new");
      assert.equal(await client.tell(`look ${server.port}`), "resumed");
    },
  });
}

for (const { directives, how, ...way } of ways) {
  testInBothManners({
    name: `who is logged in already begins anew, whatever there is of ${how}`,
    needs: ["python3", "openssl"],
    config: (place) => `${tlsDirectives(place)}${directives}TLSOptions AllowPerUser\n`,
    async fn(server) {
      await using client = resumer(server, way);
      assert.equal(await client.tell("first"), "begun");
      assert.equal(await client.tell("late"), "new");
      assert.equal(await client.tell("again"), "resumed");
    },
  });
}

testInBothManners({
  name: "without a table nobody goes on by ids",
  needs: ["python3", "openssl"],
  config: (place) => `${tlsDirectives(place)}TLSSessionCache off\n`,
  async fn(server) {
    await using client = resumer(server, { version: "1.2", by: "ids" });
    assert.equal(await client.tell("first"), "begun");
    assert.equal(await client.tell("again"), "new");
  },
});
