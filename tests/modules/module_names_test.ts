import assert from "node:assert/strict";
import { checkConfiguration } from "../../src/config/mod.ts";
import { builtModules, presentModules, vocabulary } from "../../src/modules/vocabulary.ts";
import { compiledIn, loadable } from "../../src/modules/module_names.ts";
import { unbuilt } from "../../src/modules/unbuilt.ts";
import { filesOf, MAIN } from "../config/support.ts";
import { run } from "../harness/programs.ts";
import { PEER_PROGRAM, test } from "../harness/requires.ts";

const all = [...compiledIn, ...loadable];

Deno.test("every module that this server has, or has directives of, is named", () => {
  const names = [...builtModules, ...unbuilt].map((row) => "module" in row ? row.module : row.name);
  for (const name of names) assert.ok(all.includes(name), name);
});

Deno.test("LoadModule says nothing against a module that this server has", () => {
  const names = new Set([...builtModules.map(({ name }) => name), ...compiledIn]);
  const lines = [...names].map((name) => `LoadModule ${name}\n`).join("");
  const sections = "<IfModule mod_ifsession.c>\n<IfUser x>\nUmask 077\n</IfUser>\n</IfModule>\n";
  const { findings } = checkConfiguration(MAIN, filesOf({ [MAIN]: lines + sections }), {
    ...vocabulary,
    defines: new Set(),
    modules: presentModules,
    env: () => undefined,
  });
  assert.deepEqual(findings, []);
});

Deno.test("a module's name stands in one list, once", () => {
  assert.equal(new Set(all).size, all.length);
});

test({
  name: "the lists have what the original has compiled in, and every shared module of its folder",
  needs: ["peer", "/usr/lib/proftpd/mod_quotatab.so"],
  async fn() {
    const { stdout } = await run(PEER_PROGRAM, ["-l"]);
    for (const name of stdout.match(/mod_\w+\.c/g) ?? []) {
      assert.ok(compiledIn.includes(name), name);
    }
    for await (const { name } of Deno.readDir("/usr/lib/proftpd")) {
      const module = name.replace(/\.so$/, ".c");
      assert.ok(all.includes(module), module);
    }
  },
});
