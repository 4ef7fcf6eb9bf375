/**
 * What the tests of `config/` share: files that are a map, and a small vocabulary whose directives
 * complain as the original's do.
 */
import type { Context, Directive, Entry, Section, Source, Unbuilt } from "../../src/config/mod.ts";
import { Arguments, checkConfiguration, type CheckOptions } from "../../src/config/mod.ts";

/** Where the main file of every test stands. */
export const MAIN = "/etc/proftpd.conf";

class NotThere extends Error {
  readonly reason = "No such file or directory";
}

class IsDirectory extends Error {
  readonly reason = "Is a directory";
}

/** Files as given by path; directories are what their paths imply. */
export function filesOf(
  files: Readonly<Record<string, string>>,
  links: readonly string[] = [],
): Source {
  const isDirectory = (path: string) =>
    Object.keys(files).some((name) => name.startsWith(`${path.replace(/\/$/, "")}/`));
  return {
    kind: (path) => isDirectory(path) ? "directory" : path in files ? "other" : undefined,
    isLink: (path) => links.includes(path),
    read(path) {
      if (isDirectory(path)) throw new IsDirectory(path);
      const text = files[path];
      if (text === undefined) throw new NotThere(path);
      return text;
    },
    list(path) {
      if (!isDirectory(path)) throw new NotThere(path);
      const base = `${path.replace(/\/$/, "")}/`;
      const inside = Object.keys(files).filter((name) => name.startsWith(base));
      return [...new Set(inside.map((name) => name.slice(base.length).split("/")[0]))];
    },
  };
}

/** A directive with the given parser; `contexts` by the letters of the directive reference. */
export function directive<T>(
  name: string,
  contexts: string,
  parse: (args: Arguments) => T,
  fallback: T,
  repeat?: Directive<T>["repeat"],
): Directive<T> {
  const letters: Record<string, Context> = {
    ...{ S: "server", V: "vhost", G: "global", A: "anonymous" },
    ...{ D: "directory", L: "limit", C: "class", F: "ftpaccess" },
  };
  return {
    name,
    contexts: [...contexts].map((letter) => letters[letter]),
    parse,
    fallback,
    syntax: name,
    ...(repeat === undefined ? {} : { repeat }),
  };
}

const bare = (args: Arguments) => (args.between(0, 0), true);
const words = (args: Arguments) => (args.atLeast(1), args.words);

export const serverName = directive("ServerName", "SV", (args) => args.single(), "ProFTPD", "last");
export const port = directive("Port", "SVG", (args) => {
  const value = /^-\d+$/.test(args.word(0)) ? -1 : args.count();
  return value >= 0 && value <= 65535 ? value : args.fail("value must be between 0 and 65535");
}, 21);
export const umask = directive(
  "Umask",
  "SVGADF",
  (args) => args.words.length > 2 ? args.fail("missing parameters") : args.octal(0, "umask"),
  0o22,
);
export const useIPv6 = directive("UseIPv6", "S", (args) => args.boolean(), true);
export const defaultServer = directive("DefaultServer", "SV", (args) => args.boolean(), false);
export const timeoutIdle = directive("TimeoutIdle", "SVGA", (args) => args.duration(), 600);
export const accessGrantMsg = directive("AccessGrantMsg", "SVGA", (args) => args.single(), "");
export const defaultRoot = directive<readonly string[]>("DefaultRoot", "SVG", words, [], "all");
export const userAlias = directive<readonly string[]>("UserAlias", "SVGA", words, [], "all");
export const allowAll = directive("AllowAll", "ADLF", bare, false);
export const denyAll = directive("DenyAll", "ADLF", bare, false);
export const from = directive<readonly string[]>("From", "C", words, [], "all");

export const directives: readonly Directive<unknown>[] = [
  ...[serverName, port, umask, useIPv6, defaultServer, timeoutIdle, accessGrantMsg],
  ...[defaultRoot, userAlias, allowAll, denyAll, from],
];

export const unbuilt: readonly Unbuilt[] = [
  { name: "TLSRequired", module: "mod_tls.c", severity: "restricts", harmless: ["off"] },
  {
    name: "DisplayChdir",
    contexts: ["server", "anonymous"],
    module: "mod_core.c",
    severity: "comfort",
  },
  { name: "MaxClients", module: "mod_auth.c", severity: "restricts", harmless: ["none"] },
  { name: "<IfUser>", module: "mod_ifsession.c", severity: "restricts" },
];

export const removed = new Map([["LsDefaultOptions", "use ListOptions"]]);

/** The vocabulary above, no labels, two modules, an empty environment; `more` replaces parts. */
export function options(more: Partial<CheckOptions> = {}): CheckOptions {
  return {
    directives,
    unbuilt,
    removed,
    defines: new Set(),
    modules: new Set(["mod_core.c", "mod_auth.c"]),
    env: () => undefined,
    ...more,
  };
}

/** The check of one file's text. */
export function check(
  text: string,
  more: Partial<CheckOptions> = {},
  others: Record<string, string> = {},
) {
  return checkConfiguration(MAIN, filesOf({ [MAIN]: text, ...others }), options(more));
}

/** The messages of the check, each with its severity in front. */
export function messages(
  text: string,
  more: Partial<CheckOptions> = {},
  others: Record<string, string> = {},
): string[] {
  return check(text, more, others).findings.map(({ severity, message }) =>
    `${severity}: ${message}`
  );
}

/** `words` as the arguments of a directive X on line 1 of the file F. */
export function args(...words: string[]): Arguments {
  return new Arguments({ name: "X", args: words, file: "F", line: 1 });
}

/** A section's entries and sections in short form, for comparison. */
export function outline(section: Section): unknown {
  const lines = section.entries.map((entry: Entry) => [entry.name, ...entry.args].join(" "));
  const inner = section.sections.map((inner) => ({
    [[inner.kind, ...inner.args].join(" ")]: outline(inner),
  }));
  return [...lines, ...inner];
}
