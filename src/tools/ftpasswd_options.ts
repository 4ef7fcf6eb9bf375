/**
 * The command line of ftpasswd: what it asks for, without doing anything yet.
 *
 * @module
 */

import { getopt, type OptionRow, type Piece } from "../cli/getopt.ts";

/** Ways to hash a password, and how the hashes begin (crypt(5)); null: what the system prefers. */
const SCHEMES = {
  des: "",
  md5: "$1$",
  sha256: "$5$",
  sha512: "$6$",
  bcrypt: "$2b$",
  yescrypt: "$y$",
} as const;

/** What happens to an entry. */
export type Action = "set" | "password" | "home" | "lock" | "unlock" | "delete" | "members";

/** What a command line asks for. Byte strings, as given. */
export interface FtpasswdRequest {
  readonly kind: "passwd" | "group" | "hash";
  readonly action: Action;
  /** Undefined: `./ftpd.passwd` or `./ftpd.group`. */
  readonly file: string | undefined;
  /** Whether a file that is there gives way to a new one. */
  readonly force: boolean;
  /** Undefined in `--hash` alone. */
  readonly name: string | undefined;
  readonly uid: number | undefined;
  readonly gid: number | undefined;
  readonly gecos: string;
  readonly home: string | undefined;
  readonly shell: string | undefined;
  readonly members: readonly string[];
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Whether a group gets a password. */
  readonly groupPassword: boolean;
  /** How hashes of the wanted scheme begin; null for the one that the system prefers. */
  readonly scheme: string | null;
  readonly fromStdin: boolean;
  /** Passwords that are not to be taken again. */
  readonly notPrevious: boolean;
  readonly notSystem: boolean;
}

/** What the command line asks ftpasswd to do. */
export type Asked =
  | { readonly kind: "run"; readonly request: FtpasswdRequest }
  | { readonly kind: "help" }
  | { readonly kind: "version" }
  /** Say why not; status 255. */
  | { readonly kind: "refuse"; readonly message: string };

const VALUES = [
  ...["add-member", "delete-member", "file", "gecos", "gid", "home", "member", "name", "shell"],
  "uid",
] as const;

const SWITCHES = [
  ...["change-home", "change-password", "delete-group", "delete-user", "enable-group-passwd"],
  ...["force", "group", "hash", "help", "lock", "not-previous-password", "not-system-password"],
  ...["passwd", "stdin", "unlock", "use-cracklib", "version"],
  ...Object.keys(SCHEMES),
] as const;

const LETTERS: Readonly<Record<string, string>> = {
  force: "F",
  help: "h",
  lock: "l",
  member: "m",
  unlock: "u",
};

const rows: readonly OptionRow<string>[] = [...VALUES, ...SWITCHES].map((name) => ({
  name,
  long: name,
  short: LETTERS[name],
  takesValue: VALUES.some((each) => each === name),
}));

/** The actions that an option stands for; without one of them the entry is set as a whole. */
const ACTIONS: Readonly<Record<string, Action>> = {
  "change-password": "password",
  "change-home": "home",
  "lock": "lock",
  "unlock": "unlock",
  "delete-user": "delete",
  "delete-group": "delete",
  "add-member": "members",
  "delete-member": "members",
};

/** Which actions there are for what. */
const POSSIBLE = {
  passwd: ["set", "password", "home", "lock", "unlock", "delete"],
  group: ["set", "delete", "members"],
  hash: ["set"],
} as const satisfies Record<string, readonly Action[]>;

/** A command line that cannot be followed. */
class Misused extends Error {}

/** Reads the words behind the program's name. */
export function parseFtpasswdOptions(words: readonly string[]): Asked {
  try {
    return parse(words);
  } catch (error) {
    if (error instanceof Misused) return { kind: "refuse", message: error.message };
    throw error;
  }
}

/** What is wrong with an option as it is written, in the original's words where it has any. */
function complaintAbout({ option, reason }: Extract<Piece<string>, { kind: "wrong" }>): string {
  const name = option.replace(/^--/, "");
  switch (reason) {
    case "unknown":
      return `unknown option: ${option}`;
    case "ambiguous":
      return `Option ${name} is ambiguous`;
    case "value missing":
      return `Option ${name} requires an argument`;
    case "value not wanted":
      return `Option ${name} does not take an argument`;
  }
}

