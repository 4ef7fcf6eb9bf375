/**
 * One record of the scoreboard: what is known of one session, in 1,024 bytes.
 *
 * Numbers are little-endian, times are milliseconds since the epoch as doubles (exact, and cheaper
 * here than 64-bit integers), texts have fields of a fixed size. What changes together lies together,
 * so that an update is one write of few bytes: first what stays the same after the start, then what
 * the login brings, the transfer, the command, and the working directory last.
 *
 * @module
 */

import { fitText, type Image, readText, writeText } from "./text_field.ts";

/** Bytes of a record. Four of them fill a page, so none lies across two. */
export const RECORD_SIZE = 1024;

/** What the scoreboard holds of a session. All texts are byte strings, cut to their fields' size. */
export interface SessionRecord {
  /** The session's process; 0 in a record that is free. */
  readonly pid: number;
  /** When that process started, as `processStart` gives it; 0 when that is not known. */
  readonly processStart: number;
  /** The user's ids; before login those of the server. */
  readonly uid: number;
  readonly gid: number;
  /** 1 once somebody is logged in, 0 before. */
  readonly loggedIn: number;
  /** When the session began. */
  readonly sessionBegin: number;
  /** `ftp`, `ftps`, `sftp` … */
  readonly protocol: string;
  readonly clientAddress: string;
  /** The client's DNS name, or its address again. */
  readonly clientName: string;
  readonly serverAddress: string;
  readonly serverPort: number;
  /** ServerName of the virtual host. */
  readonly serverName: string;
  /** The client's `<Class>`; empty for none. */
  readonly className: string;
  /** The login name; before login the one that USER gave, or nothing. */
  readonly user: string;

  /** The command whose data transfer runs now, such as `RETR`; empty when none does. */
  readonly transfer: string;
  /** Bytes of the file, where they are known beforehand (downloads); else 0. */
  readonly transferSize: number;
  /** Bytes transferred so far. */
  readonly transferDone: number;
  /** Milliseconds that the transfer has taken so far. */
  readonly transferElapsed: number;

  /** When the running (or last) command began. */
  readonly commandBegin: number;
  /** When the last command ended and the session began to wait; 0 while a command runs. */
  readonly idleBegin: number;
  /** The running (or last) command, in capitals, and its arguments. */
  readonly command: string;
  readonly arguments: string;

  /** The working directory as the client sees it. */
  readonly cwd: string;
}

/** The name of a field of a record; each has its place and size in the file. */
export type FieldName = keyof SessionRecord;

/** The names of fields that hold text. */
type TextName = {
  [Name in FieldName]: SessionRecord[Name] extends string ? Name : never;
}[FieldName];
type NumberName = Exclude<FieldName, TextName>;

/** Where a number is, and as what. */
interface NumberField {
  readonly kind: "u16" | "u32" | "f64";
  readonly at: number;
}

/** Where a text is, and the bytes of its field. */
interface TextField {
  readonly kind: "text";
  readonly at: number;
  readonly size: number;
}

const fields:
  & { readonly [Name in NumberName]: NumberField }
  & { readonly [Name in TextName]: TextField } = {
    pid: { kind: "u32", at: 0 },
    loggedIn: { kind: "u16", at: 4 },
    serverPort: { kind: "u16", at: 6 },
    processStart: { kind: "f64", at: 8 },
    uid: { kind: "u32", at: 16 },
    gid: { kind: "u32", at: 20 },
    sessionBegin: { kind: "f64", at: 24 },
    protocol: { kind: "text", at: 32, size: 16 },
    clientAddress: { kind: "text", at: 48, size: 48 },
    clientName: { kind: "text", at: 96, size: 128 },
    serverAddress: { kind: "text", at: 224, size: 48 },
    serverName: { kind: "text", at: 272, size: 64 },
    className: { kind: "text", at: 336, size: 32 },
    user: { kind: "text", at: 368, size: 64 },

    transferSize: { kind: "f64", at: 432 },
    transferDone: { kind: "f64", at: 440 },
    transferElapsed: { kind: "f64", at: 448 },
    transfer: { kind: "text", at: 456, size: 8 },

    commandBegin: { kind: "f64", at: 464 },
    idleBegin: { kind: "f64", at: 472 },
    command: { kind: "text", at: 480, size: 32 },
    arguments: { kind: "text", at: 512, size: 256 },

    cwd: { kind: "text", at: 768, size: 256 },
  };

/** The names of all fields. */
export const FIELD_NAMES = Object.keys(fields) as readonly FieldName[];

/** The offset of a field in its record. */
export function offsetOf(name: FieldName): number {
  return fields[name].at;
}

/** The part of a ServerName that a record has: what sessions of that server are found by. */
export function shownServerName(name: string): string {
  return fitText(name, fields.serverName.size);
}

/** `value` as the field `name` will give it back: texts cut to its size, numbers in its range. */
export function fitField(name: FieldName, value: string | number): string | number {
  const field: NumberField | TextField = fields[name];
  if (field.kind === "text") return fitText(`${value}`, field.size);
  const number = Number(value);
  if (field.kind === "f64") return Number.isFinite(number) ? number : 0;
  return field.kind === "u32" ? number >>> 0 : number & 0xffff;
}

/** Writes a value that went through `fitField` and returns the offset behind what it takes now. */
export function writeField(
  image: Image,
  base: number,
  name: FieldName,
  value: string | number,
): number {
  const field: NumberField | TextField = fields[name];
  const at = base + field.at;
  switch (field.kind) {
    case "text":
      return writeText(image, at, `${value}`);
    case "u16":
      image.view.setUint16(at, Number(value), true);
      return at + 2;
    case "u32":
      image.view.setUint32(at, Number(value), true);
      return at + 4;
    case "f64":
      image.view.setFloat64(at, Number(value), true);
      return at + 8;
  }
}

/** Writes the given fields of the record that starts at `base`; the others stay as they are. */
export function packRecord(image: Image, base: number, values: Partial<SessionRecord>): void {
  for (const name of FIELD_NAMES) {
    const value = values[name];
    if (value !== undefined) writeField(image, base, name, fitField(name, value));
  }
}

/** Reads the record that starts at `base`. A garbled one gives nonsense, but never an exception. */
export function unpackRecord(image: Image, base: number): SessionRecord {
  const number = (name: NumberName) => readNumber(image, base, name);
  const text = (name: TextName) => readText(image, base + fields[name].at, fields[name].size);
  return {
    pid: number("pid"),
    processStart: number("processStart"),
    uid: number("uid"),
    gid: number("gid"),
    loggedIn: number("loggedIn"),
    sessionBegin: number("sessionBegin"),
    protocol: text("protocol"),
    clientAddress: text("clientAddress"),
    clientName: text("clientName"),
    serverAddress: text("serverAddress"),
    serverPort: number("serverPort"),
    serverName: text("serverName"),
    className: text("className"),
    user: text("user"),
    transfer: text("transfer"),
    transferSize: number("transferSize"),
    transferDone: number("transferDone"),
    transferElapsed: number("transferElapsed"),
    commandBegin: number("commandBegin"),
    idleBegin: number("idleBegin"),
    command: text("command"),
    arguments: text("arguments"),
    cwd: text("cwd"),
  };
}

function readNumber({ view }: Image, base: number, name: NumberName): number {
  const { kind, at } = fields[name];
  if (kind === "u16") return view.getUint16(base + at, true);
  if (kind === "u32") return view.getUint32(base + at, true);
  const number = view.getFloat64(base + at, true);
  return Number.isFinite(number) ? number : 0;
}
