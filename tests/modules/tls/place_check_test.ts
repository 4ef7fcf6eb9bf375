/**
 * Which certificates are about the place that a client comes from.
 */
import assert from "node:assert/strict";
import { type Demand, findingsAbout } from "../../../src/modules/tls/place_check.ts";
import { parseAddress } from "../../../src/net/mod.ts";

const NOTHING = { hostNames: [], addresses: [], commonNames: [] };

interface Case {
  readonly name: string;
  readonly demand: Demand;
  readonly shown: Partial<Parameters<typeof findingsAbout>[0]>;
  readonly from?: { readonly ip?: string; readonly name?: string };
  readonly isMet: boolean;
}

const HERE = { ip: "192.0.2.7", name: "client.example.com" };
const FOUR = "\xc0\0\x02\x07";
const MAPPED = `${"\0".repeat(10)}\xff\xff${FOUR}`;
const SIX = `\x20\x01\x0d\xb8${"\0".repeat(11)}\x07`;

const cases: readonly Case[] = [
  ...(["dNSNameRequired", "CommonNameRequired"] as const).flatMap((demand) => {
    const part = demand === "dNSNameRequired" ? "hostNames" : "commonNames";
    const one = (name: string, names: string[], isMet: boolean, from?: Case["from"]): Case => ({
      name: `${demand}: ${name}`,
      demand,
      shown: { [part]: names },
      from,
      isMet,
    });
    return [
      one("the client's name is met", ["client.example.com"], true),
      one("letters are of either case", ["Client.EXAMPLE.com"], true),
      one("no other letters have cases", ["cli\xe9nt"], false, { name: "cli\xc9nt" }),
      one("another name is not met", ["other.example.com"], false),
      one("a pattern is not met", ["*.example.com"], false),
      one("a name with a NUL in it is not met", ["client.example.com\0.evil.org"], false),
      one("none is not met", [], false),
      one("a client without a name is not met", [""], false, { name: undefined }),
      one("an address is no name", ["192.0.2.7"], false, { name: undefined }),
    ];
  }),
  {
    name: "dNSNameRequired: one of several names will do",
    demand: "dNSNameRequired",
    shown: { hostNames: ["other", "client.example.com"] },
    isMet: true,
  },
  {
    name: "dNSNameRequired: a common name is none",
    demand: "dNSNameRequired",
    shown: { commonNames: ["client.example.com"] },
    isMet: false,
  },
  {
    name: "CommonNameRequired: the first of several counts",
    demand: "CommonNameRequired",
    shown: { commonNames: ["other", "client.example.com"] },
    isMet: false,
  },
  ...([
    ["the client's address is met", [FOUR], "192.0.2.7", true],
    ["one of several will do", [SIX, FOUR], "192.0.2.7", true],
    ["a mapped address is the same", [MAPPED], "192.0.2.7", true],
    ["the client's may be mapped", [FOUR], "::ffff:192.0.2.7", true],
    ["an IPv6 address is met", [SIX], "2001:db8::7", true],
    ["another address is not met", [FOUR], "192.0.2.8", false],
    ["an address of another family is not met", [SIX], "192.0.2.7", false],
    ["a network (address and mask) is no address", [`${FOUR}\xff\xff\xff\0`], "192.0.2.7", false],
    ["what is no address is not met", [""], "192.0.2.7", false],
    ["none is not met", [], "192.0.2.7", false],
  ] as const).map(([name, addresses, ip, isMet]): Case => ({
    name: `iPAddressRequired: ${name}`,
    demand: "iPAddressRequired",
    shown: { addresses },
    from: { ip },
    isMet,
  })),
];

for (const { name, demand, shown, from, isMet } of cases) {
  Deno.test(name, () => {
    const { ip, name: hostName } = { ...HERE, ...from };
    const address = parseAddress(ip);
    assert.ok(address);
    const place = { address, ip, name: hostName };
    const [finding] = findingsAbout({ ...NOTHING, ...shown }, place, [demand]);
    assert.equal(finding?.isMet, isMet, finding?.text);
  });
}

Deno.test("nothing is looked at behind what is not met", () => {
  const address = parseAddress(HERE.ip);
  assert.ok(address);
  const shown = { ...NOTHING, commonNames: [HERE.name], hostNames: [HERE.name] };
  const demands = ["dNSNameRequired", "iPAddressRequired", "CommonNameRequired"] as const;
  const findings = findingsAbout(shown, { ...HERE, address }, demands);
  assert.deepEqual(findings.map(({ isMet }) => isMet), [true, false]);
});
