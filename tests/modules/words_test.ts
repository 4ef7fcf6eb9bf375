/**
 * Lines of every directive: taken and refused as the original does, in its words.
 */
import assert from "node:assert/strict";
import { checkConfiguration } from "../../src/config/mod.ts";
import { presentModules, vocabulary } from "../../src/modules/vocabulary.ts";
import { filesOf, MAIN } from "../config/support.ts";
import { type Answer, configuration, goldenAnswers, withoutPlace } from "../peer/words.ts";

/** Lines that this server answers in another way, by how they begin, and why. */
const MEANT: readonly (readonly [why: string, line: RegExp, ours: RegExp])[] = [
  [
    "what is no number is none",
    /^(Port|Umask|RLimit\w+|DirFakeMode|TLSVerifyDepth|ForensicLogBufferSize|QuotaDefault|(?:Anon|Group|Host|User)Ratio) /,
    / not? a(?:n| valid) |bad|must be/,
  ],
  [
    "a relative path leads to wherever the daemon was started",
    /^(SystemLog|ServerLog|TransferLog|ScoreboardMutex|ControlsLog|WrapLog|TLS\w+|Quota(?:Log|LimitTable|TallyTable)|RatioFile|RatioTempFile) /,
    /absolute path(name required)?$/,
  ],
  [
    "what only OpenSSL knows is asked where TLSEngine is on",
    /^TLS(CipherSuite|ECDHCurve) /,
    /^ok$/,
  ],
  ["the original says nothing of use", /^TLSCipherSuite a b c/, /wrong number of parameters$/],
  [
    "tables that cannot be had are no quota",
    /^QuotaTallyTable FILE:/,
    /^QuotaTallyTable: unsupported table source type/,
  ],
  ["the original forgets the name here", /^HideFiles /, /^HideFiles: unknown classifier used/],
  ["the original ends without a word", /^MaxClientsPerClass/, /wrong number of parameters$/],
];

/** A line with too few words at a wrong place has two faults, of which either server names one. */
function hasTwoFaults(ours: string, theirs: string): boolean {
  return / directive not allowed in /.test(ours) &&
    /number of parameters|missing param/.test(theirs);
}

function isMeant({ line, answer }: Answer, ours: string): boolean {
  return MEANT.some(([, lines, words]) => lines.test(`${line} `) && words.test(ours)) ||
    hasTwoFaults(ours, answer);
}

function ourAnswer(context: string, line: string): string {
  const { findings } = checkConfiguration(MAIN, filesOf({ [MAIN]: configuration(context, line) }), {
    ...vocabulary,
    defines: new Set(),
    modules: presentModules,
    env: () => undefined,
  });
  const error = findings.find(({ severity }) => severity === "error");
  return error === undefined ? "ok" : withoutPlace(error.message);
}

Deno.test("every directive takes and refuses its words as the original does", () => {
  const different = goldenAnswers().flatMap((golden) => {
    const { context, line, answer } = golden;
    const ours = ourAnswer(context, line);
    if (ours === answer || isMeant(golden, ours)) return [];
    return [`${context}: ${line}\n  theirs ${answer}\n  ours   ${ours}`];
  });
  assert.deepEqual(different, []);
});

Deno.test("words that every object knows mean nothing more than others", () => {
  const answers = (name: string) =>
    goldenAnswers().flatMap(({ context, line }) => {
      const [directive, ...words] = line.split(" ");
      return words.flatMap((_, index) =>
        ["", "+"].map((sign) => {
          const changed = words.with(index, sign + name);
          const answer = ourAnswer(context, [directive, ...changed].join(" "));
          return `${line}, ${index}: ${answer.replaceAll(name, "WORD")}`;
        })
      );
    });
  assert.deepEqual(answers("constructor"), answers("instructress"));
});
