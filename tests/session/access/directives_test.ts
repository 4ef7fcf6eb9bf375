import assert from "node:assert/strict";
import { check } from "./support.ts";

/** Lines inside a section, and what the syntax check says of them; `undefined` for nothing. */
const table: readonly (readonly [string, string, string | undefined])[] = [
  ["Limit NOOP", "AllowUser", "AllowUser: wrong number of parameters"],
  ["Limit NOOP", "AllowUser AND", undefined],
  ["Limit NOOP", "AllowUser AND a,!b", undefined],
  [
    "Limit NOOP",
    "DenyUser regex (",
    "DenyUser: '(' failed regex compilation: Unmatched ( or \\(",
  ],
  ["Limit NOOP", "AllowGroup regex \\d+", undefined],
  ["Limit NOOP", "Order foo", "Order: 'foo': invalid argument"],
  ["Limit NOOP", "Order allow, deny", undefined],
  ["Limit NOOP", "Order deny,allow", undefined],
  ["Limit NOOP", "AllowAll x", "AllowAll: wrong number of parameters"],
  ["Limit NOOP", "Allow", "Allow: syntax: Allow [from] [all|none]|host|network[,...]"],
  ["Limit NOOP", "Deny from", "Deny: syntax: Deny [from] [all|none]|host|network[,...]"],
  ["Limit NOOP", "Allow from 300.1.1.1", "Allow: bad ACL definition '300.1.1.1': Invalid argument"],
  [
    "Limit NOOP",
    "Deny from !all",
    "Deny: the ! negation operator cannot be used with ALL/NONE",
  ],
  ["Limit NOOP", "Deny from 10.,!10.1.", undefined],
  ["Limit NOOP", "DenyFilter x", undefined],
  ["Limit NOOP", "DenyFilter x [NC]", undefined],
  ["Limit NOOP", "DenyFilter x [NC,x]", "DenyFilter: unknown filter flags '[NC,x]'"],
  ["Limit NOOP", "PathDenyFilter x", "PathDenyFilter: directive not allowed in <Limit> context"],
  ["Class a", "From 10.0.0.0/33", "From: bad ACL definition '10.0.0.0/33': Invalid argument"],
  ["Class a", "From !all", "From: the ! negation operator cannot be used with ALL/NONE"],
  ["Class a", "Satisfy foo", "Satisfy: invalid parameter: 'foo'"],
  ["Class a", "Satisfy ANY", undefined],
  ["Directory /x", "Order allow,deny", "Order: directive not allowed in <Directory> context"],
  ["Directory /x", "DenyAll", undefined],
  ["Directory /x", "DenyFilter \\.exe$", undefined],
];

for (const [section, line, wanted] of table) {
  Deno.test(`${line} in <${section}>`, () => {
    const closing = section.split(" ")[0];
    const { findings } = check(`<${section}>\n${line}\n</${closing}>\n`);
    const messages = findings.map(({ message }) => message);
    const expected = wanted === undefined ? [] : [`${wanted} on line 2 of '/etc/proftpd.conf'`];
    assert.deepEqual(messages, expected);
  });
}

Deno.test("an Allow list that allows nobody gets a warning", () => {
  const { findings } = check("<Limit NOOP>\nAllow from 10.,!10.1.\n</Limit>\n");
  assert.deepEqual(findings.map(({ severity }) => severity), ["warning"]);
  assert.match(findings[0].message, /allows nobody/);
});
