/**
 * Who may come in, by which password, and into what.
 */
import assert from "node:assert/strict";
import { Client } from "../../harness/client.ts";
import { waitForLog } from "../../harness/eventually.ts";
import { freePort } from "../../harness/free_port.ts";
import { ordinaryUser } from "../../harness/ordinary_user.ts";
import { HASHES } from "../../harness/password.ts";
import { PRIVATE_ETC_NEEDS } from "../../harness/private_etc.ts";
import { test } from "../../harness/requires.ts";
import { startServer } from "../../harness/server.ts";
import { systemUsers } from "../../harness/system_users.ts";

Deno.test("passwords of every scheme in use are right when they are, and wrong when not", async () => {
  const users = Object.entries(HASHES).map(([name, hash]) => ({ name, hash }));
  await using server = await startServer({ users, config: "MaxLoginAttempts none" });
  await using client = await server.connect();
  for (const { name } of users) {
    await client.expect(`USER ${name}`, 331);
    await client.expect("PASS Secret", "530 Login incorrect.");
  }
  for (const { name } of users) {
    await using client = await server.login(name);
    await client.expect("STAT", new RegExp(`Logged in as ${name}$`, "m"));
  }
});

Deno.test("a user with a locked password, or none that crypt(3) knows, does not log in", async () => {
  const users = ["*", "!", "x", `!${HASHES.sha512}`, "secret"]
    .map((hash, number) => ({ name: `user${number}`, hash }));
  await using server = await startServer({ users, config: "MaxLoginAttempts none" });
  await using client = await server.connect();
  for (const { name, hash } of users) {
    for (const password of ["", "x", "secret", hash]) {
      await client.expect(`USER ${name}`, 331);
      await client.expect(`PASS ${password}`, "530 Login incorrect.");
    }
  }
});

test({
  name: "users of the system log in by /etc/shadow",
  needs: ["root", ...PRIVATE_ETC_NEEDS],
  async fn() {
    await using system = await systemUsers([
      { name: "carol", uid: 20_005, gid: 20_005, hash: HASHES.yescrypt, shell: "/bin/sh" },
      { name: "dave", uid: 20_006, gid: 20_006, hash: HASHES.sha512, shell: "/bin/none" },
    ]);
    await using server = await startServer({
      program: system.program,
      config: "AuthOrder mod_auth_unix.c\nRequireValidShell on\nDefaultRoot ~",
    });
    await using client = await server.connect();
    await client.expect("USER carol", 331);
    await client.expect("PASS wrong", "530 Login incorrect.");
    await client.login("carol", "secret");
    await client.upload("STOR file", "hers");
    assert.equal((await Deno.stat(`${system.home("carol")}/file`)).uid, 20_005);

    await using other = await server.connect();
    await other.expect("USER dave", 331);
    await other.expect("PASS secret", "530 Login incorrect.");
    await waitForLog(server, "USER dave (Login failed): Invalid shell: '/bin/none'");
  },
});

/** An area for anonymous clients, with files of its own. */
async function anonymousArea(config = "") {
  const { name, group } = await ordinaryUser();
  const server = await startServer({
    config: ({ folder }) =>
      `<Anonymous ${folder}/pub>
         User ${name}
         Group ${group}
         UserAlias anonymous ${name}
         UserAlias ftp ${name}
         RequireValidShell off
         UseFtpUsers off
         ${config}
       </Anonymous>`,
    users: [{ name: "alice" }, { name }],
  });
  await Deno.mkdir(`${server.folder}/pub/incoming`, { recursive: true });
  await Deno.chmod(`${server.folder}/pub/incoming`, 0o777);
  await Deno.writeTextFile(`${server.folder}/pub/welcome`, "for all");
  return server;
}

