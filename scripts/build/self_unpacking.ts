/**
 * The self-unpacking form of an executable: a shell script (`header.sh`) with the program and the
 * runtime behind it. Used where `deno compile` lacks `denort`.
 *
 * @module
 */
import { RUNTIME_FLAGS } from "../../src/cli/self.ts";
import { sha256 } from "./sha256.ts";
import type { TextFiles } from "./texts.ts";

/** The header has this many bytes, whatever is filled in: what follows begins behind it. */
const HEADER_SIZE = 16 << 10;

/** What goes into an executable besides the header. */
export interface Payload {
  /** `proftpd` or `ftpshut`. */
  readonly name: string;
  /** The files of the program; it starts with the module `main.js`. */
  readonly files: TextFiles;
  /** The Deno executable. */
  readonly runtime: Uint8Array<ArrayBuffer>;
  /** True if the program starts copies of itself. */
  readonly startsItself: boolean;
  /** Names of links to the executable: called so, its first argument is `@` and that name. */
  readonly links?: readonly string[];
}

/** The bytes of the executable. */
export async function selfUnpacking(payload: Payload): Promise<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  const files = Object.fromEntries(
    Object.entries(payload.files).map(([name, text]) => [name, encoder.encode(text)]),
  );
  const header = encoder.encode(await fillIn(payload, files));
  const parts = [header, ...Object.values(files), payload.runtime];
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

type Files = Record<string, Uint8Array<ArrayBuffer>>;

async function fillIn(payload: Payload, files: Files): Promise<string> {
  const { name, runtime, startsItself, links = [] } = payload;
  const template = await Deno.readTextFile(new URL("./header.sh", import.meta.url));
  const sizes = Object.values(files).map((file) => file.length);
  const programSize = sizes.reduce((sum, size) => sum + size, 0);
  const values: Record<string, string | number> = {
    NAME: name,
    LINKS: links.join(" "),
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
