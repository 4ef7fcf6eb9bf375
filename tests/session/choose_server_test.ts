import assert from "node:assert/strict";
import type { Binding, Handover } from "../../src/config/handover.ts";
import { chooseServer, serverNamed, serversAt } from "../../src/session/choose_server.ts";

function handover(bindings: readonly Binding[], defaultServer?: number): Handover {
  return { bindings, defaultServer } as Handover;
}

function at(address: string, server: number, port = 21, names?: readonly string[]): Binding {
  return { address, port, server, ...names && { names } };
}

/** The server that greets. */
function greeter(handover: Handover, ip: string, port: number): number | undefined {
  return chooseServer(handover, ip, port)?.server;
}

Deno.test("an address of its own comes before the one for the rest, and that before all", () => {
  const servers = [at("*", 0), at("192.0.2.1", 1), at("192.0.2.2", 2), at("192.0.2.1", 3, 2100)];
  assert.equal(greeter(handover(servers, 2), "192.0.2.1", 21), 1);
  assert.equal(greeter(handover(servers, 2), "192.0.2.9", 21), 2);
  assert.equal(greeter(handover(servers), "192.0.2.9", 21), 0);
});

Deno.test("the server for the rest is so on its own port only", () => {
  const servers = [at("192.0.2.1", 0), at("192.0.2.1", 1, 2100)];
  assert.equal(greeter(handover(servers, 0), "192.0.2.9", 2100), 1);
});

Deno.test("whoever listens answers where nobody is; nobody does on another port", () => {
  const servers = [at("192.0.2.1", 4), at("192.0.2.2", 5)];
  assert.equal(greeter(handover(servers), "192.0.2.9", 21), 4);
  assert.equal(greeter(handover(servers), "192.0.2.9", 22), undefined);
});

Deno.test("a name leads to the first server in the file that has or covers it, in any case", () => {
  const servers = [
    at("192.0.2.1", 3, 21, ["b.org"]),
    at("192.0.2.1", 2, 21, ["*.b.org", "a.org"]),
    at("192.0.2.1", 1, 21, ["a.*", "[ab].net"]),
    at("192.0.2.2", 4, 21, ["c.org"]),
  ];
  const named = (name: string) =>
    serverNamed(serversAt(handover(servers), "192.0.2.1", 21).bindings, name)?.server;
  assert.equal(named("a.org"), 1);
  assert.equal(named("B.ORG"), 3);
  assert.equal(named("x.b.org"), 2);
  assert.equal(named("c.org"), undefined); // it answers elsewhere
  assert.equal(named("b.net"), undefined); // brackets make no pattern
  assert.equal(named("[ab].net"), 1);
  assert.equal(named("*"), undefined);
});
