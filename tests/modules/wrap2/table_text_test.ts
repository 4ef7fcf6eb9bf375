import assert from "node:assert/strict";
import fc from "fast-check";
import { parseTable } from "../../../src/modules/wrap2/table_text.ts";

Deno.test("rules have lists of daemons and clients, and options", () => {
  const text = "# a comment\n\n" +
    "proftpd, sshd : .example.org 192.0.2. EXCEPT host.example.org : setenv A=b\\:c : DENY\n" +
    "ALL: one \\\n  two\n" +
    "in.ftpd: [2001:db8::]/32 [::1]";
  assert.deepEqual(parseTable(text), [
    {
      is: "rule",
      rule: {
        line: 3,
        daemons: [["proftpd", "sshd"]],
        clients: [[".example.org", "192.0.2."], ["host.example.org"]],
        options: ["setenv A=b:c", "DENY"],
      },
    },
    {
      is: "rule",
      rule: { line: 4, daemons: [["ALL"]], clients: [["one", "two"]], options: [] },
    },
    {
      is: "rule",
      rule: {
        line: 6,
        daemons: [["in.ftpd"]],
        clients: [["[2001:db8::]/32", "[::1]"]],
        options: [],
      },
    },
  ]);
});

Deno.test("a line that is no rule is told by its number", () => {
  const problems = parseTable("proftpd ALL\nALL:\n: ALL\nALL: a EXCEPT\n").map((line) =>
    line.is === "bad" ? `${line.bad.line} ${line.bad.problem}` : "rule"
  );
  assert.deepEqual(problems, [
    "1 badly formatted list of daemon/service names",
    "2 client list is empty",
    "3 list of daemon/service names is empty",
    "4 client list is empty",
  ]);
});

Deno.test("any text is read as rules and lines that are none, each with the line that it begins at", () => {
  const piece = fc.constantFrom(
    ...["ALL", "proftpd", ":", " ", ",", "\n", "\\\n", "EXCEPT", "[", "]", "#", "\\:", "x", "\0"],
  );
  fc.assert(fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
    const text = pieces.join("");
    const numbers = parseTable(text).map((line) =>
      line.is === "rule" ? line.rule.line : line.bad.line
    );
    const count = text.split("\n").length;
    assert.ok(numbers.every((line) => line >= 1 && line <= count), numbers.join());
    assert.deepEqual(numbers, [...new Set(numbers)].sort((a, b) => a - b));
  }));
});
