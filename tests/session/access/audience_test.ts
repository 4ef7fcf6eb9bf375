import assert from "node:assert/strict";
import { type Entry, Scope, type Section, type SectionKind } from "../../../src/config/mod.ts";
import {
  type Audience,
  lineFor,
  type Listener,
  parseAudience,
} from "../../../src/session/access/audience.ts";
import { directive } from "../../config/support.ts";
import { valueOf } from "../../harness/directive_line.ts";

interface Line {
  readonly value: string;
  readonly audience: Audience | undefined;
}

const limit = directive<Line>(
  "Limit",
  "SVGAD",
  (args) => ({ value: args.word(0), audience: parseAudience(args, 1, "unknown classifier used") }),
  { value: "", audience: undefined },
  "all",
);

function section(kind: SectionKind, ...lines: string[]): Section {
  const place = { file: "/proftpd.conf", line: 1 };
  const entries = lines.map((line): Entry => ({ name: "Limit", args: line.split(" "), ...place }));
  return { kind, args: [], entries, sections: [], ...place } as Section;
}

const alice: Listener = { user: "alice", groups: ["staff", "ftp"], className: "local" };

function valueFor(client: Listener, ...sections: Section[]): string | undefined {
  return lineFor(new Scope(sections), limit, client)?.value;
}

Deno.test("a line for the user comes before one for a group, a class and everybody", () => {
  const lines = ["all", "class class local", "group group staff", "user user alice,bob"];
  assert.equal(valueFor(alice, section("server", ...lines)), "user");
  assert.equal(valueFor({ ...alice, user: "carol" }, section("server", ...lines)), "group");
  const stranger: Listener = { user: "dave", groups: ["guests"], className: "local" };
  assert.equal(valueFor(stranger, section("server", ...lines)), "class");
  assert.equal(valueFor({ ...stranger, className: undefined }, section("server", ...lines)), "all");
});

Deno.test("of groups all have to fit, of users one", () => {
  assert.equal(valueFor(alice, section("server", "x group staff,ftp")), "x");
  assert.equal(valueFor(alice, section("server", "x group staff,root")), undefined);
  assert.equal(valueFor(alice, section("server", "x user root,alice")), "x");
});

Deno.test("the closest section with a line for the client decides", () => {
  const inner = section("directory", "inner user bob");
  const outer = section("server", "outer");
  assert.equal(valueFor(alice, inner, outer), "outer");
  assert.equal(valueFor({ ...alice, user: "bob" }, inner, outer), "inner");
  assert.equal(
    valueFor(alice, section("directory", "all"), section("server", "mine user alice")),
    "all",
  );
});

Deno.test("another word than user, group or class is an error", () => {
  assert.equal(valueOf(limit, "1", "host", "x"), "unknown classifier used: 'host'");
});
