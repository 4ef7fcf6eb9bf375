import assert from "node:assert/strict";
import fc from "fast-check";
import { ctime, epochOf, isoTime, localtime, strftime, syslogTime } from "../../src/libc/time.ts";
import { run } from "../harness/programs.ts";
import { test } from "../harness/requires.ts";
import { tempDir } from "../harness/temp_dir.ts";

const SRC = new URL("../../src/libc/", import.meta.url).href;

/** What `code`, which may use everything of time.ts and process.ts, prints in the zone `zone`. */
async function inZone(zone: string, code: string): Promise<string> {
  const program = `
    import * as time from ${JSON.stringify(`${SRC}time.ts`)};
    import * as process from ${JSON.stringify(`${SRC}process.ts`)};
    ${code}`;
  const { stdout, stderr } = await run(Deno.execPath(), ["eval", program], { env: { TZ: zone } });
  assert.equal(stderr, "");
  return stdout.trim();
}

/** A zone without a file: an hour ahead, two in summer, by the rules of the European Union. */
const BERLIN = "CET-1CEST,M3.5.0,M10.5.0/3";

Deno.test("local time is that of the system's zone, summer time included", async () => {
  const text = await inZone(
    BERLIN,
    `for (const moment of ["2026-01-15T12:00:00Z", "2026-07-15T12:00:00Z"]) {
       console.log(time.ctime(Date.parse(moment) / 1000));
     }
     console.log(time.strftime("%H:%M:%S %z %Z", Date.parse("2026-07-15T12:00:00Z") / 1000));`,
  );
  assert.equal(
    text,
    "Thu Jan 15 13:00:00 2026\nWed Jul 15 14:00:00 2026\n14:00:00 +0200 CEST",
  );
});

Deno.test("of an hour that comes twice the first is meant, one that is left out counts on", async () => {
  const text = await inZone(
    BERLIN,
    `const at = (month, day, hour, minute) => new Date(1000 * time.epochOf(
       { year: 2026, month, day, hour, minute, second: 0 })).toISOString().slice(5, 16);
     console.log(at(3, 29, 1, 59), at(3, 29, 2, 30), at(3, 29, 3, 0));
     console.log(at(10, 25, 1, 59), at(10, 25, 2, 30), at(10, 25, 3, 0));`,
  );
  assert.equal(
    text,
    "03-29T00:59 03-29T01:30 03-29T01:00\n10-24T23:59 10-25T00:30 10-25T02:00",
  );
});

test({
  name: "in a chroot the time zone stays what it was",
  needs: ["root"],
  async fn() {
    await using folder = await tempDir();
    const text = await inZone(
      ":Europe/Berlin",
      `const july = Date.parse("2026-07-15T12:00:00Z") / 1000;
       time.prepareTime();
       const before = time.localtime(july).offset;
       process.chroot(${JSON.stringify(folder.path)});
       Deno.permissions.revokeSync({ name: "ffi" });
       const { hour, offset } = time.localtime(july);
       console.log(offset === before && hour === 12 + offset / 3600, time.strftime("%H", july) - hour);
       console.log(time.epochOf(time.localtime(july)) === july);`,
    );
    assert.equal(text, "true 0\ntrue");
  },
});

Deno.test("a reading of the clock leads back to its moment", () => {
  // Not for the hour that a change of the clock makes ambiguous.
  fc.assert(fc.property(fc.integer({ min: 0, max: 8e9 }), (seconds) => {
    const time = localtime(seconds);
    const same = [-7200, -3600, 3600, 7200]
      .every((step) => localtime(seconds + step).offset === time.offset);
    fc.pre(same);
    assert.equal(epochOf(time), seconds);
  }));
});

Deno.test("the forms of the logs agree with strftime", () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 8e12 }), (ms) => {
    const seconds = Math.floor(ms / 1000);
    assert.equal(ctime(seconds), strftime("%a %b %e %H:%M:%S %Y", seconds));
    assert.equal(syslogTime(seconds), strftime("%b %e %H:%M:%S", seconds));
    const fraction = String(ms % 1000).padStart(3, "0");
    assert.equal(isoTime(ms), `${strftime("%Y-%m-%d %H:%M:%S", seconds)},${fraction}`);
  }));
});

Deno.test("a second that was asked for before is not confused with the next", () => {
  assert.notEqual(ctime(1000), ctime(1001));
  assert.equal(ctime(1000.9), ctime(1000));
  assert.equal(isoTime(999).slice(-3), "999");
  assert.notEqual(isoTime(999).slice(0, 19), isoTime(1000).slice(0, 19));
});

Deno.test("what is no time is refused", () => {
  assert.throws(() => localtime(NaN), RangeError);
  assert.throws(() => localtime(1e15), RangeError);
});

Deno.test("a format of strftime that is too long gives nothing", () => {
  assert.equal(strftime("x".repeat(5000), 0), "");
  assert.equal(strftime("", 0), "");
});
