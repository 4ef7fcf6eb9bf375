import assert from "node:assert/strict";
import { Scope } from "../../src/config/mod.ts";
import { accessGrantMsg, check, defaultRoot, outline, port, serverName } from "./support.ts";

Deno.test("the main server comes first, then each virtual host, each with its own lines", () => {
  const { servers } = check(
    "ServerName main\n<VirtualHost a>\nServerName one\n</VirtualHost>\n" +
      "<VirtualHost b c>\nServerName two\n</VirtualHost>\n",
  );
  assert.deepEqual(
    servers.map((server) => [server.index, server.section.kind, outline(server.section)]),
    [
      [0, "server", ["ServerName main"]],
      [1, "vhost", ["ServerName one"]],
      [2, "vhost", ["ServerName two"]],
    ],
  );
  assert.deepEqual(servers[2].section.args, ["b", "c"]);
});

Deno.test("what the main server sets does not reach a virtual host", () => {
  const { servers } = check("Port 2121\n<VirtualHost a>\n</VirtualHost>\n");
  assert.equal(new Scope([servers[1].section]).get(port), 21);
});

Deno.test("Global reaches every server and yields to what it sets itself, wherever it stands", () => {
  const { servers } = check(
    "<VirtualHost a>\n<Global>\nPort 1\n</Global>\n</VirtualHost>\n" +
      "<VirtualHost b>\nPort 2\n</VirtualHost>\n",
  );
  assert.deepEqual(
    servers.map((server) => new Scope([server.section]).get(port)),
    [1, 1, 2],
  );
});

Deno.test("of several Global sections the last one counts, of several lines in one the first", () => {
  const { servers } = check(
    "<Global>\nAccessGrantMsg G1\n</Global>\n" +
      "<Global>\nAccessGrantMsg G2\nAccessGrantMsg G3\n</Global>\n",
  );
  assert.equal(new Scope([servers[0].section]).get(accessGrantMsg), "G2");
});

Deno.test("lists have the server's own lines first, then those of Global", () => {
  const { servers } = check(
    "<Global>\nDefaultRoot /g1\nDefaultRoot /g2\n</Global>\n" +
      "<Global>\nDefaultRoot /h\n</Global>\nDefaultRoot /own\n",
  );
  assert.deepEqual(
    new Scope([servers[0].section]).all(defaultRoot),
    [["/own"], ["/h"], ["/g1"], ["/g2"]],
  );
});

Deno.test("a value of which the last line counts is never the one from Global", () => {
  const { servers } = check("ServerName a\nServerName b\n");
  const globals = [{
    ...servers[0].own,
    kind: "global" as const,
    entries: [{ ...servers[0].own.entries[0], args: ["global"] }],
  }];
  const section = { ...servers[0].own, inherited: globals };
  assert.equal(new Scope([section]).get(serverName), "b");
});

Deno.test("sections of Global stand before the server's own, the ones that count more later", () => {
  const { servers, classes } = check(
    "<Directory /own>\n</Directory>\n<Global>\n<Directory /g1>\n</Directory>\n" +
      "<Class c>\nFrom 1.2.3.4\n</Class>\n</Global>\n" +
      "<Global>\n<Directory /g2>\n</Directory>\n</Global>\n" +
      "<Class d>\nFrom 1.2.3.4\n</Class>\n<VirtualHost a>\n</VirtualHost>\n",
  );
  const paths = servers.map((server) => server.section.sections.map(({ args }) => args[0]));
  assert.deepEqual(paths, [["/g1", "/g2", "/own"], ["/g1", "/g2"]]);
  assert.deepEqual(classes.map((section) => section.args), [["d"], ["c"]]);
});
