/**
 * `ftpdctl tls`: the table of TLS sessions, shown, cleared and removed, and who may do that.
 */
import assert from "node:assert/strict";
import { tlsDirectives } from "../../harness/certificates.ts";
import { run, toolProgram } from "../../harness/programs.ts";
import { test } from "../../harness/requires.ts";
import { type Place, type Server, startServer } from "../../harness/server.ts";
import { waitFor } from "../../harness/wait_for.ts";
import { resumer } from "./ftplib/resumer.ts";

const FTPDCTL = toolProgram("ftpdctl");

const config = (more: string) => (place: Place) =>
  `${tlsDirectives(place)}ControlsEngine on\nControlsSocket ${place.folder}/ctl.sock\n${more}\n`;

const CACHE = "TLSSessionCache shm:/file=/var/run/proftpd/sesscache&size=66560 600";

/** Exit status and lines of `ftpdctl words`. */
async function control(server: Server, ...words: string[]): Promise<string> {
  const args = ["-s", `${server.folder}/ctl.sock`, ...words];
  const { code, stdout, stderr } = await run(FTPDCTL, args);
  return `${code} ${(stdout + stderr).replaceAll("ftpdctl: ", "").trimEnd()}`;
}

/** The number behind `name` in what `tls sesscache info` says. */
async function counted(server: Server, name: string): Promise<number> {
  const text = await control(server, "tls", "sesscache", "info");
  const [, number] = new RegExp(`${name}: (\\d+)`).exec(text) ?? assert.fail(text);
  return Number(number);
}

test({
  name: "the table of TLS sessions is shown, cleared and removed, until a restart",
  needs: ["root", "openssl", "python3"],
  async fn() {
    await using server = await startServer({ config: config(CACHE) });
    await using client = resumer(server, { version: "1.2", by: "ids" });
    assert.match(
      await control(server, "tls", "sesscache", "info", "-v"),
      /sessions:\n {2}\(none\)$/,
    );
    assert.equal(await client.tell("first"), "begun");
    assert.equal(await client.tell(`look ${server.port}`), "resumed");
    assert.equal(await counted(server, "Max session cache size"), 64);
    assert.equal(await counted(server, "Shared memory segment size"), 66_560);
    assert.equal(await counted(server, "Current session cache size"), 1);
    assert.equal(await counted(server, "sessions stored"), 1);
    assert.equal(await counted(server, "lifetime hits"), 1);
    const long = await control(server, "tls", "sesscache", "info", "-v");
    assert.match(long, /^0 Shared memory \(shm\) SSL session cache\n/);
    assert.match(long, /\n {4}Session ID: [0-9A-F]{64}\n {4}Session ID Context: [0-9A-F]{64}\n/);
    assert.match(
      long,
      /\n {4}Protocol: TLSv1\.2\n {4}Started: .* \d{4}\n {4}Expires: .* \(600 secs\)/,
    );

    const cleared = "0 tls sesscache: cleared 1 session from 'shm' session cache";
    assert.equal(await control(server, "tls", "sesscache", "clear"), cleared);
    assert.equal(await client.tell(`look ${server.port}`), "new");
    assert.equal(await counted(server, "lifetime misses"), 1);
    assert.equal(await counted(server, "sessions deleted"), 1);

    assert.equal(await client.tell("first"), "begun");
    const removed = "0 tls sesscache: removed 'shm' session cache";
    assert.equal(await control(server, "tls", "sesscache", "remove"), removed);
    assert.equal(await client.tell(`look ${server.port}`), "new");
    const none = "0 No TLSSessionCache configured";
    assert.equal(await control(server, "tls", "sesscache", "info"), none);
    server.signal("SIGHUP");
    await waitFor("the table of after the restart", async () => {
      return /Shared memory/.test(await control(server, "tls", "sesscache", "info"));
    });
    assert.equal(await client.tell("first"), "begun");
    assert.equal(await client.tell(`look ${server.port}`), "resumed");
  },
});

test({
  name: "what is asked wrongly of tls, or has no table, is told",
  needs: ["root", "openssl"],
  async fn() {
    await using server = await startServer({ config: config("") });
    const answers: readonly (readonly [words: string, answer: string])[] = [
      ["tls", "1 tls: missing required parameters"],
      ["tls x", "1 tls: unknown tls action: 'x'"],
      ["tls sesscache", "1 tls sesscache: missing required parameters"],
      ["tls sesscache x", "1 tls sesscache: unknown sesscache action: 'x'"],
      ["tls sesscache info -x", "1 tls sesscache: unsupported parameter: '-x'"],
      ["tls sesscache info", "0 No TLSSessionCache configured"],
      [
        "tls sesscache clear",
        "1 tls sesscache: error clearing session cache: Function not implemented",
      ],
      [
        "tls sesscache remove",
        "1 tls sesscache: error removing session cache: Function not implemented",
      ],
      ["tls ocspcache info", "0 No TLSStaplingCache configured"],
    ];
    for (const [words, answer] of answers) {
      assert.equal(await control(server, ...words.split(" ")), answer);
    }
    assert.match(await control(server, "help"), /\ntls: query\/tune mod_tls settings\n/);
    assert.match(await control(server, "lsctrl"), /\ntls \(mod_tls\.c\)\n/);
  },
});

test({
  name: "of a cache of stapled answers there is nothing to tell",
  needs: ["root", "openssl"],
  async fn() {
    await using server = await startServer({ config: config("TLSStaplingCache shm:/file=/x") });
    const answer = await control(server, "tls", "ocspcache", "info");
    assert.match(answer, /^1 tls ocspcache: not supported by this server: /);
  },
});

test({
  name: "TLSControlsACLs say who may do what with it: both the action and what it is to do",
  needs: ["root", "openssl"],
  async fn() {
    const rules = "TLSControlsACLs clear deny user root\nTLSControlsACLs info allow user nobody";
    await using server = await startServer({ config: config(`${CACHE}\n${rules}`) });
    const ask = (...words: string[]) => control(server, "tls", "sesscache", ...words);
    assert.equal(await ask("clear"), "1 access denied");
    assert.match(await ask("info"), /^0 Shared memory/);
  },
});

test({
  name: "a server without TLS has no action about it",
  needs: ["root"],
  async fn() {
    await using server = await startServer({
      config: ({ folder }) => `ControlsEngine on\nControlsSocket ${folder}/ctl.sock\n`,
    });
    assert.equal(
      await control(server, "tls", "sesscache", "info"),
      "1 unsupported action requested",
    );
  },
});
