/**
 * SSCN between this server and the original: each sends to the other, each begins the handshake.
 */
import assert from "node:assert/strict";
import { makeCertificate } from "../harness/certificates.ts";
import { startPeer } from "../harness/peer.ts";
import { test } from "../harness/requires.ts";
import { startServer } from "../harness/server.ts";
import { sendAcross, SITE_TO_SITE_NEEDS, siteDirectives } from "../harness/site_to_site.ts";
import { tempDir } from "../harness/temp_dir.ts";

const CONTENT = "some lines\n".repeat(100_000);

test({
  name: "this server and the original send each other files under TLS",
  needs: ["peer", "root", ...SITE_TO_SITE_NEEDS, "/usr/lib/proftpd/mod_tls.so"],
  async fn() {
    await using folder = await tempDir();
    const authority = makeCertificate(folder.path, { name: "authority" });
    const more = "TLSVerifyServer on\nAllowOverwrite on";
    const options = { config: siteDirectives(authority, authority, more) };
    await using original = await startPeer(options);
    await using own = await startServer(options);
    for (const [sender, receiver] of [[original, own], [own, original]] as const) {
      const { home, uid, gid } = sender.account();
      Deno.writeTextFileSync(`${home}/f`, CONTENT);
      Deno.chownSync(`${home}/f`, uid, gid);
      for (const client of ["from", "to"] as const) {
        const what = `from ${sender === own ? "ours" : "theirs"}, ${client} begins`;
        const heard = await sendAcross(sender, receiver, client);
        assert.deepEqual(heard.slice(1, 3), Array(2).fill("226 Transfer complete"), what);
        assert.equal(Deno.readTextFileSync(`${receiver.home}/got`), CONTENT, what);
        Deno.removeSync(`${receiver.home}/got`);
      }
    }
  },
});