function parse(words: readonly string[]): Asked {
  const given = new Map<string, string[]>();
  for (const piece of getopt(rows, words)) {
    if (piece.kind === "word") throw new Misused(`unexpected argument: ${piece.word}`);
    if (piece.kind === "wrong") throw new Misused(complaintAbout(piece));
    if (piece.name === "help" || piece.name === "version") return { kind: piece.name };
    given.set(piece.name, [...given.get(piece.name) ?? [], piece.value]);
  }
  if (given.has("use-cracklib")) throw new Misused("--use-cracklib: cracklib is not asked here");
  const kinds = (["passwd", "group", "hash"] as const).filter((kind) => given.has(kind));
  const [kind] = kinds;
  if (kind === undefined) throw new Misused("missing required --passwd, --group or --hash");
  if (kinds.length > 1) throw new Misused("please use *one*: --passwd, --group, or --hash");
  const last = (name: string) => given.get(name)?.at(-1);
  const request: FtpasswdRequest = {
    kind,
    action: actionOf(kind, given),
    file: last("file"),
    force: given.has("force"),
    name: last("name"),
    uid: idOf("uid", last("uid")),
    gid: idOf("gid", last("gid")),
    gecos: last("gecos") ?? "",
    home: last("home"),
    shell: last("shell"),
    members: listOf(given, "member"),
    added: listOf(given, "add-member"),
    removed: listOf(given, "delete-member"),
    groupPassword: given.has("enable-group-passwd"),
    scheme: schemeOf(given),
    fromStdin: given.has("stdin"),
    notPrevious: given.has("not-previous-password") || given.has("change-password"),
    notSystem: given.has("not-system-password"),
  };
  demandArguments(request);
  return { kind: "run", request };
}

function actionOf(kind: FtpasswdRequest["kind"], given: ReadonlyMap<string, unknown>): Action {
  const asked = new Set(
    [...given.keys()].flatMap((name) => ACTIONS[name] === undefined ? [] : [ACTIONS[name]]),
  );
  if (asked.size > 1) throw new Misused("please use one action at a time");
  const [action = "set"] = asked;
  if (!POSSIBLE[kind].some((possible) => possible === action)) {
    throw new Misused(`--${kind}: there is no such action`);
  }
  return action;
}

/** (uid_t) -1 is nobody's. */
const LARGEST_ID = 0xffff_fffe;

function idOf(option: string, word: string | undefined): number | undefined {
  if (word === undefined) return undefined;
  if (!/^\d{1,10}$/.test(word) || Number(word) > LARGEST_ID) {
    throw new Misused(`Value "${word}" invalid for option ${option} (number expected)`);
  }
  return Number(word);
}

function listOf(given: ReadonlyMap<string, readonly string[]>, option: string): readonly string[] {
  return [...new Set((given.get(option) ?? []).flatMap((word) => word.split(",")))];
}

function schemeOf(given: ReadonlyMap<string, unknown>): string | null {
  const asked = Object.entries(SCHEMES).filter(([name]) => given.has(name));
  if (asked.length > 1) {
    throw new Misused(`please use *one*: ${asked.map(([name]) => `--${name}`).join(", ")}`);
  }
  return asked[0]?.[1] ?? null;
}

/** What may stand in a field of passwd(5) and group(5): no colon, no line break, no NUL. */
const FIELD = /^[^:\n\r\0]*$/;

function demandArguments(request: FtpasswdRequest): void {
  const { kind, action, name, uid, gid, home, shell, gecos, members, added, removed } = request;
  const demand = (option: string, value: unknown) => {
    if (value === undefined) throw new Misused(`--${kind}: missing required argument: --${option}`);
  };
  if (kind === "hash") return;
  demand("name", name);
  if (action === "home" || kind === "passwd" && action === "set") demand("home", home);
  if (kind === "passwd" && action === "set") {
    demand("uid", uid);
    demand("shell", shell);
  }
  if (kind === "group" && action === "set") demand("gid", gid);
  for (const [option, value] of Object.entries({ name, home, shell, gecos })) {
    if (value !== undefined && !FIELD.test(value)) {
      throw new Misused(`--${option}: neither ':' nor a line break can be in it`);
    }
  }
  if (name === "" || name?.startsWith("#")) throw new Misused("--name: that is no name");
  for (const member of [...members, ...added, ...removed]) {
    if (member === "" || !FIELD.test(member)) throw new Misused(`'${member}' is no name`);
  }
}
