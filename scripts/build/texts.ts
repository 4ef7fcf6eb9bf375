/**
 * A program in the shape in which it starts fastest: a small module and texts.
 *
 * Of a module Deno reads every byte with a parser of its own, at each start, to find its imports:
 * 10 to 25 ms for a program of this size, more than the rest of the start. V8 alone, which skips over
 * function bodies until they are called, needs a small part of that. So all but the entry is taken in
 * as text and evaluated, each part when an `import(…)` in the source asks for it: what a role does
 * not need is not even read.
 *
 * @module
 */
import { type Chunk, evaluationOrder, functionBody, parseChunk, statementsOf } from "./chunk.ts";
import { shrink } from "./shrink.ts";

/** Files by name. */
export type TextFiles = Readonly<Record<string, string>>;

/**
 * Turns the modules of a split bundle (file name to code) into files: `main.js`, made of the module
 * `entry`, and a text for every other. Throws `SyntaxError` if a module holds what a function body
 * cannot.
 */
export async function asTexts(entry: string, modules: TextFiles): Promise<TextFiles> {
  const chunks = new Map(
    Object.entries(modules).map(([file, code]) => {
      const name = file.replace(/\.js$/, "");
      return [name, parseChunk(name, code)];
    }),
  );
  const main = chunks.get(entry.replace(/\.js$/, ""));
  if (main === undefined) throw new Error(`no module ${entry}`);
  const others = [...chunks.values()].filter((chunk) => chunk !== main);
  const long = Object.fromEntries(others.map((chunk) => [chunk.name, statementsOf(chunk)]));
  const short = await shrink(long);
  const texts = others.map((chunk) =>
    [
      `${chunk.name}.txt`,
      `${expressionOf(chunk, short[chunk.name])}\n//# sourceURL=${chunk.name}.js\n`,
    ] as const
  );
  return { "main.js": mainModule(main, chunks), ...Object.fromEntries(texts) };
}

/** In brackets: an arrow function by itself is no program. */
function expressionOf(chunk: Chunk, statements: string | undefined): string {
  const expression = `(($chunks,$load)=>{${functionBody(chunk, statements)}})`;
  new Function(expression); // a SyntaxError: something in it only a module may have
  return expression;
}

function mainModule(main: Chunk, chunks: ReadonlyMap<string, Chunk>): string {
  const others = [...chunks.keys()].filter((name) => name !== main.name);
  const rows = others.map((name) => {
    const key = JSON.stringify(name);
    const order = JSON.stringify(evaluationOrder(name, chunks));
    return `  ${key}: [${order}, () => import("./${name}.txt", { with: { type: "text" } })],\n`;
  });
  const first = main.imports.map(({ from }) => `await $load(${JSON.stringify(from)});\n`);
  return `${LOADER.replace("TABLE", rows.join(""))}${first.join("")}
await (async () => {${functionBody(main)}})();
`;
}

/** Reads what is missing of the texts that a name stands for, then evaluates them in order. */
const LOADER = `const $chunks = {};
const $texts = {
TABLE};
async function $load(name) {
  const [order] = $texts[name];
  const texts = await Promise.all(order.map((it) => $chunks[it] ?? $texts[it][1]()));
  order.forEach((it, at) => $chunks[it] ??= (0, eval)(texts[at].default)($chunks, $load));
  return $chunks[name];
}
`;
