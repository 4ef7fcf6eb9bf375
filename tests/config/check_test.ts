import assert from "node:assert/strict";
import { hasErrors } from "../../src/config/mod.ts";
import { check, directive, directives, messages } from "./support.ts";

Deno.test("values are tried where they stand, so findings come in the order of reading", () => {
  const { findings } = check("UseIPv6 x\nBogus\nInclude /inc\nUmask 9\n", {}, {
    "/inc": "Port x\n",
  });
  assert.deepEqual(findings.map(({ place }) => [place?.file, place?.line]), [
    ["/etc/proftpd.conf", 1],
    ["/etc/proftpd.conf", 2],
    ["/inc", 1],
    ["/etc/proftpd.conf", 4],
  ]);
  assert.equal(hasErrors(findings), true);
});

Deno.test("warnings alone do not keep a server from starting", () => {
  assert.equal(hasErrors(check("DisplayChdir .message\n").findings), false);
});

Deno.test("a line that another one makes void is named, with the one that counts", () => {
  const told = (text: string) =>
    check(text).findings.map(({ severity, message, hint }) => [severity, message, hint]);
  assert.deepEqual(told("Port 1\nPort 2\nPort 3\n"), [
    [
      "warning",
      "Port: repeated directive has no effect on line 2 of '/etc/proftpd.conf'",
      "the first one counts, the other is on line 1 of '/etc/proftpd.conf'",
    ],
    [
      "warning",
      "Port: repeated directive has no effect on line 3 of '/etc/proftpd.conf'",
      "the first one counts, the other is on line 1 of '/etc/proftpd.conf'",
    ],
  ]);
  assert.deepEqual(told("ServerName a\nServerName b\n"), [
    [
      "warning",
      "ServerName: repeated directive replaces another on line 2 of '/etc/proftpd.conf'",
      "the last one counts, the other is on line 1 of '/etc/proftpd.conf'",
    ],
  ]);
});

Deno.test("a finding knows its directive and the column of the word that is wrong", () => {
  const seen = (text: string) =>
    check(text).findings.map(({ directive, column }) => [directive, column]);
  assert.deepEqual(seen("  UseIPv6   maybe\n"), [["UseIPv6", 13]]);
  assert.deepEqual(seen('\tUmask "9"\n'), [["Umask", 8]]);
  assert.deepEqual(seen(" Bogus x\n"), [["Bogus", 2]]);
  assert.deepEqual(seen("<Limit ALL>\n  Port 21\n</Limit>\n"), [["Port", 3]]);
  assert.deepEqual(seen("Umask \\\n  9\n"), [["Umask", undefined]]);
});

Deno.test("what the reader of a section finds knows its column, too", () => {
  const sections = [
    directive("<IfGroup>", "S", (args) => {
      args.word(0);
      return args.word(1) === "!" && args.fail("wrong");
    }, false),
  ];
  const { findings } = check("  <IfGroup users !>\n</IfGroup>\n", { sections });
  assert.deepEqual(findings.map(({ message, column }) => [message, column]), [
    ["<IfGroup>: wrong on line 1 of '/etc/proftpd.conf'", 18],
  ]);
});

Deno.test("a misplaced directive is told where it belongs", () => {
  assert.deepEqual(
    check("<Class x>\nFrom 1.2.3.4\nUseIPv6 on\n</Class>\nFrom x\n").findings.map(
      ({ hint }) => hint,
    ),
    ["it belongs in server config", "it belongs in <Class>"],
  );
});

Deno.test("lists may repeat, and so may one directive in two sections", () => {
  assert.deepEqual(messages("UserAlias a b\nUserAlias c d\n"), []);
  assert.deepEqual(messages("Umask 022\n<Directory /x>\nUmask 077\n</Directory>\n"), []);
});

Deno.test("a mistake of ours in a parser is not reported as one of the administrator", () => {
  const broken = directive("Broken", "S", () => {
    throw new TypeError("a bug");
  }, 0);
  assert.throws(() => check("Broken x\n", { directives: [...directives, broken] }), TypeError);
});
