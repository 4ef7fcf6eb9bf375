import assert from "node:assert/strict";
import { programFiles } from "../../scripts/build/program_files.ts";
import { asTexts } from "../../scripts/build/texts.ts";
import { RUNTIME_FLAGS } from "../../src/cli/self.ts";
import { run } from "../harness/programs.ts";
import { tempDir } from "../harness/temp_dir.ts";

/** Builds a program from `sources` and gives its files and what it prints with `args`. */
async function built(sources: Record<string, string>, ...args: string[]) {
  await using folder = await tempDir();
  for (const [name, text] of Object.entries(sources)) {
    await Deno.writeTextFile(`${folder.path}/${name}`, text);
  }
  const files = await programFiles(`${folder.path}/main.ts`, `${folder.path}/split`);
  await Deno.mkdir(`${folder.path}/program`);
  for (const [name, text] of Object.entries(files)) {
    await Deno.writeTextFile(`${folder.path}/program/${name}`, text);
  }
  const main = `${folder.path}/program/main.js`;
  const { stdout, stderr } = await run(Deno.execPath(), [...RUNTIME_FLAGS, main, ...args], {
    env: { NO_COLOR: "1" },
  });
  return { files, stdout, stderr };
}

const SOURCES = {
  "main.ts": `
    import { say } from "./say.ts";
    const [role] = Deno.args;
    say("main starts");
    if (role === "one") {
      const { one } = await import("./one.ts");
      await one();
    } else {
      const { two } = await import("./two.ts");
      two();
    }
    say("main ends");
  `,
  "one.ts": `
    import { say, Voice as Speaker } from "./say.ts";
    import { shared } from "./shared.ts";
    say("one is evaluated");
    export async function one() {
      say(shared(new Speaker()));
      const { later } = await import("./later.ts");
      say(later + " \\u00e9");
    }
  `,
  "two.ts": `
    import { shared } from "./shared.ts";
    import { say, Voice } from "./say.ts";
    say("two is evaluated");
    export const two = () => say(shared(new Voice()) + " two");
  `,
  "later.ts": `export const later = "later";`,
  "shared.ts": `
    import type { Voice } from "./say.ts";
    const calls: string[] = []; // a comment with an \u00e9 in it
    export const shared = (voice: Voice) => (calls.push(voice.name), "shared " + calls.length);
  `,
  "say.ts": `
    export const say = (text: string) => console.log(text);
    export class Voice { name = "voice" }
  `,
};

Deno.test("each role evaluates what it needs, once and in order", async () => {
  const one = await built(SOURCES, "one");
  assert.equal(one.stderr, "");
  assert.equal(one.stdout, "main starts\none is evaluated\nshared 1\nlater \u00e9\nmain ends\n");
  const two = await built(SOURCES, "two");
  assert.equal(two.stdout, "main starts\ntwo is evaluated\nshared 1 two\nmain ends\n");
});

Deno.test("all files of a program are ASCII, whatever its comments say", async () => {
  const { files } = await built(SOURCES, "one");
  assert.ok(Object.keys(files).length >= 5);
  for (const [name, text] of Object.entries(files)) assert.match(text, /^[\0-\x7f]*$/, name);
});

Deno.test("building the same program twice gives the same files", async () => {
  const [first, second] = [await built(SOURCES, "one"), await built(SOURCES, "one")];
  assert.deepEqual(Object.entries(first.files), Object.entries(second.files));
});

Deno.test("a stack trace names the function and the part of the program", async () => {
  const { stderr } = await built({
    "main.ts": `const { fail } = await import("./part.ts"); fail();`,
    "part.ts": `export function fail() { throw new Error("on purpose"); }`,
  });
  assert.match(stderr, /on purpose/);
  assert.match(stderr, /at fail \(part-\w+\.js\b/);
});

Deno.test("a module that holds what a function body cannot is refused", async () => {
  const main = 'import {\n  a\n} from "./part.js";\na();\n';
  for (const code of ["import.meta.url;", "await 1;", 'import x from "node:fs";\nx();']) {
    const part = `${code}\nvar a = 1;\nexport {\n  a\n};\n`;
    await assert.rejects(
      asTexts("main.js", { "main.js": main, "part.js": part }),
      SyntaxError,
    );
  }
});
