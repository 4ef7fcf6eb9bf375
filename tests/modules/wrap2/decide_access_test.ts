import assert from "node:assert/strict";
import { isGranted, type WrapRequest } from "../../../src/modules/wrap2/decide_access.ts";
import type { PatternSources, WrapHost } from "../../../src/modules/wrap2/host_pattern.ts";
import { parseTable } from "../../../src/modules/wrap2/table_text.ts";
import { parseAddress } from "../../../src/net/mod.ts";

function hostOf(ip: string, name?: string, hasNames = true): WrapHost {
  const address = parseAddress(ip);
  assert.ok(address);
  return { address, ip, name, hasNames };
}

const known = hostOf("192.0.2.7", "ftp.example.org");
const nameless = hostOf("192.0.2.8");
const sixth = hostOf("2001:db8::7", "six.example.org");

const sources: PatternSources = {
  leadsTo: (name) => name === "slow.example.org" ? undefined : name === "alias.example.org",
  patternsIn: (path) => path === "/list" ? ["192.0.2.7", ".example.net", "/list"] : undefined,
  tell: () => {},
};

function granted(allow: string, deny: string, client = known, more: Partial<WrapRequest> = {}) {
  const server = hostOf("192.0.2.1", "server.example.org");
  const request = { service: "proftpd", client, server, user: "alice", ...more };
  const table = (text: string) => ({ name: "file 't'", lines: parseTable(text) });
  return isGranted(request, table(allow), () => table(deny), sources);
}

/** Patterns that mean the host ftp.example.org [192.0.2.7], and those that do not. */
const meant = [
  ...["ALL", "KNOWN", "192.0.2.7", "192.0.2.", "192.", "192.0.2.0/255.255.255.0", "192.0.2.0/24"],
  ...["192.0.2.?", "192.*", "*.example.org", ".example.org", ".ORG", "ftp.Example.org"],
  ...["/list", "[192.0.2.7]", "ALL@ALL", "alice@192.0.2.7", "KNOWN@.example.org", "0.0.0.0/0"],
  ...["ALL EXCEPT 192.0.2.8", "192.0.2.9, 192.0.2.7", "ALL EXCEPT ALL EXCEPT ftp.example.org"],
];
const notMeant = [
  ...["LOCAL", "UNKNOWN", "PARANOID", "192.0.2.8", "192.0.3.", "192.0.2.4/255.255.255.254"],
  ...[".example.net", "example.org", "192.0.2.70", "bob@ALL", "UNKNOWN@ALL", "[2001:db8::]/32"],
  ...["ALL EXCEPT .example.org", "ALL EXCEPT 192.0.2.0/24", "*.example.net"],
];

Deno.test("patterns mean hosts as hosts_access(5) has it", () => {
  for (const pattern of meant) {
    assert.equal(granted("", `ALL: ${pattern}`), false, `deny ${pattern}`);
    assert.equal(granted(`ALL: ${pattern}`, "ALL: ALL"), true, `allow ${pattern}`);
  }
  for (const pattern of notMeant) {
    assert.equal(granted("", `ALL: ${pattern}`), true, `deny ${pattern}`);
    assert.equal(granted(`ALL: ${pattern}`, "ALL: ALL"), false, `allow ${pattern}`);
  }
});

Deno.test("hosts without a name are unknown, where names are looked up", () => {
  assert.equal(granted("", "ALL: UNKNOWN", nameless), false);
  assert.equal(granted("", "ALL: PARANOID", nameless), false);
  assert.equal(granted("", "ALL: KNOWN", nameless), true);
  assert.equal(granted("", "ALL: UNKNOWN", hostOf("192.0.2.8", undefined, false)), true);
  assert.equal(granted("", "ALL: KNOWN", hostOf("192.0.2.8", undefined, false)), false);
  assert.equal(granted("", "ALL: LOCAL", hostOf("192.0.2.8", "inside")), false);
});

Deno.test("networks and addresses of IPv6 stand in brackets", () => {
  assert.equal(granted("", "ALL: [2001:db8::]/32", sixth), false);
  assert.equal(granted("", "ALL: [2001:db8::7]", sixth), false);
  assert.equal(granted("", "ALL: [2001:db9::]/32", sixth), true);
  assert.equal(granted("", "ALL: 192.0.2.0/24", sixth), true);
});

Deno.test("names lead to addresses where the client has none of its own", () => {
  assert.equal(granted("", "ALL: alias.example.org", nameless), false);
  assert.equal(granted("", "ALL: other.example.org", nameless), true);
});

Deno.test("a rule is about one service, and may be about one end of the connection", () => {
  assert.equal(granted("", "sshd: ALL"), true);
  assert.equal(granted("", "sshd, PROFTPD: ALL"), false);
  assert.equal(granted("", "ALL EXCEPT proftpd: ALL"), true);
  assert.equal(granted("", "proftpd@192.0.2.1: ALL"), false);
  assert.equal(granted("", "proftpd@192.0.2.2: ALL"), true);
  assert.equal(granted("", "ftpd: ALL", known, { service: "ftpd" }), false);
});

Deno.test("what is unknown allows nobody, and denies", () => {
  const unknown = [
    ...["@netgroup", "/missing", "192.0.2.256", "192.0.2.0/33", "192.0.2.0/255.0.255.0"],
    ...["192.0.2.7/24", "192.0.2.8/255.255.0.0"],
    ...["slow.example.org", "a!b", "ALL EXCEPT @netgroup", "alice@@netgroup"],
  ];
  for (const pattern of unknown) {
    assert.equal(granted("", `ALL: ${pattern}`, nameless), false, `deny ${pattern}`);
    assert.equal(granted(`ALL: ${pattern}`, "ALL: ALL", nameless), false, `allow ${pattern}`);
  }
  assert.equal(granted("", "no rule at all"), false);
  assert.equal(granted("no rule at all", ""), true);
});

Deno.test("the first rule that means a client decides, the allow table's first, and DENY is heeded", () => {
  assert.equal(granted("ALL: 192.0.2.7", "ALL: ALL"), true);
  assert.equal(granted("ALL: 192.0.2.8", "ALL: ALL"), false);
  assert.equal(granted("", ""), true);
  assert.equal(granted("ALL: .example.org: DENY\nALL: ALL", ""), false);
  assert.equal(granted("ALL: .example.net: deny\nALL: ALL: ALLOW", ""), true);
  assert.equal(granted("", "ALL: ALL: ALLOW"), false);
});
