import assert from "node:assert/strict";
import fc from "fast-check";
import {
  formatAddress,
  isMapped,
  isWildcard,
  isWithin,
  mapped,
  parseAddress,
  sameAddress,
  type SocketAddress,
  unmapped,
} from "../../src/net/address.ts";

function address(text: string): SocketAddress {
  const parsed = parseAddress(text);
  assert.ok(parsed, text);
  return parsed;
}

const anyAddress = fc.oneof(
  fc.uint8Array({ minLength: 4, maxLength: 4 }).map((bytes): SocketAddress => ({
    family: "inet",
    bytes,
    port: 0,
    scope: 0,
  })),
  fc.array(fc.oneof(fc.constant(0), fc.nat(255)), { minLength: 16, maxLength: 16 }).map((
    bytes,
  ): SocketAddress => ({ family: "inet6", bytes: Uint8Array.from(bytes), port: 0, scope: 0 })),
);

Deno.test("what formatAddress writes, parseAddress reads back", () => {
  fc.assert(fc.property(anyAddress, (original) => {
    assert.ok(sameAddress(address(formatAddress(original)), original));
  }));
});

Deno.test("parseAddress never throws and formatAddress is stable", () => {
  const text = fc.string({ unit: fc.constantFrom(..."0123456789abcf:.%"), maxLength: 20 });
  fc.assert(fc.property(text, (text) => {
    const parsed = parseAddress(text);
    if (parsed === undefined) return;
    const once = formatAddress(parsed);
    assert.equal(formatAddress(address(once)), once);
  }));
});

const forms: readonly (readonly [string, string])[] = [
  ["127.0.0.1", "127.0.0.1"],
  ["::", "::"],
  ["::1", "::1"],
  ["2001:DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1"],
  ["2001:db8::0:7", "2001:db8::7"],
  ["1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"],
  ["1:0:3:4:5:6:7:8", "1:0:3:4:5:6:7:8"],
  ["1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"],
  ["::ffff:192.0.2.7", "192.0.2.7"],
  ["::ffff:c000:207", "192.0.2.7"],
  ["::192.0.2.7", "::192.0.2.7"],
  ["64:ff9b::192.0.2.33", "64:ff9b::c000:221"],
  ["fe80::1%2", "fe80::1%2"],
];

for (const [text, shown] of forms) {
  Deno.test(`${text} is shown as ${shown}`, () => {
    assert.equal(formatAddress(address(text)), shown);
  });
}

Deno.test("what is not an address is not taken for one", () => {
  const wrong = [
    ...["", "1.2.3", "1.2.3.4.5", "256.1.1.1", "01.2.3.4", "1.2.3.4 ", "1..2.3", "0x7f.0.0.1"],
    ...[":", ":::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "12345::", "g::", "::1:"],
    ...["1:2:3:4:5:6:7:8::", "::1.2.3", "1.2.3.4::", "1.2.3.4:5::", "fe80::1%", "::1%eth0"],
    ...["::1%2%3", "localhost", "1.2.3.4%1"],
  ];
  for (const text of wrong) assert.equal(parseAddress(text), undefined, text);
});

Deno.test("an IPv4-mapped address and its IPv4 form are the same address", () => {
  const four = address("192.0.2.7");
  assert.ok(isMapped(mapped(four)));
  assert.ok(sameAddress(mapped(four), four));
  assert.deepEqual(unmapped(mapped(four)), four);
  assert.ok(!sameAddress(address("::192.0.2.7"), four));
});

Deno.test("isWithin compares the first bits only", () => {
  assert.ok(isWithin(address("10.1.255.1"), address("10.1.0.0"), 16));
  assert.ok(!isWithin(address("10.2.0.1"), address("10.1.0.0"), 16));
  assert.ok(isWithin(address("10.1.127.1"), address("10.1.0.0"), 17));
  assert.ok(!isWithin(address("10.1.128.1"), address("10.1.0.0"), 17));
  assert.ok(isWithin(address("::ffff:10.1.2.3"), address("10.0.0.0"), 8));
  assert.ok(isWithin(address("2001:db8:1::1"), address("2001:db8::"), 32));
  assert.ok(!isWithin(address("10.1.2.3"), address("::"), 0));
  assert.ok(isWithin(address("1.2.3.4"), address("0.0.0.0"), 0));
  assert.ok(!isWithin(address("1.2.3.5"), address("1.2.3.4"), 32));
});

Deno.test("wildcard addresses are known in both forms", () => {
  for (const text of ["0.0.0.0", "::"]) assert.ok(isWildcard(address(text)), text);
  assert.ok(!isWildcard(address("::1")));
});
