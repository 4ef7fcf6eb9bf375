/**
 * SSCN: transfers between two servers under TLS.
 */
import assert from "node:assert/strict";
import { makeCertificate } from "../../harness/certificates.ts";
import { test } from "../../harness/requires.ts";
import { startServer } from "../../harness/server.ts";
import { sendAcross, SITE_TO_SITE_NEEDS, siteDirectives } from "../../harness/site_to_site.ts";
import { tempDir } from "../../harness/temp_dir.ts";

/** More than fits into the buffers of a connection. */
const CONTENT = new Uint8Array(3 << 20).map((_, index) => index % 251);

const REFUSED = "425 Unable to build data connection: Operation not permitted";

for (const client of ["from", "to"] as const) {
  for (
    const { check, trusts, isDone } of [
      { check: "TLSVerifyServer on", trusts: true, isDone: true },
      { check: "TLSVerifyServer NoReverseDNS", trusts: true, isDone: true },
      { check: "TLSVerifyServer on", trusts: false, isDone: false },
      { check: "TLSVerifyServer off", trusts: false, isDone: true },
      { check: "", trusts: true, isDone: false },
      { check: "TLSVerifyClient optional", trusts: true, isDone: true },
      { check: "TLSVerifyClient optional\nTLSVerifyServer off", trusts: false, isDone: true },
    ]
  ) {
    const by = `${check.replace("\n", " and ") || "nothing said of servers"}`;
    const whom = trusts ? "one that is trusted" : "a stranger";
    test({
      name: `with ${by} the ${client} side ${isDone ? "takes" : "refuses"} ${whom}`,
      needs: [...SITE_TO_SITE_NEEDS],
      async fn() {
        await using folder = await tempDir();
        const trusted = makeCertificate(folder.path, { name: "trusted" });
        const signer = trusts ? trusted : makeCertificate(folder.path, { name: "signer" });
        const asks = { config: siteDirectives(trusted, trusted, check) };
        const answers = { config: siteDirectives(signer, trusted, "") };
        await using sender = await startServer(client === "from" ? asks : answers);
        await using receiver = await startServer(client === "to" ? asks : answers);
        Deno.writeFileSync(`${sender.home}/f`, CONTENT);
        const heard = await sendAcross(sender, receiver, client);
        assert.equal(heard[0], "200 SSCN:CLIENT METHOD");
        assert.deepEqual(heard.slice(3), Array(2).fill("200 NOOP command successful"));
        const side = client === "from" ? sender : receiver;
        if (isDone) {
          assert.deepEqual(heard.slice(1, 3), Array(2).fill("226 Transfer complete"));
          assert.deepEqual(Deno.readFileSync(`${receiver.home}/got`), CONTENT);
          assert.match(await side.read("tls.log"), /TLSv1\.3 connection created, using cipher/);
        } else {
          assert.equal(heard[client === "from" ? 1 : 2], REFUSED);
          assert.match(await side.read("tls.log"), /unable to verify '127\.0\.0\.1' server cert/);
        }
      },
    });
  }
}
