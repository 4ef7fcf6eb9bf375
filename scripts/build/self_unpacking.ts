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
  /** The Deno executable. */
  readonly runtime: Uint8Array<ArrayBuffer>;
  /** True if the program starts copies of itself. */
  readonly startsItself: boolean;
}

/**
 * The module that the runtime is started with. It takes the program in as text, and that is the
 * point: of a module Deno reads every byte with a parser of its own, at each start, to find its
 * imports (10 to 25 ms for a program of this size, more than the rest of the start). V8 alone, which
 * reads function bodies only when they are called, needs a small part of that.
 */
const MAIN = `import program from "./program.txt" with { type: "text" };
await (0, eval)(program);
`;

/** The bytes of the executable. Throws when `program` holds imports or exports. */
export async function selfUnpacking(payload: Payload): Promise<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  const program = encoder.encode(asExpression(payload.program));
  const main = encoder.encode(MAIN);
  const header = encoder.encode(await fillIn(payload, main, program));
  return new Uint8Array(await new Blob([header, main, program, payload.runtime]).arrayBuffer());
}

/** An expression that runs the module `program` and is the promise of its end. */
function asExpression(program: string): string {
  const expression = `(async () => {"use strict";\n${program}\n})()`;
  new Function(expression); // a SyntaxError: something in it only a module may have
  return `${expression}\n//# sourceURL=program.js\n`;
}

async function fillIn(
  { name, runtime, startsItself }: Payload,
  main: Uint8Array<ArrayBuffer>,
  program: Uint8Array<ArrayBuffer>,
): Promise<string> {
  const template = await Deno.readTextFile(new URL("./header.sh", import.meta.url));
  const values: Record<string, string | number> = {
    NAME: name,
    MAIN_AT: HEADER_SIZE + 1,
    MAIN_SIZE: main.length,
    PROGRAM_AT: HEADER_SIZE + main.length + 1,
    PROGRAM_SIZE: program.length,
    PROGRAM_HASH: await sha256(main, program),
    RUNTIME_AT: HEADER_SIZE + main.length + program.length + 1,
    RUNTIME_SIZE: runtime.length,
    RUNTIME_HASH: await sha256(runtime),
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