Deno.test("anybody comes into the anonymous area, and not out of it", async () => {
  await using server = await anonymousArea();
  await using client = await server.connect();
  await client.expect(
    "USER anonymous",
    "331 Anonymous login ok, send your complete email address as your password",
  );
  await client.expect("PASS me@example.com", "230 Anonymous access granted, restrictions apply");
  await client.expect("PWD", '257 "/" is the current directory');
  assert.equal(await client.download("NLST"), "incoming\r\nwelcome\r\n");
  assert.equal(await client.download("RETR welcome"), "for all");
  await client.expect("TYPE I", 200);
  await client.expect("SIZE ../passwd", 550);
  await client.expect("CWD ..", 250);
  await client.expect("PWD", '257 "/" is the current directory');

  await using other = await server.login("alice");
  await other.expect("PWD", /home\/alice/);
});

Deno.test("the anonymous area may ask for a password, and forbid to write", async () => {
  await using server = await anonymousArea(
    "AnonRequirePassword on\n<Limit WRITE>\nDenyAll\n</Limit>",
  );
  await using client = await server.connect();
  await client.expect("USER ftp", "331 Password required for ftp");
  await client.expect("PASS me@example.com", "530 Login incorrect.");
  await client.expect("USER ftp", 331);
  await client.expect("PASS secret", "230 Anonymous access granted, restrictions apply");
  await client.expect("MKD incoming/x", "550 incoming/x: Permission denied");
  await using _data = await client.passive();
  await client.expect("STOR incoming/x", "550 incoming/x: Operation not permitted");
});

Deno.test("<Limit LOGIN> lets in whom it names", async () => {
  await using server = await startServer({
    config: "<Limit LOGIN>\nAllowUser alice\nDenyAll\n</Limit>",
    users: [{ name: "alice" }, { name: "bob" }],
  });
  await using _client = await server.login("alice");
  await using client = await server.connect();
  await client.expect("USER bob", 331);
  await client.expect("PASS secret", "530 Login incorrect.");
  await waitForLog(server, "USER bob (Login failed): Limit access denies login");
});

Deno.test("<Limit LOGIN> for addresses closes the door before the greeting", async () => {
  await using server = await startServer(
    "<Limit LOGIN>\nOrder allow,deny\nDeny from all\n</Limit>",
  );
  await assert.rejects(server.connect(), /connection closed/);
  await waitForLog(server, "Connection from 127.0.0.1 [127.0.0.1] denied");
});

Deno.test("a virtual host has its own port, name, users and rules", async () => {
  const port = freePort();
  await using server = await startServer({
    config: ({ folder }) =>
      `<VirtualHost 127.0.0.1>
         Port ${port}
         ServerName "The other one"
         AuthUserFile ${folder}/passwd
         AuthOrder mod_auth_file.c
         RequireValidShell off
         DefaultRoot ~
         <Limit WRITE>
           DenyAll
         </Limit>
       </VirtualHost>`,
  });
  await using other = await Client.connect(port);
  assert.equal(other.greeting.text, "220 ProFTPD Server (The other one) [127.0.0.1]");
  await other.login("alice", "secret");
  await other.expect("PWD", '257 "/" is the current directory');
  await other.expect("MKD x", "550 x: Permission denied");
  await using client = await server.login();
  await client.expect("MKD x", 257);
});

Deno.test("DefaultChdir says where a user starts: in the jail, or in the home", async () => {
  const cases = [
    ["DefaultRoot ~\nDefaultChdir /in/here", "/in/here"],
    ["DefaultRoot ~\nDefaultChdir ~/in/here", "/in/here"],
    ["DefaultRoot ~\nDefaultChdir in/here", "/in/here"],
    ["DefaultRoot ~\nDefaultChdir /none", "/"],
    ["DefaultChdir in/here", "HOME/in/here"],
    ["DefaultChdir ~/in", "HOME/in"],
    ["DefaultChdir none", "HOME"],
    ["DefaultRoot ~/in", "/"],
  ] as const;
  for (const [config, start] of cases) {
    await using server = await startServer(config);
    await Deno.mkdir(`${server.home}/in/here`, { recursive: true });
    await using client = await server.login();
    const path = start.replace("HOME", server.home);
    await client.expect("PWD", `257 "${path}" is the current directory`);
  }
});
