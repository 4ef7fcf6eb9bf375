import assert from "node:assert/strict";
import fc from "fast-check";
import { booleanOf, type ConfigError } from "../../src/config/mod.ts";
import { args } from "./support.ts";

/** The message that `work` fails with, without the place. */
function complaint(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return (error as ConfigError).reason;
  }
  throw new assert.AssertionError({ message: "no complaint" });
}

Deno.test("booleans are exactly on yes true 1 and off no false 0, in any case", () => {
  for (const word of ["on", "ON", "Yes", "true", "1"]) assert.equal(args(word).boolean(), true);
  for (const word of ["off", "No", "FALSE", "0"]) assert.equal(args(word).boolean(), false);
  for (const word of ["y", "t", "enable", "2", "", "onn"]) {
    assert.equal(complaint(() => args(word).boolean()), "expected Boolean parameter");
    assert.equal(booleanOf(word), undefined);
  }
});

Deno.test("a message names directive, line and file", () => {
  assert.throws(() => args().single(), {
    name: "ConfigError",
    message: "X: missing parameters on line 1 of 'F'",
  });
});

Deno.test("a missing word is a missing parameter, a surplus one is ignored", () => {
  assert.equal(complaint(() => args().count()), "missing parameters");
  assert.equal(args("21", "22").count(), 21);
});

Deno.test("word counts are checked where a directive asks for it", () => {
  assert.equal(complaint(() => args("a").between(0, 0)), "wrong number of parameters");
  assert.equal(complaint(() => args("a").atLeast(2)), "missing parameters");
  args("a", "b").between(1, 2);
});

Deno.test("durations take seconds, suffixes and clock notation", () => {
  const cases: [string, number][] = [
    ...([["90", 90], ["90s", 90], ["90SEC", 90], ["10m", 600]] as [string, number][]),
    ...([["10Min", 600], ["1h", 3600], ["1hr", 3600], ["1:2:3", 3723]] as [string, number][]),
    ...([["01:00:00", 3600], ["1h30m", 5400], ["0", 0]] as [string, number][]),
    ["99999999999", 0x7fffffff],
  ];
  for (const [word, seconds] of cases) assert.equal(args(word).duration(), seconds, word);
});

Deno.test("bad durations are refused in the original's words", () => {
  for (const word of ["x", "", "1d", "10x", "1:2", "1.5", "0x10", "none", "111:00:00"]) {
    assert.equal(
      complaint(() => args(word).duration()),
      `error parsing timeout value '${word}': Invalid argument`,
    );
  }
  assert.equal(
    complaint(() => args("-1").duration()),
    "error parsing timeout value '-1': Numerical result out of range",
  );
});

Deno.test("a duration written in any notation is read back", () => {
  fc.assert(fc.property(fc.nat(99), fc.nat(59), fc.nat(59), (h, m, s) => {
    const seconds = h * 3600 + m * 60 + s;
    assert.equal(args(String(seconds)).duration(), seconds);
    assert.equal(args(`${h}:${m}:${s}`).duration(), seconds);
    assert.equal(args(`${h}h${m}m${s}s`).duration(), seconds);
  }));
});

Deno.test("octal words are permission bits", () => {
  assert.equal(args("022").octal(), 0o22);
  assert.equal(args("7777").octal(), 0o7777);
  for (const word of ["9", "22x", "0o22", "-1", "", "10000"]) {
    assert.equal(
      complaint(() => args(word).octal(0, "umask")),
      `'${word}' is not a valid umask`,
    );
  }
});

Deno.test("octal reads what toString(8) writes", () => {
  fc.assert(fc.property(fc.nat(0o7777), (mode) => {
    assert.equal(args(`0${mode.toString(8).padStart(3, "0")}`.slice(-4)).octal(), mode);
  }));
});

Deno.test("sizes take a unit, attached or as the next word", () => {
  assert.equal(args("10").size(), 10);
  assert.equal(args("10b").size(), 10);
  assert.equal(args("10K").size(), 10240);
  assert.equal(args("10kb").size(), 10240);
  assert.equal(args("2", "Mb").size(), 2 * 1024 ** 2);
  assert.equal(args("1Gb", "user", "bob").size(), 1024 ** 3);
  assert.equal(complaint(() => args("10x").size()), "badly formatted size value '10x'");
});

Deno.test("paths are absolute", () => {
  assert.equal(args("/a b").path(), "/a b");
  assert.equal(complaint(() => args("a").path()), "(a) absolute pathname required");
});

Deno.test("a choice is compared without case and its error lists the choices", () => {
  assert.equal(args("STANDALONE").choice(["inetd", "standalone"]), "standalone");
  assert.throws(() => args("x").choice(["inetd", "standalone"]), {
    hint: "expected inetd, standalone",
  });
});
