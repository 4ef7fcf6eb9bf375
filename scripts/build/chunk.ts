/**
 * Modules as the bundler writes them, taken apart. They have all imports at the top and one export
 * list at the end, and they import each other only.
 *
 * @module
 */

/** A module of a split bundle. */
export interface Chunk {
  /** Its file name without `.js`. */
  readonly name: string;
  /** The other chunks that it imports, with the names it takes from them, as in a pattern. */
  readonly imports: readonly { readonly from: string; readonly pattern: string }[];
  /** What it exports, as in an object literal. */
  readonly exports: string;
  /** Everything between the two. */
  readonly body: string;
}

/** Takes the module `code` apart that is in the file `name`.js. */
export function parseChunk(name: string, code: string): Chunk {
  const imports: { from: string; pattern: string }[] = [];
  const line = /import (?:\{([^}]*)\} from )?"\.\/([^"]+)\.js";\n/y;
  let start = 0;
  for (let match = line.exec(code); match !== null; match = line.exec(code)) {
    imports.push({ from: match[2] ?? "", pattern: renamed(match[1] ?? "", "$1: $2") });
    start = line.lastIndex;
  }
  const end = /\nexport \{([^}]*)\};\n*$/.exec(code);
  return {
    name,
    imports,
    exports: renamed(end?.[1] ?? "", "$2: $1"),
    body: code.slice(start, end?.index),
  };
}

/**
 * The body of `chunk` as text of an asynchronous or synchronous function, where `$chunks` holds what
 * the chunks it imports have exported, and `$load` takes the place of run-time imports; of a shorter form
 * of its `statements`, if that is given.
 *
 * Names are bound when the function runs, so an export must not change after its module has run; none
 * of `src` is an `export let`, as a test sees to.
 */
export function functionBody(chunk: Chunk, statements = statementsOf(chunk)): string {
  return `"use strict";\n${statements}\nreturn {${chunk.exports}};\n`;
}

/** What of that is neither its beginning nor its end: a script by itself. */
export function statementsOf({ imports, body }: Chunk): string {
  const bindings = imports.map(({ from, pattern }) =>
    `const {${pattern}} = $chunks[${JSON.stringify(from)}];\n`
  );
  const loading = body.replaceAll(/\bimport\("\.\/([\w.-]+)\.js"\)/g, '$load("$1")');
  return bindings.join("") + ascii(loading);
}

/** The names of all chunks that `name` needs, itself last, each behind those that it imports. */
export function evaluationOrder(name: string, chunks: ReadonlyMap<string, Chunk>): string[] {
  const order = new Set<string>();
  const visit = (name: string) => {
    const chunk = chunks.get(name);
    if (chunk === undefined) throw new Error(`no chunk ${name}`);
    for (const { from } of chunk.imports) if (!order.has(from)) visit(from);
    order.add(name);
  };
  visit(name);
  return [...order];
}

/** Turns every `a as b` of a list of names into `form`. */
function renamed(names: string, form: string): string {
  return names.trim().replaceAll(/([\w$]+) as ([\w$]+)/g, form).replaceAll(/\s+/g, " ");
}

/**
 * The bundler escapes what is not ASCII wherever it means something; what is left stands in comments.
 * A text of ASCII alone takes V8 half the memory, and a third of the time to load.
 */
function ascii(code: string): string {
  return code.replaceAll(/[^\0-\x7f]+/g, "?");
}
