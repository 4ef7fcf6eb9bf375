import assert from "node:assert/strict";
import fc from "fast-check";
import { formatAddress, parseAddress, type SocketAddress } from "../../src/net/address.ts";
import {
  AddressRuleError,
  keepsOut,
  parseAddressRules,
  type RuleSubject,
  takesIn,
} from "../../src/net/address_rule.ts";

function peer(ip: string, name = ip): RuleSubject {
  const address = parseAddress(ip);
  assert.ok(address, ip);
  return { address, ip: formatAddress(address), name };
}

function describes(rule: string, who: RuleSubject): boolean {
  const [parsed, ...more] = parseAddressRules([rule]);
  assert.equal(more.length, 0);
  return parsed.describes(who);
}

/** Rule, clients that it describes, clients that it does not. */
const table: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ["all", ["192.0.2.1", "::1"], []],
  ["NONE", [], ["192.0.2.1", "::1"]],
  ["192.0.2.1", ["192.0.2.1", "::ffff:192.0.2.1"], ["192.0.2.10", "::192.0.2.1"]],
  ["192.0.2.", ["192.0.2.0", "192.0.2.255", "::ffff:192.0.2.7"], ["192.0.20.1", "192.0.21.1"]],
  ["10.", ["10.1.2.3"], ["100.1.2.3", "110.0.0.1", "::10"]],
  ["192.0.2.0/25", ["192.0.2.127"], ["192.0.2.128"]],
  ["192.0.2.77/25", ["192.0.2.1"], ["192.0.2.128"]],
  ["0.0.0.0/0", ["1.2.3.4", "::ffff:1.2.3.4"], ["::1"]],
  ["::/0", ["::1", "2001:db8::1"], ["1.2.3.4", "::ffff:1.2.3.4"]],
  ["2001:db8::/32", ["2001:db8:ffff::1"], ["2001:db9::1"]],
  ["::ffff:10.0.0.0/104", ["10.9.9.9"], ["11.0.0.1"]],
  ["::1", ["::1"], ["::2", "127.0.0.1"]],
  ["192.0.2.[4-9]", ["192.0.2.4", "192.0.2.9"], ["192.0.2.3", "192.0.2.40"]],
  ["192.0.*", ["192.0.2.4"], ["192.1.2.4"]],
  ["192.0.2.1?", ["192.0.2.10"], ["192.0.2.1", "192.0.2.100"]],
];

for (const [rule, those, others] of table) {
  Deno.test(`rule ${rule}`, () => {
    for (const ip of those) assert.ok(describes(rule, peer(ip)), ip);
    for (const ip of others) assert.ok(!describes(rule, peer(ip)), ip);
  });
}

Deno.test("names, domains and patterns look at the confirmed name, whatever its case", () => {
  const host = peer("192.0.2.1", "Host1.Example.ORG");
  for (const rule of ["host1.example.org", ".example.org", "*.example.org", "HOST?.example.*"]) {
    assert.ok(describes(rule, host), rule);
  }
  for (const rule of ["example.org", ".ample.org", "host2.example.org", "*.example.net"]) {
    assert.ok(!describes(rule, host), rule);
  }
  assert.ok(describes("host1.example.org.", peer("192.0.2.1", "host1.example.org.")));
});

Deno.test("a domain does not describe a name that merely ends alike, nor an address", () => {
  assert.ok(!describes(".example.org", peer("192.0.2.1", "badexample.org")));
  assert.ok(!describes("localhost", peer("127.0.0.1")));
});

Deno.test("words are separated by commas and blanks", () => {
  const texts = parseAddressRules(["10.,!10.1.,", " ::1 .example.org", "all"])
    .map(({ text, negated }) => [text, negated]);
  assert.deepEqual(texts, [
    ["10.", false],
    ["!10.1.", true],
    ["::1", false],
    [".example.org", false],
    ["all", false],
  ]);
});

Deno.test("what is no rule is an error in the words of the original", () => {
  const wrong = [
    ...["300.1.1.1", "1.2.3", "1.2.3.4.5", "10.1.2.3/33", "::1/129", "10.0.0.0/255.0.0.0"],
    ...["/8", "10.1.2.3/x", "1.2.3.4:21", "host$", "!", "300."],
  ];
  for (const word of wrong) {
    assert.throws(
      () => parseAddressRules([word]),
      (error) => error instanceof AddressRuleError && /^bad ACL definition '/.test(error.message),
      word,
    );
  }
  assert.throws(() => parseAddressRules(["!all"]), {
    message: "the ! negation operator cannot be used with ALL/NONE",
  });
});

Deno.test("an Allow list with an exception takes in nobody", () => {
  const rules = parseAddressRules(["10.,!10.1."]);
  for (const ip of ["10.2.0.1", "10.1.0.1", "192.0.2.1"]) assert.ok(!takesIn(rules, peer(ip)), ip);
  assert.ok(takesIn(parseAddressRules(["192.0.2.,10."]), peer("10.1.2.3")));
});

Deno.test("a Deny list keeps out whom it describes but for its exceptions", () => {
  const rules = parseAddressRules(["10.,!10.1."]);
  assert.ok(keepsOut(rules, peer("10.2.0.1")));
  assert.ok(!keepsOut(rules, peer("10.1.0.1")));
  assert.ok(!keepsOut(rules, peer("192.0.2.1")));
  const exceptions = parseAddressRules(["!10."]);
  assert.ok(keepsOut(exceptions, peer("192.0.2.1")));
  assert.ok(!keepsOut(exceptions, peer("10.1.2.3")));
  assert.ok(!keepsOut([], peer("10.1.2.3")));
});

Deno.test("a network of n bits holds what has the same first n bits, and nothing else", () => {
  const four = fc.uint8Array({ minLength: 4, maxLength: 4 });
  fc.assert(fc.property(four, four, fc.nat(32), (a, b, bits) => {
    const text = (bytes: Uint8Array) => bytes.join(".");
    const binary = (bytes: Uint8Array) =>
      [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("");
    const inside = binary(a).slice(0, bits) === binary(b).slice(0, bits);
    assert.equal(describes(`${text(a)}/${bits}`, peer(text(b))), inside);
  }));
});

Deno.test("any word is a rule or an AddressRuleError, and a rule answers about anybody", () => {
  const word = fc.string({ unit: fc.constantFrom(..."0129.:/!*?[]-abf, $"), maxLength: 16 });
  const someone: SocketAddress = { family: "inet", bytes: new Uint8Array(4), port: 0, scope: 0 };
  fc.assert(fc.property(word, (word) => {
    try {
      for (const rule of parseAddressRules([word])) {
        rule.describes({ address: someone, ip: "0.0.0.0", name: "a.b" });
      }
    } catch (error) {
      assert.ok(error instanceof AddressRuleError, String(error));
    }
  }));
});
