/**
 * The form of what is said about a line, and of directives that are on or off.
 */
import assert from "node:assert/strict";
import {
  Arguments,
  ConfigError,
  findingAbout,
  findingAt,
  Scope,
  type Section,
  toggle,
} from "../../src/config/mod.ts";

const engine = toggle("Engine", ["server"], false);

/** A server with the line `Engine word`, or none. */
function server(word?: string): Section {
  const entries = word === undefined
    ? []
    : [{ name: "Engine", args: [word], file: "/proftpd.conf", line: 3 }];
  return { kind: "server", args: [], entries, sections: [], file: "/proftpd.conf", line: 0 };
}

Deno.test("a finding says name, reason and place, and keeps nothing else of a line", () => {
  const [entry] = server("on").entries;
  assert.deepEqual(findingAt("warning", "Engine", "has no effect", entry, "remove it"), {
    severity: "warning",
    message: "Engine: has no effect on line 3 of '/proftpd.conf'",
    place: { file: "/proftpd.conf", line: 3 },
    directive: "Engine",
    hint: "remove it",
  });
});

Deno.test("a finding about a setting names the line that counts, where there is one", () => {
  const set = findingAbout(new Scope([server("on")]), engine, "is wrong");
  assert.equal(set.message, "Engine: is wrong on line 3 of '/proftpd.conf'");
  const unset = findingAbout(new Scope([server()]), engine, "is wrong", "warning");
  assert.deepEqual(unset, {
    severity: "warning",
    message: "Engine: is wrong",
    directive: "Engine",
  });
});

Deno.test("a directive that is on or off reads both, and has its own value where no line says so", () => {
  assert.equal(new Scope([server("yes")]).get(engine), true);
  assert.equal(new Scope([server("off")]).get(engine), false);
  assert.equal(new Scope([server()]).get(engine), false);
  assert.equal(new Scope([server()]).get(toggle("Engine", ["server"], undefined)), undefined);
  assert.equal(engine.syntax, "Engine on|off");
});

Deno.test("what is neither on nor off is called what the original calls it", () => {
  const named = toggle("Engine", ["server"], false, "boolean argument");
  for (
    const [directive, expected] of [
      [engine, "expected Boolean parameter"],
      [named, "expected boolean argument"],
    ] as const
  ) {
    assert.throws(
      () => directive.parse(new Arguments(server("maybe").entries[0])),
      (error) => error instanceof ConfigError && error.reason === expected,
    );
  }
});
