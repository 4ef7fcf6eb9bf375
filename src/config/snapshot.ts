/**
 * The configuration as one byte string, on its way from the daemon to its sessions.
 *
 * A session needs one server out of perhaps thousands, so the servers stand in blocks of their own
 * behind an index, and only the blocks that are asked for are decoded. A `<Global>` section that
 * all servers share is written once.
 *
 * Layout: a head of fixed length (magic, length of the index), the index, the blocks, the contents of
 * files. Index and blocks are JSON in which every character above 255 is escaped, so that the whole is a byte
 * string; offsets count from the end of the index.
 *
 * @module
 */

import { type Configuration, type Server, serverOf } from "./resolve.ts";
import type { Entry, Section, SectionKind } from "./tree.ts";

/** The contents of files that sessions need and could not read themselves later on, by path. */
export type Materials = ReadonlyMap<string, string>;

/** What JSON can carry. */
export type Json = null | boolean | number | string | readonly Json[] | {
  readonly [key: string]: Json;
};

/** Reads `length` bytes from `offset` of a snapshot on, as a byte string. */
export type ReadAt = (offset: number, length: number) => string;

const MAGIC = "proftpd-snapshot-1\n";
const LENGTH_DIGITS = 12;
const HEAD_LENGTH = MAGIC.length + LENGTH_DIGITS + 1;

/** Where a block stands: its offset and length. */
type Block = readonly [offset: number, length: number];

/** The part of a snapshot that a session reads first. */
export interface SnapshotIndex {
  /** What the daemon added. */
  readonly extras: Json;
  /** How many servers there are. */
  readonly count: number;
  /** The file names that entries refer to by number. */
  readonly files: readonly string[];
  /** All blocks: one for each server, then one for each `<Global>`, then one with the classes. */
  readonly blocks: readonly Block[];
  /** Where the contents of files stand that the daemon has read for its sessions, by path. */
  readonly materials: Readonly<Record<string, Block>>;
  /** Where the blocks begin. */
  readonly base: number;
}

/** An entry, without field names: name, file, line and the words behind the name. */
type PackedEntry = readonly [string, number, number, ...string[]];

/** A section likewise: kind, file, line, words, entries, sections. */
type PackedSection = readonly [
  SectionKind,
  number,
  number,
  readonly string[],
  readonly PackedEntry[],
  readonly PackedSection[],
];

/**
 * The snapshot of `configuration`. `extras` is whatever else sessions have to know; its strings are
 * byte strings or plain text, both arrive unchanged. `materials` are byte strings; a session reads
 * those that it asks for.
 */
export function freeze(
  configuration: Configuration,
  extras: Json,
  materials: Materials = new Map(),
): string {
  const files = new Numbering();
  const { servers, classes } = configuration;
  const globals = servers[0].globals;
  const texts = [
    ...servers.map((server) => encode(packSection(server.own, files))),
    ...globals.map((global) => encode(packSection(global, files))),
    encode(classes.map((section) => packSection(section, files))),
  ];
  let offset = 0;
  const blockOf = (text: string): Block => {
    const block: Block = [offset, text.length];
    offset += text.length;
    return block;
  };
  const blocks = texts.map(blockOf);
  const contents = [...materials.values()];
  const places = Object.fromEntries([...materials].map(([path, text]) => [path, blockOf(text)]));
  const index = encode({
    count: servers.length,
    files: files.names,
    blocks,
    materials: places,
    extras,
  });
  const length = String(index.length).padStart(LENGTH_DIGITS, "0");
  return `${MAGIC}${length}\n${index}${texts.join("")}${contents.join("")}`;
}

/** The index of a snapshot; throws `Error` when it is none. */
export function thawIndex(read: ReadAt): SnapshotIndex {
  const head = read(0, HEAD_LENGTH);
  if (head.length !== HEAD_LENGTH || !head.startsWith(MAGIC)) {
    throw new Error("this is not a configuration snapshot");
  }
  const length = Number(head.slice(MAGIC.length, -1));
  const index = JSON.parse(read(HEAD_LENGTH, length)) as Omit<SnapshotIndex, "base">;
  return { ...index, base: HEAD_LENGTH + length };
}

/** The server number `which` (0 is the main one) with `<Global>` merged in. */
export function thawServer(read: ReadAt, index: SnapshotIndex, which: number): Server {
  if (!Number.isInteger(which) || which < 0 || which >= index.count) {
    throw new RangeError(`there is no server ${which} among ${index.count}`);
  }
  const own = thawSection(read, index, which);
  const globals: Section[] = [];
  for (let block = index.count; block < index.blocks.length - 1; block++) {
    globals.push(thawSection(read, index, block));
  }
  return serverOf(which, own, globals);
}

/** The contents of the file `path` as the daemon read it, in the form in which `read` gives them; undefined where it did not. */
export function thawMaterial<Content>(
  read: (offset: number, length: number) => Content,
  index: SnapshotIndex,
  path: string,
): Content | undefined {
  if (!Object.hasOwn(index.materials, path)) return undefined;
  const [offset, length] = index.materials[path];
  return read(index.base + offset, length);
}

/** The `<Class>` sections. */
export function thawClasses(read: ReadAt, index: SnapshotIndex): readonly Section[] {
  const packed = thawBlock(read, index, index.blocks.length - 1) as readonly PackedSection[];
  return packed.map((section) => unpackSection(section, index.files));
}

function thawSection(read: ReadAt, index: SnapshotIndex, block: number): Section {
  return unpackSection(thawBlock(read, index, block) as PackedSection, index.files);
}

function thawBlock(read: ReadAt, index: SnapshotIndex, block: number): unknown {
  const [offset, length] = index.blocks[block];
  return JSON.parse(read(index.base + offset, length));
}

/** JSON as a byte string. */
function encode(value: unknown): string {
  return JSON.stringify(value).replace(
    /[^\0-\xff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Gives each name the number of its first appearance. */
class Numbering {
  readonly names: string[] = [];
  readonly #numbers = new Map<string, number>();

  of(name: string): number {
    let number = this.#numbers.get(name);
    if (number === undefined) {
      number = this.names.push(name) - 1;
      this.#numbers.set(name, number);
    }
    return number;
  }
}

function packSection(section: Section, files: Numbering): PackedSection {
  return [
    section.kind,
    files.of(section.file),
    section.line,
    section.args,
    section.entries.map((entry): PackedEntry => [
      entry.name,
      files.of(entry.file),
      entry.line,
      ...entry.args,
    ]),
    section.sections.map((inner) => packSection(inner, files)),
  ];
}

function unpackSection(packed: PackedSection, files: readonly string[]): Section {
  const [kind, file, line, args, entries, sections] = packed;
  return {
    kind,
    args,
    file: files[file],
    line,
    entries: entries.map(([name, file, line, ...args]): Entry => ({
      name,
      args,
      file: files[file],
      line,
    })),
    sections: sections.map((inner) => unpackSection(inner, files)),
  };
}
