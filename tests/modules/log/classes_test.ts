import assert from "node:assert/strict";
import fc from "fast-check";
import { ALL, classesOf, parseClasses, takes } from "../../../src/modules/log/extended/classes.ts";
import type { CommandClass } from "../../../src/session/module.ts";

/** Those of some commands that a log of `list` has. */
function taken(list: string): string {
  const classes = parseClasses(list);
  assert.ok(classes, list);
  const commands: readonly (readonly [string, CommandClass | undefined])[] = [
    ["USER", "auth"],
    ["RETR", "read"],
    ["STOR", "write"],
    ["DELE", "write"],
    ["MKD", "dirs"],
    ["NOOP", "misc"],
    ["FOO", undefined],
  ];
  return commands.filter(([verb, own]) => takes(classes, verb, classesOf(verb, own)))
    .map(([verb]) => verb).join(" ");
}

Deno.test("a list of classes takes the commands of each, and leaves out what it excludes", () => {
  assert.equal(taken("READ,auth"), "USER RETR");
  assert.equal(taken("ALL"), "USER RETR STOR DELE MKD NOOP FOO");
  assert.equal(taken("ALL,!WRITE"), "USER RETR NOOP");
  assert.equal(taken("!READ,READ"), "");
  assert.equal(taken("READ,NONE"), "");
  assert.equal(taken("NONE,READ"), "RETR");
  assert.equal(taken(""), "");
});

Deno.test("single commands are added and left out", () => {
  assert.equal(taken("READ+DELE"), "RETR DELE");
  assert.equal(taken("ALL+!NOOP"), "USER RETR STOR DELE MKD");
  assert.equal(taken("WRITE,!mkd"), "STOR DELE");
  assert.equal(taken("STOR,RETR"), "RETR STOR");
});

Deno.test("a word that is neither a class nor a command is no list", () => {
  for (const list of ["FOO", "READ,FOO", "READ;WRITE", "READ, WRITE", "READ,", "!", "all,!foo"]) {
    assert.equal(parseClasses(list), undefined, list);
  }
});

Deno.test("what is excluded is never taken, wherever it is said", () => {
  const word = fc.constantFrom("AUTH", "READ", "WRITE", "DIRS", "MISC", "ALL", "DELE", "NOOP");
  fc.assert(fc.property(fc.array(word), word, fc.array(word), (before, one, after) => {
    const list = parseClasses([...before, `!${one}`, ...after].join(","));
    const bare = parseClasses(one);
    assert.ok(list && bare);
    for (const verb of ["USER", "RETR", "DELE", "NOOP", "MKD"]) {
      const own =
        ({ USER: "auth", RETR: "read", DELE: "write", NOOP: "misc", MKD: "dirs" } as const)[
          verb
        ] as CommandClass;
      const classes = classesOf(verb, own);
      if (takes(bare, verb, classes)) assert.equal(takes(list, verb, classes), false, verb);
    }
  }));
});

Deno.test("without a list everything is taken", () => {
  assert.ok(takes(ALL, "", ["connect"]) && takes(ALL, "EXIT", ["exit"]) && takes(ALL, "FOO", []));
});
