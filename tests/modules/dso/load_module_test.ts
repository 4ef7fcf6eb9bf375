import assert from "node:assert/strict";
import { dso } from "../../../src/modules/dso/mod.ts";
import { messages } from "../../config/support.ts";

const { directives = [] } = dso(["mod_core.c", "mod_xfer.c"]);
const unbuilt = [
  { name: "QuotaEngine", module: "mod_quotatab.c", severity: "restricts", harmless: ["off"] },
  { name: "QuotaLog", module: "mod_quotatab.c", severity: "comfort" },
] as const;

function found(...lines: string[]): string[] {
  return messages(lines.join("\n") + "\n", { directives, unbuilt })
    .map((message) => message.replace(/ on line .*$/, ""));
}

Deno.test("LoadModule of a module that is there says nothing", () => {
  assert.deepEqual(found("LoadModule mod_xfer.c", "LoadModule mod_dso.c"), []);
});

Deno.test("LoadModule of a module that only the original has is a warning", () => {
  assert.deepEqual(found("LoadModule mod_quotatab.c"), [
    "warning: LoadModule: mod_quotatab.c is not supported by this server yet, ignored",
  ]);
});

Deno.test("LoadModule of an unknown module is an error, in the original's words", () => {
  assert.deepEqual(found("LoadModule mod_foo.c"), [
    "error: LoadModule: error loading module 'mod_foo.c': No such file or directory",
  ]);
  for (const name of ["mod_quotatab", "MOD_QUOTATAB.c", "../x.c", "mod_copy.so"]) {
    assert.deepEqual(found(`LoadModule ${name}`), [
      `error: LoadModule: error loading module '${name}': Invalid argument`,
    ]);
  }
});

Deno.test("what a loaded module's section restricts is judged, although the module is not built", () => {
  const section = ["<IfModule mod_quotatab.c>", "QuotaEngine on", "QuotaLog /log", "</IfModule>"];
  const [, ...rest] = found("LoadModule mod_quotatab.c", ...section);
  assert.deepEqual(rest.map((line) => line.replace(/directive .*/, "...")), [
    "error: QuotaEngine: ...",
    "warning: QuotaLog: ...",
  ]);
});

Deno.test("the section of a module that is neither built nor loaded is skipped, and named", () => {
  assert.deepEqual(found("<IfModule mod_quotatab.c>", "QuotaEngine on", "</IfModule>"), [
    "warning: <IfModule>: mod_quotatab.c is not supported by this server yet, section skipped",
  ]);
  assert.deepEqual(found("<IfModule mod_quotatab.c>", "# nothing", "", "</IfModule>"), []);
  assert.deepEqual(found("<IfModule mod_else.c>", "Anything", "</IfModule>"), []);
});

Deno.test("a module counts as there from its LoadModule line on, not before", () => {
  const [first] = found(
    "<IfModule mod_quotatab.c>",
    "X",
    "</IfModule>",
    "LoadModule mod_quotatab.c",
  );
  assert.match(first, /section skipped/);
  const [, ...rest] = found(
    "LoadModule mod_quotatab.c",
    "<IfModule !mod_quotatab.c>",
    "X",
    "</IfModule>",
  );
  assert.deepEqual(rest, []);
});

Deno.test("where modules lie and who may load them is accepted, where it is well formed", () => {
  assert.deepEqual(found("ModulePath /nonexistent", "ModuleControlsACLs lsmod allow user *"), []);
  assert.deepEqual(found("ModuleControlsACLs insmod,rmmod deny group a,b"), []);
  assert.deepEqual(found("ModulePath lib"), ["error: ModulePath: must be an absolute path"]);
  const wrong: Record<string, string> = {
    "foo allow user root": ": unknown action: 'foo'",
    "lsmod maybe user root": "second parameter must be 'allow' or 'deny'",
    "lsmod allow class root": "third parameter must be 'user' or 'group'",
    "lsmod allow user": "missing parameters",
  };
  for (const [words, reason] of Object.entries(wrong)) {
    const expected = `error: ModuleControlsACLs: ${reason}`;
    assert.deepEqual(found(`ModuleControlsACLs ${words}`), [expected]);
  }
});

Deno.test("what cannot be done with modules here is named and ignored", () => {
  assert.match(
    found("LoadFile /usr/lib/libx.so")[0],
    /^warning: LoadFile: libraries are not loaded/,
  );
  assert.match(found("ModuleOrder mod_core.c")[0], /^warning: ModuleOrder: .* fixed, ignored$/);
  assert.deepEqual(found("ModuleOrder"), ["error: ModuleOrder: wrong number of parameters"]);
});
