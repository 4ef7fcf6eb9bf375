import assert from "node:assert/strict";
import { formatAddress } from "../../src/net/address.ts";
import { interfaceAddresses } from "../../src/net/interfaces.ts";
import { resolveHost } from "../../src/net/resolver.ts";

Deno.test("the loopback interface has the loopback addresses, IPv4 first", () => {
  const [first, ...more] = interfaceAddresses("lo").map(formatAddress);
  assert.equal(first, "127.0.0.1");
  for (const address of more) assert.match(address, /^127\.|^::1$/);
});

Deno.test("an interface that does not exist has no addresses", () => {
  assert.deepEqual(interfaceAddresses("nosuch0"), []);
  assert.deepEqual(interfaceAddresses(""), []);
});

Deno.test("a name means an address, an interface or a host", async () => {
  const means = async (name: string) => (await resolveHost(name)).map(formatAddress);
  assert.deepEqual(await means("192.0.2.1"), ["192.0.2.1"]);
  assert.equal((await means("lo"))[0], "127.0.0.1");
  assert.ok((await means("localhost")).some((address) => /^(127\.0\.0\.1|::1)$/.test(address)));
  assert.deepEqual(await means(""), []);
});
