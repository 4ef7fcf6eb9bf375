/**
 * The self-unpacking form of an executable: a shell script (`header.sh`) with the program and the
 * runtime behind it. Used where `deno compile` lacks `denort`.
 *
 * @module
 */
import { RUNTIME_FLAGS } from "../../src/cli/self.ts";
import { sha256 } from "./sha256.ts";

/** The header has this many bytes, whatever is filled in: what follows begins behind it. */
const HEADER_SIZE = 8192;

/** What goes into an executable besides the header. */
export interface Payload {
  /** `proftpd` or `ftpshut`. */
  readonly name: string;
  /** The program as one ECMAScript module without imports and exports. */
  readonly program: string;
  /** The part of the program that is enough when its first argument is one of `words`. */
  readonly session?: { readonly words: readonly string[]; readonly program: string };
  /** The Deno executable. */
  readonly runtime: Uint8Array<ArrayBuffer>;
  /** True if the program starts copies of itself. */
  readonly startsItself: boolean;
}

/** The bytes of the executable. Throws `SyntaxError` when a program holds imports or exports. */
export async function selfUnpacking(payload: Payload): Promise<Uint8Array<ArrayBuffer>> {
  const files = filesOf(payload);
  const header = new TextEncoder().encode(await fillIn(payload, files));
  const parts = [header, ...Object.values(files), payload.runtime];
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

type Files = Record<string, Uint8Array<ArrayBuffer>>;

/** The files that the program consists of when it is unpacked. */
function filesOf({ program, session }: Payload): Files {
  const texts = {
    "main.js": mainModule(session?.words ?? []),
    "program.txt": asExpression(program, "program"),
    ...(session ? { "session.txt": asExpression(session.program, "session") } : {}),
  };
  const encoder = new TextEncoder();
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, encoder.encode(text)]),
  );
}

/**
 * The module that the runtime is started with. It takes the program in as text, and that is the
 * point: of a module Deno reads every byte with a parser of its own, at each start, to find its
 * imports (10 to 25 ms for a program of this size, more than the rest of the start). V8 alone, which
 * skips over function bodies until they are called, needs a small part of that. Each byte counts
 * even so, hence a text of its own for sessions.
 */
function mainModule(sessionWords: readonly string[]): string {
  const text = (file: string) => `import("./${file}", { with: { type: "text" } })`;
  const choice = sessionWords.length === 0
    ? text("program.txt")
    : `${JSON.stringify(sessionWords)}.includes(Deno.args[0])
  ? ${text("session.txt")}
  : ${text("program.txt")}`;
  return `const program = await (${choice});\nawait (0, eval)(program.default);\n`;
}

/** An expression that runs the module `program`, `name` in stack traces: the promise of its end. */
function asExpression(program: string, name: string): string {
  const expression = `(async () => {"use strict";\n${program}\n})()`;
  new Function(expression); // a SyntaxError: something in it only a module may have
  return `${expression}\n//# sourceURL=${name}.js\n`;
}

async function fillIn({ name, runtime, startsItself }: Payload, files: Files): Promise<string> {
  const template = await Deno.readTextFile(new URL("./header.sh", import.meta.url));
  const sizes = Object.values(files).map((file) => file.length);
  const programSize = sizes.reduce((sum, size) => sum + size, 0);
  const values: Record<string, string | number> = {
    NAME: name,
    PROGRAM_AT: HEADER_SIZE + 1,
    PROGRAM_FILES: Object.keys(files).join(" "),
    PROGRAM_SIZES: sizes.join(" "),
    PROGRAM_HASH: await sha256(...Object.values(files)),
    RUNTIME_AT: HEADER_SIZE + programSize + 1,
    RUNTIME_SIZE: runtime.length,
    RUNTIME_HASH: await sha256(runtime),
    // stat(1) says three words of each: the cache folder, the two in it, their files.
    WORDS_INSIDE: 3 * (1 + 2 + 2 + sizes.length),
    FLAGS: [...RUNTIME_FLAGS, ...(startsItself ? [`"$allow_run"`] : [])].join(" "),
  };
  const text = template.replaceAll(/@([A-Z_]+)@/g, (_, key: string) => {
    const value = values[key];
    if (value === undefined) throw new Error(`header.sh: nothing to fill in for ${key}`);
    return `${value}`;
  });
  if (text.length > HEADER_SIZE) throw new Error(`header.sh: ${text.length} bytes, too long`);
  return text + "\n".repeat(HEADER_SIZE - text.length);
}
