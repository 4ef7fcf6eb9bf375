/**
 * Configurations of access rules that chance has put together, always the same for the same seed.
 *
 * @module
 */
import { anonymous, directory, limit, when } from "./oracle.ts";

/** One configuration for a virtual host, and who asks it. */
export interface Generated {
  /** With `@H` for everybody's home, which is also the anonymous area, and `@D` for its parent. */
  readonly config: string;
  /** What `.ftpaccess` files hold, by their directory in the home. */
  readonly files: Readonly<Record<string, string>>;
  readonly user: "alice" | "bob" | "ftp";
  /** The client's address: 127.0.0.1 is of class `one`, 127.0.0.2 of class `two`, 127.0.0.3 of none. */
  readonly source: string;
  /**
   * Whether sections may meet in a way in which the original overlooks one of them; ours may then be
   * stricter.
   */
  readonly mayOverlook: boolean;
}

/** The classes that the generated rules speak of. */
export const CLASSES = "<Class one>\nFrom 127.0.0.1\n</Class>\n" +
  "<Class two>\nFrom 127.0.0.0/8\nFrom !127.0.0.3\nSatisfy all\n</Class>\n";

/** `count` configurations. */
export function generated(seed: number, count: number): readonly Generated[] {
  const chance = new Chance(seed);
  return Array.from({ length: count }, () => oneOf(chance));
}

/** Numbers that look like chance (mulberry32). */
class Chance {
  constructor(private state: number) {}

