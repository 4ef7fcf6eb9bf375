import assert from "node:assert/strict";
import { ctime } from "../../src/libc/time.ts";
import { shutdownMessage } from "../../src/shutdown/message.ts";

const times = { deny: 1_800_000_000, disconnect: 1_800_000_300, shutdown: 1_800_000_600 };
const now = 1_799_999_999.5;
const early = { local: "ftp.example.org", remote: "client.example.org", serverName: "Mine" };
const late = { ...early, cwd: "/pub", user: "alice" };

Deno.test("the variables of ftpshut(8) are filled in", () => {
  const text = (message: string, audience = late) => shutdownMessage(message, times, audience, now);
  assert.equal(text("down at %s"), `down at ${ctime(times.shutdown)}`);
  assert.equal(text("%r|%d"), `${ctime(times.deny)}|${ctime(times.disconnect)}`);
  assert.equal(text("%T"), ctime(now));
  assert.equal(text("%C %L %R %U %V"), "/pub ftp.example.org client.example.org alice Mine");
  assert.equal(text("%U in %C", early as typeof late), "NONE in (none)");
});

Deno.test("times have the form of ctime(3)", () => {
  assert.match(
    shutdownMessage("%s", times, early, now),
    /^\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d 20\d\d$/,
  );
});

Deno.test("what is no variable stays as written", () => {
  const text = "%E %M %N %% %q %";
  assert.equal(shutdownMessage(text, times, late, now), text);
});

Deno.test("a value with a percent sign is not looked at again", () => {
  assert.equal(shutdownMessage("%C", times, { ...late, cwd: "/%U" }, now), "/%U");
});

Deno.test("several lines become one, for the middle of a reply", () => {
  assert.equal(shutdownMessage("one \n  two\nthree", times, late, now), "one two three");
});
