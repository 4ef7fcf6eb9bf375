import assert from "node:assert/strict";
import fc from "fast-check";
import { identOf, identQuestion } from "../../src/protocol/ident.ts";

const port = fc.integer({ min: 1, max: 65535 });

Deno.test("the user that an answer names is read back", () => {
  const name = fc.stringMatching(/^[!-~]([ -~]{0,30}[!-~])?$/);
  fc.assert(fc.property(port, port, name, (theirs, ours, name) => {
    const question = identQuestion(theirs, ours).trimEnd();
    assert.equal(identOf(`${question} : USERID : UNIX : ${name}`, theirs, ours), name);
    assert.equal(identOf(`${question}:USERID:OTHER,US-ASCII:${name}`, theirs, ours), name);
    assert.equal(identOf(`${question} : USERID : UNIX : ${name}`, theirs, ours + 1), undefined);
    assert.equal(identOf(`${question} : ERROR : ${name}`, theirs, ours), undefined);
  }));
});

Deno.test("what is no answer, or nothing for a log, is nobody", () => {
  const nonsense = [
    "",
    "1, 2",
    "1, 2 : USERID",
    "1, 2 : USERID : UNIX",
    "1, 2 : USERID : UNIX :",
    "1, 2 : USERID : UNIX :   ",
    "2, 1 : USERID : UNIX : joe",
    "1, 2 : USERID : UNIX : joe\x07",
    "1, 2 : USERID : UNIX : \x1b[2Jjoe",
    `1, 2 : USERID : UNIX : ${"x".repeat(513)}`,
    "1, 2 : ERROR : NO-USER",
    "-1, 2 : USERID : UNIX : joe",
  ];
  for (const line of nonsense) assert.equal(identOf(line, 1, 2), undefined, JSON.stringify(line));
});
