import assert from "node:assert/strict";
import { Scope } from "../../src/config/mod.ts";
import {
  accessGrantMsg,
  check,
  directive,
  directives,
  port,
  serverName,
  umask,
  userAlias,
} from "./support.ts";

const { servers } = check(
  "Umask 1\nServerName a\nServerName b\nAccessGrantMsg A\nAccessGrantMsg B\nUserAlias s t\n" +
    "<Anonymous /ftp>\nUmask 2\nUserAlias x y\nUserAlias z y\n" +
    "<Directory a>\n</Directory>\n<Directory b>\n</Directory>\n</Anonymous>\n" +
    "<Directory c>\n</Directory>\n",
);
const server = servers[0].section;
const anonymous = server.sections[0];

Deno.test("the closest section that has a directive decides", () => {
  assert.equal(new Scope([server]).get(umask), 1);
  assert.equal(new Scope([anonymous, server]).get(umask), 2);
  assert.equal(new Scope([server]).inside(anonymous).get(umask), 2);
  assert.equal(new Scope([anonymous.sections[0], anonymous, server]).get(umask), 2);
});

Deno.test("a directive that nobody sets has its fallback and no place", () => {
  const scope = new Scope([anonymous, server]);
  assert.equal(scope.get(port), 21);
  assert.equal(scope.has(port), false);
  assert.equal(scope.place(port), undefined);
  assert.deepEqual(new Scope([]).get(umask), 0o22);
});

Deno.test("of repeated lines the first or the last counts, as the directive says", () => {
  const scope = new Scope([server]);
  assert.equal(scope.get(accessGrantMsg), "A");
  assert.equal(scope.get(serverName), "b");
  assert.equal(scope.place(accessGrantMsg)?.line, 4);
  assert.equal(scope.place(serverName)?.line, 3);
});

Deno.test("all gives every line, those of the closest section first", () => {
  const scope = new Scope([anonymous, server]);
  assert.deepEqual(scope.all(userAlias), [["x", "y"], ["z", "y"], ["s", "t"]]);
  assert.deepEqual(scope.all(port), []);
});

Deno.test("a line is parsed once, whatever number of scopes ask for it", () => {
  let parsed = 0;
  const counted = directive("Counted", "S", (args) => (parsed++, args.count()), 0);
  const { servers } = check("Counted 7\n", { directives: [...directives, counted] });
  parsed = 0; // the check has tried the line already
  for (let i = 0; i < 5; i++) assert.equal(new Scope([servers[0].section]).get(counted), 7);
  assert.equal(parsed, 1);
});

Deno.test("two directives of one name have values of their own", () => {
  const asText = directive("Umask", "S", (args) => args.single(), "");
  assert.equal(new Scope([server]).get(asText), "1");
  assert.equal(new Scope([server]).get(umask), 1);
});

Deno.test("sections of a kind come with the ones that count most in front", () => {
  const scope = new Scope([anonymous, server]);
  assert.deepEqual(scope.inner("directory").map(({ args }) => args[0]), ["b", "a", "c"]);
});
