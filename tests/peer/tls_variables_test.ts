/**
 * What logs and Display files tell of a session's TLS, with and without `TLSOptions StdEnvVars`.
 */
import assert from "node:assert/strict";
import { makeCertificate, tlsDirectives } from "../harness/certificates.ts";
import { fromFileUrl } from "../harness/file_url.ts";
import { startPeer } from "../harness/peer.ts";
import { run } from "../harness/programs.ts";
import { test } from "../harness/requires.ts";
import { type Place, type Server, startServer } from "../harness/server.ts";
import { waitFor } from "../harness/wait_for.ts";

const CLIENT = fromFileUrl(new URL("../e2e/tls/client_certificate.py", import.meta.url));

const NAMES = [
  ...["FTPS", "TLS_PROTOCOL", "TLS_CIPHER", "TLS_CIPHER_EXPORT", "TLS_CIPHER_KEYSIZE_USED"],
  ...["TLS_CIPHER_KEYSIZE_POSSIBLE", "TLS_LIBRARY_VERSION", "TLS_SERVER_NAME"],
  ...["CLIENT", "SERVER"].flatMap((end) =>
    [
      ...["M_VERSION", "S_DN", "I_DN", "A_SIG", "A_KEY", "S_DN_CN", "S_DN_O", "I_DN_CN"],
    ].map((name) => `TLS_${end}_${name}`)
  ),
];

const NOTES = ["FTPS", "TLS_PROTOCOL", "TLS_CIPHER", "TLS_SERVER_NAME"];

function configuration(options: string): (place: Place) => string {
  return (place) => {
    const { folder } = place;
    const { certificate } = makeCertificate(folder, { name: "authority" });
    const variables = NAMES.map((name) => `${name}=%{${name}}e`);
    const notes = NOTES.map((name) => `note ${name}=%{note:${name}}`);
    Deno.writeTextFileSync(`${folder}/display`, "Cipher %{env:TLS_CIPHER} of %{env:FTPS}\n");
    return `LoadModule mod_tls.c
      ${tlsDirectives(place)}
      TLSCACertificateFile ${certificate}
      TLSVerifyClient optional
      ${options}
      DisplayLogin ${folder}/display
      LogFormat told "%m;${[...variables, ...notes].join(";")};id=%{TLS_SESSION_ID}e"
      ExtendedLog ${folder}/told AUTH,MISC,DIRS told
    `;
  };
}

/** What the client hears in answer to PASS, and the entries about USER, PASS and PWD. */
async function told(server: Server): Promise<{ heard: string; entries: string[] }> {
  const { name, password } = server.account();
  const own = [`${server.folder}/authority.crt`, `${server.folder}/authority.key`];
  const { stdout, stderr } = await run("python3", [
    ...["-B", CLIENT, String(server.port), ...own, name, password, "TLSv1_3"],
  ]);
  assert.equal(stderr, "");
  const entries = await waitFor("the entry about PWD", async () => {
    const lines = (await server.read("told")).split("\n");
    return lines.some((line) => line.startsWith("PWD;")) ? lines : undefined;
  });
  return {
    heard: stdout.replaceAll(server.folder, "<folder>"),
    entries: entries.filter((line) => /^(USER|PASS|PWD);/.test(line)),
  };
}

/** The entry without the session's number, which has to be one or, without variables, none. */
function withoutId(entry: string, pattern: RegExp): string {
  const [rest = "", id = ""] = entry.split(";id=");
  assert.match(id, pattern);
  return rest;
}

const NEEDS = ["peer", "root", "python3", "openssl", "/usr/lib/proftpd/mod_tls.so"] as const;

for (
  const { name, options, id, says } of [
    {
      name: "with StdEnvVars logs tell what the original's tell of a connection and both ends",
      options: "TLSOptions StdEnvVars",
      id: /^[0-9A-F]{64}$/,
      says: /;TLS_CLIENT_S_DN=CN = authority;.*;TLS_SERVER_S_DN_CN=server;.*note FTPS=1;/,
    },
    {
      name: "without StdEnvVars logs have the notes only, as the original's have",
      options: "",
      id: /^-?$/,
      says: /;note TLS_PROTOCOL=TLSv1.3;/,
    },
  ]
) {
  test({
    name,
    needs: [...NEEDS],
    async fn() {
      await using original = await startPeer({ config: configuration(options) });
      await using own = await startServer({ config: configuration(options) });
      const [theirs, ours] = await Promise.all([told(original), told(own)]);
      const entries = ours.entries.map((entry) => withoutId(entry, id));
      assert.deepEqual(entries, theirs.entries.map((entry) => withoutId(entry, id)));
      assert.ok(entries.every((entry) => says.test(entry)), entries.join("\n"));
      assert.equal(ours.heard, theirs.heard);
    },
  });
}
