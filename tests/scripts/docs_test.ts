import assert from "node:assert/strict";
import { directivesPage } from "../../scripts/docs/directives.ts";
import { sectionRules } from "../../src/config/sections.ts";
import { manual } from "../../src/modules/manual/mod.ts";
import { builtModules, vocabulary } from "../../src/modules/vocabulary.ts";

Deno.test("every directive and section has its line in the manual, and a syntax that names it", () => {
  for (const { name, syntax } of vocabulary.directives) {
    assert.match(
      manual.get(name)?.meaning ?? "",
      /^[^\n]{10,}[^.\n]$/,
      `${name} in src/modules/manual`,
    );
    assert.equal(syntax.split(" ")[0], name);
  }
  for (const { name } of sectionRules.values()) assert.ok(manual.has(name), name);
  for (const { name } of vocabulary.conditions ?? []) assert.ok(manual.has(name), name);
});

Deno.test("docs/directives.md is what the tables say: `deno task docs` writes it", async () => {
  const page = await Deno.readTextFile(new URL("../../docs/directives.md", import.meta.url));
  // Not as a diff: it would be as long as the page.
  assert.ok(page === directivesPage(), "docs/directives.md is out of date: deno task docs");
});

Deno.test("every directive is in the table of its module", () => {
  const page = directivesPage();
  for (const { name, directives = [] } of builtModules) {
    if (directives.length === 0) continue;
    const [, table] = new RegExp(`^## ${name}\n([^]*?)(?=^## )`, "m").exec(page) ?? [];
    for (const directive of directives) {
      assert.ok(table?.includes(`| \`${directive.name}`), `${directive.name} of ${name}`);
    }
  }
});

Deno.test("nothing that serves clients or checks configurations loads the manual", async () => {
  for await (const path of sources(new URL("../../src/", import.meta.url))) {
    if (path.pathname.includes("/modules/manual/")) continue;
    assert.doesNotMatch(await Deno.readTextFile(path), /from ".*manual\//, path.pathname);
  }
});

async function* sources(folder: URL): AsyncGenerator<URL> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) yield* sources(new URL(`${name}/`, folder));
    else if (name.endsWith(".ts")) yield new URL(name, folder);
  }
}
