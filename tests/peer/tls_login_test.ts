/**
 * Logins by certificate, and certificates in logs (`TLSOptions AllowDotLogin ExportCertData`), beside the
 * original.
 */
import assert from "node:assert/strict";
import {
  type Certificate,
  makeCertificate,
  makeSignedCertificate,
  tlsDirectives,
} from "../harness/certificates.ts";
import { fromFileUrl } from "../harness/file_url.ts";
import { startPeer } from "../harness/peer.ts";
import { run } from "../harness/programs.ts";
import { test } from "../harness/requires.ts";
import { tempDir } from "../harness/temp_dir.ts";
import { type Place, type Server, startServer } from "../harness/server.ts";
import { waitFor } from "../harness/wait_for.ts";

const CLIENT = fromFileUrl(new URL("../e2e/tls/client_certificate.py", import.meta.url));

const NEEDS = ["peer", "root", "python3", "openssl", "/usr/lib/proftpd/mod_tls.so"] as const;

/** For a server whose clients' certificates the one called `authority` in `folder` has signed. */
function configuration(folder: string, more: string): (place: Place) => string {
  return (place) => {
    const display = `${place.folder}/display`;
    Deno.writeTextFileSync(display, "%{env:TLS_CLIENT_CERT}\n%{env:TLS_SERVER_CERT}\n");
    return `LoadModule mod_tls.c
      ${tlsDirectives(place)}
      TLSCACertificateFile ${folder}/authority.crt
      TLSVerifyClient optional
      ${more.replaceAll("FOLDER", place.folder)}
    `;
  };
}

async function visit(server: Server, own: Certificate, password: string): Promise<string> {
  const { stdout, stderr } = await run("python3", [
    ...["-B", CLIENT, String(server.port), own.certificate, own.key, server.account().name],
    ...[password, "TLSv1_3"],
  ]);
  assert.equal(stderr, "");
  return stdout.replaceAll(server.folder, "<folder>");
}

/** What is logged about the ways in, without times and process ids. */
async function logged(server: Server): Promise<string[]> {
  const lines = `${await server.read("tls.log")}${await server.log()}`.split("\n");
  return lines.flatMap((line) =>
    /(?:TLS\/X509|\.tlslogin check|Authenticated without).*/.exec(
      line.replaceAll(server.folder, "<folder>"),
    )?.[0] ?? []
  );
}

test({
  name: "by .tlslogin, by TLSUserName or by neither: replies and logs are the original's",
  needs: [...NEEDS],
  async fn() {
    await using folder = await tempDir();
    const authority = makeCertificate(folder.path, { name: "authority" });
    const options = "TLSOptions AllowDotLogin\nTLSUserName CommonName";
    const config = configuration(folder.path, options);
    await using original = await startPeer({ config });
    await using own = await startServer({ config });
    const hers = makeSignedCertificate(folder.path, authority, own.account().name);
    const another = makeSignedCertificate(folder.path, authority, "another");
    const told = await Promise.all([original, own].map(async (server) => {
      const { password, home, uid, gid } = server.account();
      const heard = [
        await visit(server, hers, password),
        await visit(server, another, "wrong"),
      ];
      Deno.copyFileSync(another.certificate, `${home}/.tlslogin`);
      Deno.chownSync(`${home}/.tlslogin`, uid, gid);
      for (const each of [another, hers]) heard.push(await visit(server, each, password));
      return { heard, logged: await logged(server) };
    }));
    assert.deepEqual(told[1], told[0]);
    assert.equal(told[1]?.heard.filter((text) => text.startsWith("232 ")).length, 3);
    assert.match(told[1]?.logged.join("\n") ?? "", /X509 \.tlslogin authentication successful/);
  },
});

test({
  name: "ExportCertData tells logs and Display files the certificates that the original tells",
  needs: [...NEEDS],
  async fn() {
    const variables = [
      ...["%{TLS_CLIENT_CERT}e", "%{TLS_SERVER_CERT}e", "%{TLS_CLIENT_S_DN}e"],
      ...[0, 1, 2, 3].map((number) => `%{TLS_CLIENT_CERT_CHAIN${number}}e`),
    ];
    await using folder = await tempDir();
    const authority = makeCertificate(folder.path, { name: "authority" });
    const shown = makeSignedCertificate(folder.path, authority, "shown");
    const first = Deno.readTextFileSync(shown.certificate);
    const second = Deno.readTextFileSync(authority.certificate);
    Deno.writeTextFileSync(shown.certificate, `${first}${second}${first}`);
    const config = configuration(
      folder.path,
      `TLSOptions ExportCertData
      DisplayLogin FOLDER/display
      LogFormat told "%m;${variables.join(";")}|"
      ExtendedLog FOLDER/told DIRS told`,
    );
    await using original = await startPeer({ config });
    await using own = await startServer({ config });
    const told = await Promise.all([original, own].map(async (server) => {
      const heard = await visit(server, shown, server.account().password);
      const entry = await waitFor("the entry about PWD", async () => {
        const text = await server.read("told");
        return text.includes("|") ? text : undefined;
      });
      const ownCertificate = Deno.readTextFileSync(`${server.folder}/server.crt`);
      const known = (text: string) =>
        text.replaceAll(ownCertificate, "<server>").replaceAll(first, "<first>")
          .replaceAll(second, "<second>");
      // What would break a line of a log or of a reply is not sent as it is here.
      return {
        heard: known(heard.replaceAll("?", "\n")),
        entry: known(entry.replaceAll("\\x0a", "\n")),
      };
    }));
    assert.deepEqual(told[1], told[0]);
    assert.match(told[1]?.entry ?? "", /^PWD;<first>;<server>;-?;-?;<second>;<first>;-?\|/);
  },
});
