/**
 * The inner loops of TYPE A for large files, as a WebAssembly module: sixteen bytes at a time.
 *
 * In JavaScript the same takes three times as long (`ascii.ts`, which says what the rules are). The
 * module is assembled here from its instructions (WebAssembly Core Specification 2.0, §5.4), since it is
 * a few lines that nobody should have to trust a binary for. It has memory of its own, in which
 * blocks have to be received and from which they are sent.
 *
 * @module
 */

const LF = 10;
const CR = 13;

/** Bytes that are looked at together, and that may be written behind what counts. */
const GROUP = 16;

/** Bytes of a block before it is converted. */
const BLOCK = 256 << 10;

/** In the memory: the block, with room for the byte before it; then what it becomes, twice as much. */
const SOURCE = GROUP;
const TARGET = SOURCE + BLOCK + GROUP;
const PAGES = Math.ceil((TARGET + 2 * BLOCK + GROUP) / 65_536);

/** Compiled loops and the memory that they work in. */
export class AsciiKernel {
  /** Where a block has to be put. */
  readonly source: Uint8Array<ArrayBuffer>;
  /** Where it is when it is converted. */
  readonly target: Uint8Array<ArrayBuffer>;
  readonly #memory: Uint8Array<ArrayBuffer>;
  readonly #toWire: Loop;
  readonly #toFile: Loop;

  private constructor({ memory, toWire, toFile }: Exports) {
    const bytes = new Uint8Array(memory.buffer);
    this.#memory = bytes;
    this.source = bytes.subarray(SOURCE, SOURCE + BLOCK);
    this.target = bytes.subarray(TARGET, TARGET + 2 * BLOCK);
    this.#toWire = toWire;
    this.#toFile = toFile;
  }

  /** Compiles the loops; undefined where there is no memory or no such processor for them. */
  static make(): AsciiKernel | undefined {
    try {
      const instance = new WebAssembly.Instance(new WebAssembly.Module(assemble()));
      return new AsciiKernel(instance.exports as unknown as Exports);
    } catch (error) {
      // RangeError: no address space for the memory, which is reserved in large (RLimitMemory).
      if (error instanceof WebAssembly.CompileError || error instanceof RangeError) {
        return undefined;
      }
      throw error;
    }
  }

  /**
   * Converts the first `length` bytes of `source` for the wire: every LF that follows no CR becomes CR
   * LF. `last` is the byte before them. How many bytes of `target` that makes.
   */
  encode(length: number, last: number): number {
    this.#memory[SOURCE - 1] = last;
    return this.#toWire(SOURCE, SOURCE + length, TARGET) - TARGET;
  }

  /**
   * Converts the first `length` bytes of `source` for a file: every CR LF becomes LF. `last` is the byte
   * before them; `written` says how many bytes of `target` there are already: 1 where that was a CR.
   * How many there are then.
   */
  decode(length: number, last: number, written: number): number {
    this.#memory[SOURCE - 1] = last;
    return this.#toFile(SOURCE, SOURCE + length, TARGET + written) - TARGET;
  }
}

/** Converts the bytes from the address `from` up to `end` to `to`; gives the address behind the last. */
type Loop = (from: number, end: number, to: number) => number;

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly toWire: Loop;
  readonly toFile: Loop;
}

/** The bytes of the module. */
function assemble(): Uint8Array<ArrayBuffer> {
  const name = (text: string) => vector([...text].map((char) => [char.charCodeAt(0)]));
  return new Uint8Array([
    ...[0, ...[..."asm"].map((char) => char.charCodeAt(0)), 1, 0, 0, 0],
    // One type: three numbers to a number.
    ...section(1, [[0x60, ...vector([[I32], [I32], [I32]]), ...vector([[I32]])]]),
    ...section(3, [[0], [0]]),
    ...section(5, [[1, ...unsigned(PAGES), ...unsigned(PAGES)]]),
    ...section(7, [
      [...name("memory"), 2, 0],
      [...name("toWire"), 0, 0],
      [...name("toFile"), 0, 1],
    ]),
    ...section(10, [
      // A CR in front of the line feed, unless it is there.
      code([...get(BEFORE), ...number(CR), NE, ...IF, ...putByte(number(CR)), END]),
      // The CR is in the target already: the line feed takes its place.
      code([...get(BEFORE), ...number(CR), EQ, ...IF, ...move(TO, -1), END]),
    ]),
  ]);
}

