import assert from "node:assert/strict";
import { formatShutdownFile, parseShutdownFile } from "../../src/shutdown/shutdown_file.ts";
import { type Outcome, PRIVATE_ETC_NEEDS, runInPrivateEtc } from "../harness/private_etc.ts";
import { FTPSHUT } from "../harness/programs.ts";
import { test } from "../harness/requires.ts";

const ORIGINAL = "/usr/sbin/ftpshut";
const needs = [...PRIVATE_ETC_NEEDS, ORIGINAL];

interface Options {
  env?: Record<string, string>;
  before?: string;
}

/** What both do with the same arguments at the same time: within the second of one of two tries. */
async function both(args: readonly string[], options: Options = {}): Promise<[Outcome, Outcome]> {
  for (let tries = 0;; tries++) {
    const earlier = await runInPrivateEtc(ORIGINAL, args, options);
    const ours = await runInPrivateEtc(FTPSHUT, args, options);
    const later = await runInPrivateEtc(ORIGINAL, args, options);
    if (earlier.shutmsg === later.shutmsg) return [earlier, ours];
    if (later.shutmsg === ours.shutmsg) return [later, ours];
    if (earlier.shutmsg === ours.shutmsg || tries === 50) return [earlier, ours];
  }
}

const announcements: readonly (readonly string[])[] = [
  ["now"],
  ["NOW", ""],
  ["+5", "back at %T, %U"],
  ["+0", "two\nlines"],
  ["-l", "90", "-d", "150", "+200", "caf\xe9 %s"],
  ["-l0", "-d0", "now", "m", "passed over"],
  ["-l", "1500", "2350"],
  ["-d", "100000", "0001"],
  ["00"],
  ["23", "-l", "3"],
  ["--", "+1440"],
  ["+525600"],
];

test({
  name: "both write the same file, byte for byte, for the same words",
  needs,
  async fn() {
    for (const args of announcements) {
      const [theirs, ours] = await both(args);
      assert.deepEqual(ours, theirs, args.join(" "));
      assert.equal(ours.code, 0);
    }
  },
});

test({
  name: "the original's file is understood, and would be written the same",
  needs,
  async fn() {
    for (const args of announcements) {
      const { shutmsg = "" } = await runInPrivateEtc(ORIGINAL, args);
      const notice = parseShutdownFile(shutmsg);
      assert.ok(typeof notice !== "string", String(notice));
      assert.equal(formatShutdownFile(notice), shutmsg);
    }
  },
});

/** The day `days` after today as POSIX has it in TZ: counted in a year without 29 February. */
function julian(days: number): string {
  const date = new Date(Date.now() + days * 86_400_000);
  const [month, day] = [date.getUTCMonth(), date.getUTCDate()];
  return `J${(Date.UTC(2001, month, day) - Date.UTC(2001, 0, 0)) / 86_400_000}`;
}

test({
  name: "both agree about times on the day that the clock changes",
  needs,
  async fn() {
    // Where it is noon: in the last hour before such a day the original takes the day after it.
    const west = new Date().getUTCHours() - 12;
    const zones = [
      `STD${west}DST${west - 1},${julian(1)}/2,${julian(40)}/0`, // one hour forward tomorrow at two
      `DST${west}STD${west + 1},${julian(40)}/0,${julian(1)}/2`, // and back
      `STD${west}DST${west - 1},${julian(0)}/0,${julian(40)}/0`, // forward today
      "CET-1CEST,M3.5.0,M10.5.0/3",
      ":Pacific/Auckland",
    ];
    for (const TZ of zones) {
      for (const time of ["0130", "0230", "0330", "+720", "+1440"]) {
        const [theirs, ours] = await both([time], { env: { TZ } });
        assert.deepEqual(ours, theirs, `${time} in ${TZ}`);
      }
    }
  },
});

const before = "2026 11 20 12 2 24 0010 0005\nas it was\n";

test({
  name: "both refuse the same words, and leave the file as it was",
  needs,
  async fn() {
    const lines = [
      [],
      ["-l", "5"],
      [""],
      ["+"],
      ["+abc"],
      ["+-5"],
      ["+5x"],
      ["24"],
      ["2460"],
      ["9999"],
      ["123"],
      ["12345"],
      ["noon"],
      ["-l", "x", "now"],
      ["-d", "-5", "now"],
      ["-l", "", "now"],
      ["-z", "now"],
      ["-l"],
    ];
    for (const args of lines) {
      const theirs = await runInPrivateEtc(ORIGINAL, args, { before });
      const ours = await runInPrivateEtc(FTPSHUT, args, { before });
      const said = (outcome: Outcome) => ({
        code: outcome.code,
        shutmsg: outcome.shutmsg,
        stderr: outcome.stderr.replaceAll(ORIGINAL, "ftpshut"),
        usage: outcome.stdout.replaceAll(ORIGINAL, "ftpshut").split("\n")[0],
      });
      assert.deepEqual(said(ours), said(theirs), args.join(" "));
      assert.equal(ours.code, 1);
      assert.equal(ours.shutmsg, before);
    }
  },
});

test({
  name: "both remove the file with the same words",
  needs,
  async fn() {
    for (const options of [{ before }, {}]) {
      const theirs = await runInPrivateEtc(ORIGINAL, ["-R"], options);
      const ours = await runInPrivateEtc(FTPSHUT, ["-R"], options);
      const said = ({ code, stdout, stderr }: Outcome) => [code, stdout + stderr];
      const [code, text] = said(theirs);
      assert.deepEqual(said(ours), [code, String(text).replaceAll(ORIGINAL, "ftpshut")]);
      assert.equal(ours.shutmsg, undefined);
    }
  },
});
