/**
 * Advice on paths: roots, directories and the server's own files.
 *
 * @module
 */

import { type Directive, type Finding, Scope, type Section } from "../../config/mod.ts";
import { dirname, isWithin } from "../../fs/paths.ts";
import { pidFile, systemLog } from "../../settings/mod.ts";
import { defaultChdir, defaultRoot } from "../auth/places.ts";
import { groupsIn } from "../../session/access/expressions.ts";
import { authGroupFile, authUserFile } from "../auth/sources.ts";
import { transferLog } from "../log/transfer_log.ts";
import { type Rule, warning } from "./advice.ts";

/** `/a/b` for `/a/b/` and `/a/b/*`. */
function plain(path: string): string {
  return path.replace(/\/\*$/, "").replace(/(.)\/+$/, "$1") || "/";
}

function isLiteral(path: string): boolean {
  return path.startsWith("/") && !/[*?[%]/.test(plain(path));
}

/** The server's roots that are plain paths, `<Anonymous>` ones included. */
function rootsOf(section: Section): string[] {
  const own = new Scope([section]).all(defaultRoot).flatMap((place) => place ? [place.path] : []);
  const anonymous = section.sections.filter(({ kind }) => kind === "anonymous");
  return [...own, ...anonymous.map(({ args }) => args[0])].filter(isLiteral).map(plain);
}

/** The directories that the absolute `path` lies in, the closest first. */
function directoriesAround(path: string): string[] {
  const slash = path.lastIndexOf("/");
  return slash <= 0 ? [] : [path.slice(0, slash), ...directoriesAround(path.slice(0, slash))];
}

/** The server's own files by directive: `path` is undefined for one without a file. */
const FILES: readonly (readonly [
  Directive<unknown>,
  (scope: Scope) => string | undefined,
])[] = [
  [authUserFile, (scope) => scope.get(authUserFile)?.path],
  [authGroupFile, (scope) => scope.get(authGroupFile)?.path],
  [systemLog, (scope) => scope.get(systemLog)],
  [transferLog, (scope) => scope.get(transferLog)],
];

const filesInRoots: Rule = ({ servers }) => {
  const found = new Map<string, Finding>();
  const roots = new Set(servers.flatMap(({ section }) => rootsOf(section)));
  roots.delete("/");
  const rootAround = (path: string) => directoriesAround(path).find((folder) => roots.has(folder));
  for (const { section } of servers) {
    const scope = new Scope([section]);
    for (const [directive, pathOf] of FILES) {
      const [path, place] = [pathOf(scope), scope.place(directive)];
      const root = path === undefined ? undefined : rootAround(path);
      if (place === undefined || root === undefined) continue;
      const reason = `'${path}' lies in the root '${root}' of clients`;
      const finding = warning(directive.name, reason, place, "keep it where they cannot come");
      found.set(finding.message, finding);
    }
  }
  return [...found.values()];
};

const odd: Rule = ({ sections }, machine) => {
  const found: Finding[] = [];
  const judge = (name: string, path = "", place: Section | Finding["place"]) => {
    if (!isLiteral(path) || place === undefined) return;
    const link = machine.firstLink(plain(path));
    if (link !== undefined) {
      const hint = name === "<Directory>"
        ? "settings go by where a link leads: name that place"
        : "who may change the link moves the root";
      found.push(warning(name, `'${link}' is a symbolic link`, place, hint));
    } else if (machine.look(plain(path))?.directory !== true && name !== "<Directory>") {
      found.push(warning(name, `there is no directory '${path}'`, place));
    }
  };
  for (const section of sections) {
    if (section.kind === "anonymous") judge("<Anonymous>", section.args[0], section);
    if (section.kind === "directory") judge("<Directory>", section.args[0], section);
    for (const entry of section.entries) {
      if (entry.name === defaultRoot.name) {
        judge(entry.name, entry.args[0], { file: entry.file, line: entry.line });
      }
    }
  }
  return found;
};

/** `<Directory>` sections that no client of their server can come to. */
const outside: Rule = ({ servers }) => {
  const found = new Map<string, Finding>();
  for (const { section } of servers) {
    const places = new Scope([section]).all(defaultRoot);
    const everybody = places.some((place) => place !== undefined && place.groups === undefined);
    const roots = rootsOf(section);
    // A home directory may be anywhere.
    if (!everybody || places.some((place) => place === undefined || !isLiteral(place.path))) {
      continue;
    }
    for (const inner of section.sections) {
      if (inner.kind !== "directory" || !isLiteral(inner.args[0])) continue;
      const path = plain(inner.args[0]);
      if (roots.some((root) => isWithin(path, root) || isWithin(root, path))) continue;
      const reason = `'${path}' lies in no root of clients, so it has no effect`;
      const hint = `roots are ${roots.join(", ")}; paths are those of the machine`;
      const finding = warning("<Directory>", reason, inner, hint);
      found.set(finding.message, finding);
    }
  }
  return [...found.values()];
};

/** Groups in `DefaultRoot` and `DefaultChdir` that the system does not have. */
const strangeGroups: Rule = ({ sections }, machine) => {
  const lines = sections.flatMap(({ entries }) => entries);
  // What only a file of the server's own knows is not looked up: it is for secrets.
  if (lines.some(({ name }) => name === authGroupFile.name)) return [];
  return [defaultRoot, defaultChdir].flatMap((directive) =>
    lines.filter(({ name }) => name === directive.name).flatMap((entry) => {
      const strangers = groupsIn(entry.args.slice(1).join(",")).filter((name) =>
        name !== "*" && !machine.hasGroup(name)
      );
      return strangers.map((name) =>
        warning(directive.name, `there is no group '${name}' on this machine`, entry)
      );
    })
  );
};

/** A PidFile that could not be written. */
const pidFilesNowhere: Rule = ({ servers: [main] }, machine) => {
  const scope = new Scope([main.section]);
  const place = scope.place(pidFile);
  const folder = dirname(scope.get(pidFile));
  if (place === undefined || machine.look(folder)?.directory) return [];
  return [warning(pidFile.name, `there is no directory '${folder}'`, place, "no start without it")];
};

/** The rules of this file. */
export const places: readonly Rule[] = [
  filesInRoots,
  odd,
  outside,
  strangeGroups,
  pidFilesNowhere,
];
