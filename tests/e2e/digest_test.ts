/**
 * Checksums (mod_digest): where there are any, and what they cost.
 */
import { makeBigFile } from "../harness/big_file.ts";
import { waitForSessions } from "../harness/eventually.ts";
import { testInBothManners } from "../harness/manners.ts";
import { startServer } from "../harness/server.ts";

Deno.test("without LoadModule or DigestEngine there are no checksums, as in the original", async () => {
  await using server = await startServer("DefaultRoot ~");
  await using client = await server.login();
  await client.expect("HASH file", "500 HASH not understood");
  await client.expect("OPTS HASH", "500 OPTS HASH not understood");
});

testInBothManners({
  name: "checksums are computed in a jail",
  needs: [],
  config: "DigestEngine on",
  async fn(server) {
    await using client = await server.login();
    await client.expect("TYPE I", 200);
    await client.upload("STOR file", "123456789");
    await client.expect("XCRC file", "250-Computing CRC32 digest\n250 CBF43926");
    await client.expect("MD5 file", /251 file 25F9E794323B453885F5181F1B624D0B$/);
    await client.expect(
      "HASH file",
      /213 SHA-1 0-9 f7c3bc1d808e04732adf679965ccc34ca7ae3441 file$/,
    );
    await client.expect("HASH ../../../etc/passwd", 550);
  },
});

Deno.test("DigestEnable off keeps files of a directory from being read", async () => {
  await using server = await startServer(
    "DigestEngine on\n<Directory ~/closed>\nDigestEnable off\n</Directory>",
  );
  await using client = await server.login();
  await client.expect("MKD closed", 257);
  await client.expect("TYPE I", 200);
  await client.upload("STOR closed/file", "x");
  await client.upload("STOR file", "x");
  await client.expect("HASH closed/file", "552 closed/file: Operation not permitted");
  await client.expect("XCRC closed/file", "550 closed/file: Operation not permitted");
  await client.expect("XCRC file", 250);
});

Deno.test("nobody computes for a client that has gone, and the daemon can end who computes", async () => {
  await using server = await startServer("DigestEngine on\nDefaultRoot ~");
  await makeBigFile(server, "big");
  await Deno.truncate(`${server.home}/big`, 1 << 40);
  const client = await server.login();
  await client.send("XSHA512 big");
  client.close();
  await waitForSessions(server, 0);
  await using other = await server.login();
  await other.send("XSHA512 big");
  for (const pid of await server.sessions()) Deno.kill(pid, "SIGTERM");
  await other.closed();
});
