import assert from "node:assert/strict";
import { Access } from "../../../src/session/access/mod.ts";
import { directory } from "./oracle.ts";
import { check, client, configuration, HOME, MEMBERS } from "./support.ts";

/** What is hidden from `name` at `path`; alice is 1, bob is 2, their groups are 10 and 20. */
function hidden(text: string, name = "alice", path = HOME) {
  const { servers, classes } = configuration(text);
  const ids: Readonly<Record<string, number>> = { alice: 1, bob: 2, staff: 10, guests: 20 };
  const access = Access.atConnect(servers[0].section, classes, client()).of({
    ...MEMBERS[name],
    anonymous: undefined,
    anonymousRoot: undefined,
    homeOf: () => HOME,
    owners: {
      user: (owner) => ids[owner.name ?? "alice"],
      group: (owner) => ids[owner.name ?? "staff"],
    },
  });
  return access.hiddenIn(access.scopeFor(path));
}

Deno.test("nothing is hidden where nobody says so", () => {
  assert.equal(hidden(""), undefined);
  assert.equal(hidden(directory("@H", "HideNoAccess off\n")), undefined);
  assert.equal(hidden(directory("@H", "HideUser nobody-of-that-name\n")), undefined);
});

Deno.test("the first HideFiles line for the client counts, the closest section's before others", () => {
  const text = directory("@H", "HideFiles ^b user bob\n", "HideFiles ^a\n", "HideFiles ^c\n") +
    directory("@H/none", "HideFiles none\n") + directory("@H/bob", "HideFiles none user bob\n");
  const shows = (name: string, path: string) =>
    ["a", "b", "c"].filter((file) => !hidden(text, name, path)?.name?.(file)).join("");
  assert.equal(shows("alice", HOME), "bc");
  assert.equal(shows("bob", HOME), "ac");
  assert.equal(shows("alice", `${HOME}/none`), "abc");
  assert.equal(shows("alice", `${HOME}/bob`), "bc");
  assert.equal(shows("bob", `${HOME}/bob`), "abc");
});

Deno.test("HideFiles with ! shows what matches and hides the rest", () => {
  const rules = hidden(directory("@H", "HideFiles !\\.txt$\n"));
  assert.equal(rules?.name?.("a.txt"), false);
  assert.equal(rules?.name?.("a.dat"), true);
});

Deno.test("every HideUser and HideGroup line of the closest section counts", () => {
  const text = directory("@H", "HideUser ~\n", "HideUser bob\n", "HideGroup guests\n") +
    directory("@H/sub", "HideUser !bob\n");
  const at = hidden(text)?.owner;
  assert.deepEqual([at?.(1, 0), at?.(2, 0), at?.(3, 0), at?.(3, 20)], [true, true, false, true]);
  const below = hidden(text, "alice", `${HOME}/sub`)?.owner;
  assert.deepEqual([below?.(1, 0), below?.(2, 0), below?.(2, 20)], [true, false, true]);
});

Deno.test("lines that say nothing are errors", () => {
  const wrong = (line: string) => check(directory("@H", `${line}\n`)).findings[0]?.message ?? "";
  assert.match(wrong("HideFiles (x"), /'\(x' failed regex compilation/);
  assert.match(wrong("HideFiles x foo bar"), /unknown classifier used: 'foo'/);
  assert.match(wrong("HideFiles x user"), /wrong number of parameters/);
  assert.match(wrong("HideUser"), /missing parameters/);
  assert.match(wrong("HideNoAccess maybe"), /expected Boolean parameter/);
  assert.match(wrong("IgnoreHidden on"), /not allowed in <Directory> context/);
});
