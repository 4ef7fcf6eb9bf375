/**
 * FTP over TLS with Python's own client: what has to work, and what must not.
 */
import { tlsDirectives } from "../../harness/certificates.ts";
import { workplace } from "../../harness/client_program.ts";
import { fromFileUrl } from "../../harness/file_url.ts";
import { testInBothManners } from "../../harness/manners.ts";

const scripts = [
  ["transfers and lists", "transfers.py", ""],
  ["transfers and lists without tickets", "transfers.py", "TLSSessionTickets off"],
  ["goes on while keys change", "transfers.py", "TLSRenegotiate ctrl 1 data 64"],
  ["sends commands ahead", "pipelines.py", ""],
  ["is not fooled", "refusals.py", ""],
  ["is not fooled without tickets", "refusals.py", "TLSSessionTickets off"],
  ["gives nothing to strangers", "strangers.py", "TLSOptions NoSessionReuseRequired"],
  ["transfers and lists in a fork of a template", "transfers.py", "SessionTemplate on"],
] as const;

for (const version of ["1.2", "1.3"]) {
  for (const [what, script, directives] of scripts) {
    testInBothManners({
      name: `ftplib under TLS ${version} ${what}`,
      needs: ["python3", "openssl"],
      config: (place) => tlsDirectives(place) + directives,
      async fn(server) {
        await using work = await workplace();
        const { name: user, password } = server.account();
        const path = fromFileUrl(new URL(`./ftplib/${script}`, import.meta.url));
        const { port } = server;
        const args = ["-B", path, "127.0.0.1", String(port), user, password, version];
        await work.run("python3", args);
      },
    });
  }
}