  /** From 0 up to 1, that excluded. */
  number(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** True so many times out of a hundred. */
  percent(often: number): boolean {
    return this.number() * 100 < often;
  }

  pick<T>(from: readonly T[]): T {
    return from[Math.floor(this.number() * from.length)];
  }

  /** `least` to `most` results of `make`. */
  some<T>(least: number, most: number, make: () => T): T[] {
    const length = least + Math.floor(this.number() * (most - least + 1));
    return Array.from({ length }, make);
  }
}

const WORDS = [
  ...["ALL", "ALL", "READ", "WRITE", "DIRS", "READ WRITE", "DIRS WRITE", "READ DIRS"],
  ...["RETR", "STOR", "SIZE", "MDTM", "MLST", "SITE_CHMOD", "CWD XCWD", "MKD XMKD", "RMD XRMD"],
  ...["PWD XPWD", "NOOP", "RETR STOR", "SIZE MLST CWD XCWD"],
];

/** Without AND, which the original never takes for true. */
const RULES = [
  ...["AllowAll", "DenyAll", "DenyAll", "AllowAll"],
  ...["AllowUser alice", "AllowUser bob", "AllowUser alice,bob", "AllowUser !alice"],
  ...["AllowUser OR bob ftp", "AllowUser regex ^a", "AllowUser *"],
  ...["DenyUser alice", "DenyUser bob,ftp", "DenyUser !bob", "DenyUser regex b$"],
  ...["AllowGroup users", "AllowGroup users,www", "AllowGroup !adm"],
  ...["AllowGroup OR adm,nogroup", "AllowGroup regex ^us", "DenyGroup adm", "DenyGroup www,adm"],
  ...["DenyGroup OR users,adm", "DenyGroup !users", "DenyGroup regex ^no"],
  ...[
    "AllowClass one",
    "AllowClass !one",
    "AllowClass regex ^t",
    "DenyClass two",
    "DenyClass !two",
  ],
  ...["DenyClass OR one,two"],
  ...["Allow from 127.0.0.1", "Allow from 127.0.0.", "Allow from 10.0.0.0/8", "Allow from none"],
  ...["Allow from all", "Deny from 127.0.0.2", "Deny from 127.0.0.0/30", "Deny from all"],
  ...["Deny from none"],
];

function oneLimit(chance: Chance, words = chance.pick(WORDS)): string {
  const order = chance.pick(["", "", "", "Order allow,deny", "Order deny,allow"]);
  const rules = chance.some(1, 3, () => chance.pick(RULES));
  return limit(words, ...order === "" ? [] : [order], ...rules);
}

/** Paths by name alone: of those that match, each is inside the next. */
const PLAIN = [
  ...["@H", "@H/pub", "@H/pub/in", "@H/priv", "@D", "/", "@H/pub/f.txt"],
  ...["@H/*", "@H/pub/*", "@D/*"],
];

/** Paths that may meet others without being inside one another. */
const OVERLAPPING = [
  ...["~", "~/pub", "~alice/pub", "~/pub/*", "~bob/priv", "~/p*"],
  ...[
    "@H/p*",
    "@H/p?b",
    "@H/*/in",
    "@D/*/pub",
    "@H/pub/i*",
    "@H/p*/in/*",
    "@H/pub/*/*",
    "@D/h*/p*",
  ],
  ...["@H/%u", "@H/[op]*", "/*"],
];

const RELATIVE = ["pub", "pub/in", "priv", "pub/*"];

function oneDirectory(chance: Chance, path: string): string {
  const bare = chance.percent(10) ? [chance.pick(["AllowAll\n", "DenyAll\n"])] : [];
  return directory(path, ...chance.some(1, 2, () => oneLimit(chance)), ...bare);
}

/** A section for somebody. */
function oneCondition(chance: Chance, paths: readonly string[]): string {
  const [kind, expression] = chance.pick([
    ...[["User", "alice"], ["User", "bob,ftp"], ["User", "!alice"], ["User", "regex ^a"]],
    ...[["Group", "users"], ["Group", "users,adm"], ["Group", "OR www,nogroup"], ["Group", "!adm"]],
    ...[["Class", "one"], ["Class", "!one"], ["Class", "AND !one,!two"], ["Authenticated", ""]],
  ]);
  const own = new Set(chance.some(0, 1, () => chance.pick(paths)));
  const sections = [...own].map((path) => oneDirectory(chance, path));
  return when(kind, expression, ...chance.some(1, 2, () => oneLimit(chance)), ...sections);
}

function oneOf(chance: Chance): Generated {
  const mayOverlook = chance.percent(40);
  const user = chance.pick(["alice", "alice", "bob", "bob", "ftp"] as const);
  const paths = mayOverlook ? [...PLAIN, ...OVERLAPPING] : PLAIN;
  const ofArea = user === "ftp";
  const chosen = new Set(chance.some(0, 4, () => chance.pick(ofArea ? RELATIVE : paths)));
  const directories = [...chosen].map((path) => oneDirectory(chance, path));
  const limits = chance.some(0, 3, () => oneLimit(chance));
  const logins = chance.percent(15) ? [oneLimit(chance, "LOGIN")] : [];
  // Of conditional sections the original wants those with a <Directory> before any other for the path.
  const conditions = chance.percent(40)
    ? chance.some(1, 3, () => oneCondition(chance, ofArea ? ["@H"] : paths))
    : [];
  const area = ofArea
    ? [anonymous(...chance.some(0, 2, () => oneLimit(chance)), ...directories)]
    : [];
  const files = chance.percent(25) && !mayOverlook
    ? chance.some(1, 2, () => [chance.pick(["", "pub", "pub/in", "priv"]), oneLimit(chance)])
    : [];
  const config = [
    ...conditions,
    ...limits,
    ...logins,
    ...ofArea ? area : directories,
    chance.percent(10) ? "AllowOverride off\n" : "",
  ].join("");
  const source = chance.pick(["127.0.0.1", "127.0.0.1", "127.0.0.2", "127.0.0.3"]);
  // Who is in no class is not in the class that is negated: the original lets him pass.
  const isClassless = source === "127.0.0.3" && /DenyClass.*!/.test(config);
  // Of what a conditional <Directory> takes the place of, the original forgets what was inside as well.
  const isReplaced = conditions.some((section) => section.includes("<Directory "));
  // Behind a path that counts from the area the original does not find `.ftpaccess` files.
  const isBeside = ofArea && files.length > 0 && directories.length > 0;
  // DenyAll outside of any <Limit> is not about what does not exist yet there.
  const escapes = config.includes("</Limit>\nDenyAll\n");
  return {
    config,
    files: Object.fromEntries(files),
    user,
    source,
    mayOverlook: mayOverlook || isClassless || isReplaced || isBeside || escapes,
  };
}
