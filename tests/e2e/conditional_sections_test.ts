/**
 * `<IfUser>` and its like in a running server: settings as well as rules, from the moment on at which
 * somebody is known.
 */
import assert from "node:assert/strict";
import { test } from "../harness/requires.ts";
import { startServer } from "../harness/server.ts";
import { limit, when } from "../session/access/oracle.ts";

const users = [{ name: "alice" }, { name: "bob" }];
const LOCAL = "<Class local>\nFrom 127.0.0.1\n</Class>\n";

test({
  name: "settings come from the class before the group, the group before the user, then the server",
  needs: [],
  async fn() {
    const name = (text: string) => `PathDenyFilter ${text}\n`;
    await using server = await startServer({
      users,
      config: LOCAL + name("server") + when("User", "alice", name("first")) +
        when("User", "alice", name("later")) + when("User", "bob", name("third")) +
        when("User", "bob", "AllowOverwrite on\n") +
        when("Class", "local", "AllowStoreRestart on\n"),
    });
    await using alice = await server.login("alice");
    await alice.expect("MKD later", "550 later: Forbidden filename");
    await alice.expect("MKD first", 257);
    await alice.expect("MKD server", 257);
    await using bob = await server.login("bob");
    await bob.expect("MKD third", "550 third: Forbidden filename");
    await bob.upload("STOR f", "x");
    await bob.upload("STOR f", "y");
  },
});

test({
  name: "a class is known at connect: it can decide where a login leads",
  needs: ["root"],
  async fn() {
    await using server = await startServer({
      users,
      config: LOCAL + when("Class", "local", "DefaultRoot ~\n") +
        when("Class", "!local", limit("LOGIN", "DenyAll")),
    });
    await using client = await server.login();
    await client.expect("PWD", '257 "/" is the current directory');
  },
});

test({
  name: "a <Limit LOGIN> for a user ends his session, and nobody else's",
  needs: [],
  async fn() {
    await using server = await startServer({
      users,
      config: when("User", "bob", limit("LOGIN", "DenyAll")),
    });
    await using client = await server.connect();
    await client.expect("USER bob", 331);
    await client.expect(`PASS ${server.account("bob").password}`, "530 Login incorrect.");
    assert.equal(await client.closed(), "");
    await using _alice = await server.login("alice");
  },
});

test({
  name: "a pattern of a conditional section that is none is found by the check",
  needs: [],
  async fn() {
    await assert.rejects(startServer(when("User", "regex [", "Umask 022\n")), /<IfUser>: '\['/);
    await assert.rejects(startServer(when("Group", "", "Umask 022\n")), /<IfGroup>: wrong number/);
  },
});