// Parameters and local variables.
const FROM = 0;
const ENDS = 1;
const TO = 2;
/** Which of the sixteen bytes are LF, as bits; then the number of the first. */
const FOUND = 3;
/** The byte before a line feed. */
const BEFORE = 4;
/** The sixteen bytes. */
const BYTES = 5;

/** A loop that copies bytes, and runs `atLineFeed` for each LF before that is copied. */
function code(atLineFeed: readonly number[]): number[] {
  const lineFeed = [...get(FROM), ...number(1), SUB, ...loadByte, ...set(BEFORE), ...atLineFeed];
  const body = [
    ...[LOOP, EMPTY],
    ...[WHILE, EMPTY],
    // Fewer than sixteen bytes: one by one, below.
    ...[...get(FROM), ...number(GROUP), ADD, ...get(ENDS), GREATER, BRANCH_IF, 0],
    ...[...get(TO), ...get(FROM), ...loadGroup, TEE, BYTES, ...storeGroup],
    ...[...get(BYTES), ...number(LF), ...splat, ...equalBytes, ...bitmask, TEE, FOUND, ZERO, ...IF],
    ...[...move(FROM, GROUP), ...move(TO, GROUP), BRANCH, 2],
    END,
    ...[...get(FOUND), COUNT_ZEROS, ...set(FOUND)],
    ...[...get(FROM), ...get(FOUND), ADD, ...set(FROM), ...get(TO), ...get(FOUND), ADD, ...set(TO)],
    ...[...lineFeed, ...putByte(number(LF)), ...move(FROM, 1), BRANCH, 1],
    END,
    ...[...get(FROM), ...get(ENDS), LESS, ...IF],
    ...[...get(FROM), ...loadByte, ...number(LF), EQ, ...IF, ...lineFeed, END],
    ...[...putByte([...get(FROM), ...loadByte]), ...move(FROM, 1), BRANCH, 1],
    END,
    END,
    ...get(TO),
    END,
  ];
  const locals = vector([[2, I32], [1, V128]]);
  return [...unsigned(locals.length + body.length), ...locals, ...body];
}

const I32 = 0x7f;
const V128 = 0x7b;
const EMPTY = 0x40;
const WHILE = 0x02;
const LOOP = 0x03;
const BRANCH = 0x0c;
const BRANCH_IF = 0x0d;
const END = 0x0b;
const TEE = 0x22;
const ZERO = 0x45;
const EQ = 0x46;
const NE = 0x47;
const LESS = 0x49;
const GREATER = 0x4b;
const COUNT_ZEROS = 0x68;
const ADD = 0x6a;
const SUB = 0x6b;
const IF = [0x04, EMPTY];
const loadByte = [0x2d, 0, 0];
const storeByte = [0x3a, 0, 0];
const loadGroup = [0xfd, 0x00, 0, 0];
const storeGroup = [0xfd, 0x0b, 0, 0];
const splat = [0xfd, 0x0f];
const equalBytes = [0xfd, 0x23];
const bitmask = [0xfd, 0x64];

const get = (local: number): number[] => [0x20, local];
const set = (local: number): number[] => [0x21, local];
/** A constant from -64 to 63. */
const number = (value: number): number[] => [0x41, value & 0x7f];
const move = (local: number, by: number): number[] => [
  ...get(local),
  ...number(by),
  ADD,
  ...set(local),
];
const putByte = (byte: readonly number[]): number[] => [
  ...get(TO),
  ...byte,
  ...storeByte,
  ...move(TO, 1),
];

function section(id: number, parts: readonly (readonly number[])[]): number[] {
  const content = vector(parts);
  return [id, ...unsigned(content.length), ...content];
}

/** So many parts, one behind the other. */
function vector(parts: readonly (readonly number[])[]): number[] {
  return [...unsigned(parts.length), ...parts.flat()];
}

/** A number in groups of seven bits, the lowest first (LEB128). */
function unsigned(value: number): number[] {
  return value < 128 ? [value] : [value & 127 | 128, ...unsigned(value >> 7)];
}
