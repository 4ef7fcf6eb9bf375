/**
 * `TLSOptions AllowDotLogin`: a certificate that lies in the user's home is as good as a password, in a
 * file that nobody else can have written.
 */
import assert from "node:assert/strict";
import {
  type Certificate,
  makeCertificate,
  makeSignedCertificate,
  tlsDirectives,
} from "../../harness/certificates.ts";
import { fromFileUrl } from "../../harness/file_url.ts";
import { testInBothManners } from "../../harness/manners.ts";
import { run } from "../../harness/programs.ts";
import { test } from "../../harness/requires.ts";
import { type Place, type Server, startServer } from "../../harness/server.ts";

const CLIENT = fromFileUrl(new URL("./client_certificate.py", import.meta.url));

const BY_PASSWORD = "331 Password required for alice";
const IN = "232 User alice logged in";

function verifying(place: Place): string {
  const { certificate } = makeCertificate(place.folder, { name: "authority" });
  return `${tlsDirectives(place)}TLSCACertificateFile ${certificate}
    TLSVerifyClient optional
    TLSOptions AllowDotLogin\n`;
}

/** What alice hears in answer to USER, with `certificate`. */
async function visit(server: Server, certificate: Certificate | undefined): Promise<string> {
  const paths = certificate ? [certificate.certificate, certificate.key] : ["-", "-"];
  const { stdout, stderr } = await run("python3", [
    ...["-B", CLIENT, String(server.port), ...paths, "alice", "wrong", "TLSv1_3"],
  ]);
  assert.equal(stderr, "");
  return stdout.split("\n")[0] ?? "";
}

function sign({ folder }: Server, name: string): Certificate {
  const authority = { certificate: `${folder}/authority.crt`, key: `${folder}/authority.key` };
  return makeSignedCertificate(folder, authority, name);
}

/** Makes alice's file anew: hers, for her alone. */
function keep(server: Server, text: string, mode = 0o600, owner?: number): string {
  const { home, uid, gid } = server.account();
  const path = `${home}/.tlslogin`;
  try {
    Deno.removeSync(path, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  Deno.writeTextFileSync(path, text);
  Deno.chmodSync(path, mode);
  if (Deno.uid() === 0) Deno.chownSync(path, owner ?? uid, gid);
  return path;
}

const textOf = ({ certificate }: Certificate) => Deno.readTextFileSync(certificate);

testInBothManners({
  name: "who shows a certificate that lies in the user's home needs no password",
  needs: ["openssl", "python3"],
  config: verifying,
  async fn(server) {
    const [hers, another] = [sign(server, "hers"), sign(server, "another")];
    assert.equal(await visit(server, hers), BY_PASSWORD, "no file");
    keep(server, textOf(hers));
    assert.equal(await visit(server, hers), IN, "hers");
    assert.equal(await visit(server, another), BY_PASSWORD, "another");
    assert.equal(await visit(server, undefined), BY_PASSWORD, "none");
    keep(server, `words\n${textOf(another)}${textOf(hers)}`);
    assert.equal(await visit(server, hers), IN, "the second");
    const unsigned = makeCertificate(server.folder, { name: "unsigned" });
    keep(server, textOf(unsigned));
    assert.equal(await visit(server, unsigned), "no connection", "unsigned");
  },
});

testInBothManners({
  name: "a .tlslogin that others could have written, or that is no file, lets nobody in",
  needs: ["openssl", "python3"],
  config: verifying,
  async fn(server) {
    const hers = sign(server, "hers");
    const text = textOf(hers);
    const refused = async (what: RegExp) => {
      assert.equal(await visit(server, hers), BY_PASSWORD, String(what));
      assert.match(await server.read("tls.log"), what);
    };
    keep(server, text, 0o620);
    await refused(/\.tlslogin check: unable to use '.*': others may write to it/);
    keep(server, text, 0o602);
    assert.equal(await visit(server, hers), BY_PASSWORD, "writable for all");
    const path = keep(server, "");
    await refused(/unable to read '.*\.tlslogin'/);
    Deno.removeSync(path);
    Deno.symlinkSync(hers.certificate, path);
    await refused(/unable to open '.*': Too many levels of symbolic links/);
    Deno.removeSync(path);
    Deno.mkdirSync(path);
    await refused(/unable to use '.*': not a regular file/);
    keep(server, text + "\n".repeat(64 << 10));
    await refused(/unable to use '.*': larger than 65536 bytes/);
    keep(server, text);
    assert.equal(await visit(server, hers), IN);
  },
});

test({
  name: "another user's .tlslogin lets nobody in",
  needs: ["root", "openssl", "python3"],
  async fn() {
    await using server = await startServer({
      config: verifying,
      users: [{ name: "alice", uid: 20_001, gid: 20_001 }],
    });
    const hers = sign(server, "hers");
    keep(server, textOf(hers), 0o644, 20_002);
    assert.equal(await visit(server, hers), BY_PASSWORD);
    assert.match(await server.read("tls.log"), /unable to use '.*': another user's file/);
    keep(server, textOf(hers), 0o644, 0);
    assert.equal(await visit(server, hers), IN, "root's");
  },
});

test({
  name: "without the option a certificate at home is none",
  needs: ["openssl", "python3"],
  async fn() {
    await using server = await startServer({
      config: (place) => verifying(place).replace("TLSOptions AllowDotLogin", ""),
    });
    const hers = sign(server, "hers");
    keep(server, textOf(hers));
    assert.equal(await visit(server, hers), BY_PASSWORD);
  },
});
