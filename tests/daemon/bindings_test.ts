import assert from "node:assert/strict";
import { type Bindings, bindingsOf } from "../../src/daemon/bindings.ts";
import { parseAddress, type SocketAddress } from "../../src/net/mod.ts";
import { serverName, settings } from "../../src/settings/mod.ts";
import { check } from "../config/support.ts";

const NAMES: Record<string, string[]> = {
  "host.example.org": ["192.0.2.1"],
  "ftp.example.org": ["192.0.2.2", "2001:db8::2"],
};

function bind(text: string, options: { override?: string; ipv6?: boolean } = {}) {
  return bindingsOf(check(text, { directives: [...settings, serverName] }), {
    resolve: (name) => Promise.resolve(addresses(NAMES[name] ?? [])),
    override: options.override,
    ipv6: options.ipv6 ?? true,
    hostname: "host.example.org",
  });
}

function addresses(texts: readonly string[]): SocketAddress[] {
  return texts.flatMap((text) => parseAddress(text) ?? []);
}

/** Each binding as `server@address:port`. */
function places({ bindings }: Bindings): string[] {
  return bindings.map(({ server, address, port }) => `${server}@${address}:${port}`);
}

Deno.test("a DNS name in <VirtualHost> is all its addresses, and a name for HOST", async () => {
  const found = await bind(
    "DefaultAddress 192.0.2.9\n" +
      "<VirtualHost ftp.example.org>\nServerAlias B.org c.org\n</VirtualHost>",
  );
  assert.deepEqual(places(found), ["0@192.0.2.9:21", "1@192.0.2.2:21", "1@2001:db8::2:21"]);
  assert.deepEqual(found.bindings[1]?.names, ["ftp.example.org", "b.org", "c.org"]);
  assert.equal(found.bindings[0]?.names, undefined);
});

Deno.test("without IPv6 an IPv6 address is none", async () => {
  const text = "<VirtualHost ftp.example.org>\n</VirtualHost>\n<VirtualHost ::1>\n</VirtualHost>";
  const found = await bind(text, { ipv6: false });
  assert.deepEqual(places(found), ["0@*:21", "1@192.0.2.2:21"]);
  assert.deepEqual(found.unresolved.map(({ name }) => name), ["::1"]);
});

Deno.test("-S takes the place of the main server's addresses", async () => {
  const found = await bind("DefaultAddress 192.0.2.7 192.0.2.8", { override: "192.0.2.9" });
  assert.deepEqual(places(found), ["0@192.0.2.9:21"]);
});

Deno.test("with tight sockets a server without an address is where the machine's name leads", async () => {
  const found = await bind("SocketBindTight on\nDefaultServer on");
  assert.deepEqual(places(found), ["0@192.0.2.1:21"]);
  assert.equal(found.defaultServer, undefined);
  assert.deepEqual(found.warnings, ["SocketBindTight in effect, ignoring DefaultServer"]);
});

Deno.test("a port 0 makes a server nobody's", async () => {
  const found = await bind(
    "Port 0\nDefaultServer on\n<VirtualHost 192.0.2.1>\nPort 2100\n</VirtualHost>",
  );
  assert.deepEqual(places(found), ["1@192.0.2.1:2100"]);
});

Deno.test("of several at one place those without a name are lost, and said to be", async () => {
  const host = (name: string, lines = "") =>
    `<VirtualHost 192.0.2.1>\nServerName ${name}\n${lines}\n</VirtualHost>\n`;
  const found = await bind(
    `DefaultAddress 192.0.2.9\n${host("A")}${host("B", "ServerAlias b.org")}${host("C")}`,
  );
  assert.deepEqual(places(found), ["0@192.0.2.9:21", "1@192.0.2.1:21", "2@192.0.2.1:21"]);
  assert.deepEqual(found.warnings, [
    '"C" address/port (192.0.2.1:21) already in use by "A"',
    '"C" address/port (192.0.2.1:21) already in use by "B"',
  ]);
});

Deno.test("the server for the rest comes behind those with a name at its own address", async () => {
  const found = await bind(
    "DefaultAddress 192.0.2.1\nDefaultServer on\n<VirtualHost 192.0.2.1>\nServerAlias a.org\n</VirtualHost>",
  );
  assert.deepEqual(places(found), ["1@192.0.2.1:21", "0@192.0.2.1:21"]);
});
