import assert from "node:assert/strict";
import fc from "fast-check";
import {
  formatReply,
  FtpError,
  parseAllocation,
  parseCommandLine,
  parseRange,
  parseRestart,
  rangeReply,
  restartReply,
  type TransferType,
} from "../../src/protocol/mod.ts";
import { byteStrings, textsOf } from "./arbitraries.ts";

/** What is said to a REST, RANG or ALLO line. */
function answer(line: string, type: TransferType = "binary"): string {
  const command = parseCommandLine(line);
  try {
    if (command.verb === "ALLO") return `${parseAllocation(command)}`;
    const reply = command.verb === "REST"
      ? restartReply(parseRestart(command, type))
      : rangeReply(parseRange(command, type));
    return formatReply(reply).trimEnd();
  } catch (error) {
    if (error instanceof FtpError) return formatReply(error.reply).trimEnd();
    throw error;
  }
}

const restarting = (offset: number) =>
  `350 Restarting at ${offset}. Send STORE or RETRIEVE to initiate transfer`;

const conversation: [string, string][] = [
  ["REST", "500 'REST' not understood"],
  ["REST 1 2", "500 'REST 1 2' not understood"],
  ["REST 0", restarting(0)],
  ['REST "', restarting(0)],
  ["REST 007", restarting(7)],
  ["REST +5", restarting(5)],
  ["REST  7 ", restarting(7)],
  ["REST 99999999999999999999999", restarting(Number.MAX_SAFE_INTEGER)],
  ["REST -1", "501 REST requires a value greater than or equal to 0"],
  ["REST 1x", "501 REST requires a value greater than or equal to 0"],
  ["REST 1.5", "501 REST requires a value greater than or equal to 0"],
  ["RANG", "500 'RANG' not understood"],
  ["RANG 1", "500 'RANG 1' not understood"],
  ["RANG 1 2 3", "500 'RANG 1 2 3' not understood"],
  ["RANG 0 0", "350 Transferring byte range of 1 byte starting from 0"],
  ["RANG 10 19", "350 Transferring byte range of 10 bytes starting from 10"],
  ["RANG 5 4", "501 RANG start must be less than end"],
  ["RANG 2 0", "501 RANG start must be less than end"],
  ["RANG 1 0", "350 Reset byte transfer range"],
  ['RANG 1 ""', "350 Reset byte transfer range"],
  ["RANG -1 5", "501 RANG requires a value greater than or equal to 0"],
  ["RANG 5 x", "501 RANG requires a value greater than or equal to 0"],
  ["ALLO", "504 'ALLO' not understood"],
  ["ALLO 17", "17"],
  ['ALLO "', "0"],
  ["ALLO -1", "0"],
  ["ALLO 1 R 2", "1"],
  ["ALLO 1 R", "504 'ALLO 1 R' not understood"],
  ["ALLO 1x", "504 1x: Invalid ALLO argument"],
];

for (const [line, expected] of conversation) {
  Deno.test(`${line} is answered with ${expected}`, () => assert.equal(answer(line), expected));
}

Deno.test("in ASCII type only the beginning can be restarted from, and there are no ranges", () => {
  assert.equal(answer("REST 0", "ascii"), restarting(0));
  assert.equal(
    answer("REST 1", "ascii"),
    "501 REST: Resuming transfers not allowed in ASCII mode",
  );
  assert.equal(
    answer("RANG 0 1", "ascii"),
    "551 RANG: Transfer ranges not allowed in ASCII mode",
  );
});

Deno.test("every offset and range is exact", () => {
  fc.assert(fc.property(fc.maxSafeNat(), fc.maxSafeNat(), (a, b) => {
    const start = Math.min(a, b);
    const end = Math.max(a, b);
    assert.equal(parseRestart(parseCommandLine(`REST ${a}`), "binary"), a);
    assert.deepEqual(parseRange(parseCommandLine(`RANG ${start} ${end}`), "binary"), {
      start,
      length: end - start + 1,
    });
  }));
});

Deno.test("any argument of REST, RANG and ALLO has an answer", () => {
  const argument = fc.oneof(byteStrings, textsOf("0123456789 -+R"));
  fc.assert(fc.property(fc.constantFrom("REST", "RANG", "ALLO"), argument, (verb, argument) => {
    assert.match(answer(`${verb} ${argument}`), /^\d+/);
  }));
});
