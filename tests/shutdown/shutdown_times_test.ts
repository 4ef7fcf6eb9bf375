import assert from "node:assert/strict";
import { phaseAt, shutdownTimes } from "../../src/shutdown/shutdown_times.ts";

const utc = () => 0;
const second = (text: string) => Date.parse(text) / 1000;

function notice(at: string, denyMinutes: number, disconnectMinutes: number) {
  const [year, month, day, hour, minute, second] = at.split(/[- :]/).map(Number);
  return {
    at: { year, month, day, hour, minute, second },
    denyMinutes,
    disconnectMinutes,
    message: "",
  };
}

Deno.test("refusing and ending sessions come so many minutes before the shutdown", () => {
  assert.deepEqual(shutdownTimes(notice("2026-11-20 12:02:24", 10, 5), utc), {
    deny: second("2026-11-20T11:52:24Z"),
    disconnect: second("2026-11-20T11:57:24Z"),
    shutdown: second("2026-11-20T12:02:24Z"),
  });
});

Deno.test("the minutes before may reach into yesterday, last month, last year", () => {
  const times = shutdownTimes(notice("2027-01-01 00:03:00", 10, 5), utc);
  assert.equal(times.deny, second("2026-12-31T23:53:00Z"));
  assert.equal(times.disconnect, second("2026-12-31T23:58:00Z"));
});

Deno.test("nobody is let in who would be sent away at once", () => {
  const times = shutdownTimes(notice("2026-11-20 12:00:00", 0, 30), utc);
  assert.equal(times.deny, times.disconnect);
});

Deno.test("a shutdown goes through its phases at the second", () => {
  const times = shutdownTimes(notice("2026-11-20 12:00:00", 10, 5), utc);
  assert.equal(phaseAt(times, times.deny - 0.001), "announced");
  assert.equal(phaseAt(times, times.deny), "denying");
  assert.equal(phaseAt(times, times.disconnect - 0.001), "denying");
  assert.equal(phaseAt(times, times.disconnect), "disconnecting");
  assert.equal(phaseAt(times, times.shutdown + 1e9), "disconnecting");
});

Deno.test("minutes before are real minutes, also where the clock jumps", () => {
  // Summer time ends at 03:00 (UTC+2), 01:00 UTC: the shutdown is 30 minutes behind the jump.
  const change = second("2026-10-25T01:00:00Z");
  const zone = (at: number) => at < change ? 7200 : 3600;
  const times = shutdownTimes(notice("2026-10-25 03:30:00", 60, 0), zone);
  assert.equal(times.shutdown, second("2026-10-25T02:30:00Z"));
  assert.equal(times.deny, second("2026-10-25T01:30:00Z"));
});
