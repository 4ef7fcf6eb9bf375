import assert from "node:assert/strict";
import { allowAll } from "../../../src/session/access/directives.ts";
import { anonymous, directory, limit } from "./oracle.ts";
import { client, connected, HOME, loggedIn } from "./support.ts";

Deno.test("a decision names the section and the line that made it", () => {
  const access = loggedIn(limit("ALL", "AllowAll") + directory("@H/pub", limit("READ", "DenyAll")));
  assert.deepEqual(access.decisionAbout("RETR", `${HOME}/pub/f.txt`), {
    allowed: false,
    by: {
      file: "/etc/proftpd.conf",
      line: 5,
      text: `<Limit READ> in <Directory ${HOME}/pub>`,
      rule: { name: "DenyAll", lines: [6] },
    },
    ignoresHidden: false,
  });
  assert.deepEqual(access.decisionAbout("STOR", `${HOME}/pub/f.txt`).by, {
    file: "/etc/proftpd.conf",
    line: 1,
    text: "<Limit ALL>",
    rule: { name: "AllowAll", lines: [2] },
  });
  const undecided = { allowed: true, by: undefined, ignoresHidden: false };
  assert.deepEqual(access.decisionAbout("TYPE", HOME), undecided);
});

Deno.test("DenyAll outside of any <Limit> is named as such", () => {
  const access = loggedIn(directory("@H/pub", "DenyAll\n"));
  const { by } = access.decisionAbout("RETR", `${HOME}/pub/f.txt`);
  assert.equal(by?.text, `DenyAll in <Directory ${HOME}/pub>`);
});

Deno.test("classes decide before login and after it", () => {
  const text = "<Class ten>\nFrom 10.\n</Class>\n" +
    limit("LOGIN", "AllowClass ten", "DenyAll") + limit("STOR", "DenyClass ten");
  assert.ok(connected(text, client("10.1.2.3")).allowsConnection());
  assert.ok(!connected(text, client("192.0.2.1")).allowsConnection());
  assert.ok(!loggedIn(text, "alice", client("10.1.2.3")).allows("STOR", HOME));
  assert.ok(loggedIn(text, "alice", client("192.0.2.1")).allows("STOR", HOME));
});

Deno.test("a client without a class is in none, and not let in for being in none", () => {
  const ask = (rule: string) =>
    loggedIn(`<Class ten>\nFrom 10.\n</Class>\n${limit("NOOP", ...rule.split("; "))}`)
      .allows("NOOP", HOME);
  assert.ok(ask("DenyClass ten"));
  assert.ok(ask("DenyClass *"));
  assert.ok(!ask("AllowClass ten; DenyAll"));
  assert.ok(!ask("AllowClass !ten; DenyAll"));
  assert.ok(!ask("DenyClass !ten"), "who is not in class ten is denied");
});

Deno.test("before login a rule about users does not turn anybody away", () => {
  const access = connected(limit("ALL", "AllowUser alice", "DenyAll"));
  assert.ok(access.allows("FEAT", "/"));
  assert.ok(!connected(limit("ALL", "DenyAll")).allows("FEAT", "/"));
});

Deno.test("the scope of a path has the closest directory first and the server last", () => {
  const access = loggedIn(
    directory("@H", "AllowAll\n") + directory("@H/pub", "DenyAll\n") + limit("ALL", "AllowAll"),
  );
  const sections = access.scopeFor(`${HOME}/pub/f.txt`).sections;
  assert.deepEqual(sections.map(({ kind, args }) => [kind, ...args]), [
    ["directory", `${HOME}/pub`],
    ["directory", HOME],
    ["server"],
  ]);
  assert.equal(access.scopeFor(`${HOME}/pub`).has(allowAll), true);
  assert.equal(access.scopeFor("/elsewhere").sections.length, 1);
});

Deno.test("in the anonymous area the scope has the area before the server", () => {
  const access = loggedIn(anonymous(directory("pub", "DenyAll\n")) + directory("/", ""), "ftp");
  const kinds = access.scopeFor("/srv/anonymous/pub").sections.map(({ kind }) => kind);
  assert.deepEqual(kinds, ["directory", "anonymous", "server"]);
});

Deno.test("without directories no path has to be looked at", () => {
  assert.equal(loggedIn(limit("ALL", "DenyAll")).dependsOnPath, false);
  assert.equal(loggedIn(directory("/x", "DenyAll\n")).dependsOnPath, true);
  assert.equal(connected(directory("/x", "DenyAll\n")).dependsOnPath, false);
});

