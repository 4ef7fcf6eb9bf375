/**
 * UseEncoding with two character sets, under all circumstances of a session.
 */
import assert from "node:assert/strict";
import { waitForLog } from "../../harness/eventually.ts";
import { testInBothManners } from "../../harness/manners.ts";
import { startServer } from "../../harness/server.ts";

for (const more of ["", "SessionTemplate on\n"]) {
  testInBothManners({
    name: `names are converted for a client in a jail ${more.trim()}`,
    needs: [],
    config: `${more}UseEncoding UTF-8 ISO-8859-1`,
    async fn(server) {
      await using client = await server.login();
      await client.expect("MKD d\xfcr", '257 "/d\xfcr" - Directory successfully created');
      await client.expect("CWD d\xfcr", 250);
      await client.upload("STOR m\xfcll", "text");
      assert.equal(await Deno.readTextFile(`${server.home}/d\u00fcr/m\u00fcll`), "text");
      await client.expect("PWD", '257 "/d\xfcr" is the current directory');
      assert.equal(await client.download("NLST"), "m\xfcll\r\n");
      assert.match(await client.download("LIST"), / m\xfcll\r\n$/);
      await client.expect("OPTS UTF8 ON", 200);
      assert.equal(await client.download("NLST"), "m\xc3\xbcll\r\n");
      await client.expect("PWD", '257 "/d\xc3\xbcr" is the current directory');
      await client.expect("OPTS UTF8 OFF", 200);
      await client.expect("DELE m\xfcll", 250);
      const long = "\xe9".repeat(2000);
      const { text } = await client.expect(`CWD ${long}`, 550);
      assert.equal(text.replace(long, "<long>"), "550 <long>: No such file or directory");
    },
  });
}

Deno.test("the names of users and their passwords are not converted", async () => {
  await using server = await startServer({
    config: "UseEncoding UTF-8 ISO-8859-1",
    users: [{ name: "alice" }],
  });
  await using client = await server.connect();
  await client.expect("USER \xe4", "331 Password required for \xe4");
  await client.expect("PASS \xe4", 530);
  await waitForLog(server, "USER \xe4: no such user found");
});

for (const set of ["no-such-set", "UTF-16", "IBM037"]) {
  Deno.test(`names stay as they are where a client could not even read a reply: ${set}`, async () => {
    await using server = await startServer(`UseEncoding UTF-8 ${set}`);
    await using client = await server.login();
    await client.upload("STOR m\xc3\xbcll", "text");
    assert.equal(await client.download("NLST"), "m\xc3\xbcll\r\n");
    await waitForLog(server, `names are not converted: 'UTF-8' and '${set}'`);
  });
}
