/**
 * `TLSRequired` of a directory: what is in there goes over protected connections only.
 */
import assert from "node:assert/strict";
import { tlsDirectives } from "../../harness/certificates.ts";
import { testInBothManners } from "../../harness/manners.ts";

testInBothManners({
  name: "TLSRequired in a directory is about transfers there, however they name it",
  needs: ["openssl"],
  config: (place) =>
    `${tlsDirectives(place)}
    <Directory ~/secret>
      TLSRequired on
    </Directory>`,
  async fn(server) {
    await using client = await server.login();
    await client.expect("MKD secret", 257);
    await client.expect("MKD open", 257);
    await client.upload("STOR open/file", "for everybody");
    const refusals = [
      ...["STOR secret/file", "RETR secret/file", "LIST secret", "LIST -la secret", "NLST secret"],
      ...["MLSD secret", "NLST sec*", "LIST -R", "LIST open/../secret", "APPE open/../secret/x"],
    ];
    for (const line of refusals) {
      await client.expect(line, "522 SSL/TLS required on the data channel");
    }
    assert.equal(await client.download("RETR open/file"), "for everybody");
    await client.expect("CWD secret", 250);
    for (const line of ["LIST", "NLST", "MLSD", "STOR file", "STOU"]) {
      await client.expect(line, "522 SSL/TLS required on the data channel");
    }
  },
});