Deno.test("names in a listing are asked about only where rules may differ between them", () => {
  const differ = (config: string, path: string) => loggedIn(config).differsWithin(path);
  assert.ok(!differ(directory("@H/pub", ""), `${HOME}/pub`));
  assert.ok(differ(directory("@H/pub", ""), HOME));
  assert.ok(!differ(directory("@H/pub/in", ""), HOME));
  assert.ok(differ(directory("@H/pub/*", ""), `${HOME}/pub`));
  assert.ok(!differ(directory("@H/pub/*", ""), `${HOME}/pub/in`));
  assert.ok(differ(directory("@H/pub/*.txt", ""), `${HOME}/pub`));
  assert.ok(differ(directory("@D/*/x", ""), `${HOME}/pub/in`));
  assert.ok(!differ(directory("@D/*/x", ""), "/srv"));
});

Deno.test("DenyFilter and AllowFilter judge arguments where the client is", () => {
  const access = loggedIn(
    "DenyFilter \\*.*/\n" + directory("@H/pub", "DenyFilter \\.exe$ [NC]\nAllowFilter ^[a-z.]+$\n"),
  );
  assert.ok(!access.allowsArgument("*x/y", HOME));
  assert.ok(access.allowsArgument("a.exe", HOME));
  assert.ok(!access.allowsArgument("a.EXE", `${HOME}/pub`));
  assert.ok(!access.allowsArgument("a1", `${HOME}/pub`));
  assert.ok(access.allowsArgument("a.txt", `${HOME}/pub`));
});

Deno.test("an argument that cannot be judged passes no filter", () => {
  const access = loggedIn("DenyFilter x\n");
  assert.ok(access.allowsArgument("a".repeat(8000), HOME));
  assert.ok(!access.allowsArgument("a".repeat(9000), HOME));
  assert.ok(!access.allowsArgument("a\0b", HOME));
  const limited = loggedIn(limit("STOR", "DenyFilter x"));
  assert.ok(!limited.allows("STOR", HOME), "nobody said what the argument is");
  assert.ok(limited.allows("STOR", HOME, "a"));
});

Deno.test("none takes away the filter of the server", () => {
  const access = loggedIn("DenyFilter x\n" + directory("@H/pub", "DenyFilter none\n"));
  assert.ok(!access.allowsArgument("x", HOME));
  assert.ok(access.allowsArgument("x", `${HOME}/pub`));
});

Deno.test("Global yields to what the server itself says", () => {
  const text = `<Global>\n${limit("RETR", "DenyAll")}</Global>\n${limit("RETR", "AllowAll")}`;
  assert.ok(loggedIn(text).allows("RETR", HOME));
  const kinds = `<Global>\n${limit("RETR", "DenyAll")}</Global>\n${limit("READ", "AllowAll")}`;
  assert.ok(!loggedIn(kinds).allows("RETR", HOME), "the kind of word comes first");
});

Deno.test({
  name: "everything works once the permissions are gone",
  permissions: "none",
  fn() {
    assert.ok(prepared.allows("RETR", `${HOME}/pub/f.txt`, "f.txt"));
    assert.ok(!prepared.allows("STOR", `${HOME}/pub/f.exe`, "f.exe"));
    assert.ok(!prepared.allowsArgument("x", `${HOME}/pub`));
  },
});

const prepared = loggedIn(
  directory(
    "@H/pub",
    "DenyFilter ^x$\nPathDenyFilter y\n",
    limit("RETR", "AllowUser regex ^al", "DenyAll"),
    limit("STOR", "DenyFilter \\.exe$"),
  ),
);

Deno.test("looking up a path costs the same with ten thousand directories elsewhere", () => {
  const many = Array.from({ length: 10_000 }, (_, i) => directory(`/srv/d${i}/x*`, "")).join("");
  const access = loggedIn(many + directory("@H/pub", limit("RETR", "DenyAll")));
  const start = performance.now();
  for (let i = 0; i < 10_000; i++) {
    assert.equal(access.allows("RETR", `${HOME}/pub/${i}`), false);
  }
  // 10,000 look-ups take about 30 ms; if each saw each pattern, it would be many minutes.
  assert.ok(performance.now() - start < 10_000);
});
