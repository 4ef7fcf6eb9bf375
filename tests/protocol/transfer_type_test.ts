import assert from "node:assert/strict";
import fc from "fast-check";
import {
  formatReply,
  FtpError,
  modeReply,
  parseCommandLine,
  parseType,
  structureReply,
} from "../../src/protocol/mod.ts";
import { byteStrings } from "./arbitraries.ts";

/** What is said to a TYPE, MODE or STRU line, and the type where there is one. */
function answer(line: string): string {
  const command = parseCommandLine(line);
  try {
    if (command.verb === "MODE") return formatReply(modeReply(command)).trimEnd();
    if (command.verb === "STRU") return formatReply(structureReply(command)).trimEnd();
    const { type, reply } = parseType(command);
    return `${formatReply(reply).trimEnd()} [${type}]`;
  } catch (error) {
    if (error instanceof FtpError) return formatReply(error.reply).trimEnd();
    throw error;
  }
}

const conversation: [string, string][] = [
  ["TYPE", "500 'TYPE' not understood"],
  ["TYPE A", "200 Type set to A [ascii]"],
  ["TYPE a", "200 Type set to a [ascii]"],
  ["TYPE A N", "200 Type set to A [ascii]"],
  ["TYPE A X", "200 Type set to A [ascii]"],
  ["TYPE A N x", "500 'TYPE A N x' not understood"],
  ["TYPE  I ", "200 Type set to I [binary]"],
  ["TYPE I 8", "200 Type set to I [binary]"],
  ["TYPE L 8", "200 Type set to L [binary]"],
  ["TYPE L 7", "200 Type set to L [ascii]"],
  ["TYPE L", "504 TYPE not implemented for 'L' parameter"],
  ["TYPE L 9", "504 TYPE not implemented for 'L' parameter"],
  ["TYPE e", "504 TYPE not implemented for 'e' parameter"],
  ["TYPE AN", "504 TYPE not implemented for 'AN' parameter"],
  ['TYPE ""', "504 TYPE not implemented for '' parameter"],
  ["MODE S", "200 Mode set to S"],
  ["MODE stream", "200 Mode set to S"],
  ["MODE b", "504 'MODE b' unsupported transfer mode"],
  ["MODE C", "504 'MODE C' unsupported transfer mode"],
  ["MODE Z", "501 'MODE Z' unrecognized transfer mode"],
  ['MODE ""', "501 'MODE ' unrecognized transfer mode"],
  ["MODE", "501 'MODE' not understood"],
  ["mode a b", "501 'MODE a b' not understood"],
  ["STRU f", "200 Structure set to F"],
  ["STRU R", "504 'STRU R' unsupported structure type"],
  ["STRU P", "504 'STRU P' unsupported structure type"],
  ["STRU X", "501 'STRU X' unrecognized structure type"],
  ["STRU F F", "501 'STRU F F' not understood"],
];

for (const [line, expected] of conversation) {
  Deno.test(`${line} is answered with ${expected}`, () => assert.equal(answer(line), expected));
}

Deno.test("any argument of TYPE, MODE and STRU has an answer", () => {
  fc.assert(fc.property(fc.constantFrom("TYPE", "MODE", "STRU"), byteStrings, (verb, argument) => {
    assert.match(answer(`${verb} ${argument}`), /^(200|50[014]) /);
  }));
});
