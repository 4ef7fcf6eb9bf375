/**
 * Advice on `<Limit>` sections that cannot do what they look like, and on names in them that nobody
 * has.
 *
 * @module
 */

import { type Finding, Scope, type Section } from "../../config/mod.ts";
import {
  allowAll,
  allowClass,
  allowGroup,
  allowUser,
  denyAll,
  denyClass,
  denyGroup,
  denyUser,
} from "../../session/access/directives.ts";
import type { Expression } from "../../session/access/expressions.ts";
import { canonicalWord } from "../../session/access/limit_words.ts";
import { userAlias } from "../auth/aliases.ts";
import { authGroupFile, authUserFile } from "../auth/sources.ts";
import { hasLine, type Rule, type Subject, warning } from "./advice.ts";
import { isLimitable } from "./limitable.ts";

const emptyLimit: Rule = (subject) =>
  limitsOf(subject).filter(({ entries }) => entries.length === 0).map((section) =>
    warning("<Limit>", "there is nothing in it, so it has no effect", section)
  );

const contradiction: Rule = (subject) =>
  limitsOf(subject).flatMap((section) => {
    if (!hasLine(section, denyAll)) return [];
    const scope = new Scope([section]);
    const place = scope.place(denyAll);
    if (place === undefined || !scope.has(allowAll)) return [];
    return [warning(denyAll.name, "AllowAll stands in the same <Limit>", place, "leave one")];
  });

const listInOneWord: Rule = (subject) =>
  limitsOf(subject).flatMap((section) => {
    const word = section.args.find((word) => !/^[A-Za-z][A-Za-z0-9_]*$/.test(word));
    if (word === undefined) return [];
    return [warning(
      "<Limit>",
      `'${word}' is no command, so nothing is limited by it`,
      section,
      "commands stand with blanks between: <Limit STOR DELE>",
    )];
  });

/** Whose rules are asked before anybody is in a directory, or never. */
const pointless: Rule = ({ sections }) =>
  sections.filter(({ kind }) => kind === "directory").flatMap((section) =>
    section.sections.filter(({ kind, args }) =>
      kind === "limit" && args.length > 0 && args.every((word) => canonicalWord(word) === "LOGIN")
    ).map((limit) =>
      warning(
        "<Limit>",
        "nobody logs in to a <Directory>, so this is never asked",
        limit,
        "<Limit LOGIN> belongs into the server or an <Anonymous>",
      )
    )
  );

const nameless: Rule = (subject) =>
  limitsOf(subject).flatMap((section) => {
    const word = section.args.find((word) =>
      /^[A-Za-z][A-Za-z0-9_]*$/.test(word) && !isLimitable(word)
    );
    if (word === undefined) return [];
    return [warning(
      "<Limit>",
      `'${word}' is no command of this server, so nothing is limited by it`,
      section,
    )];
  });

/** Of two sections for the same commands the later one decides. */
const overruled: Rule = ({ sections }) => {
  const found: Finding[] = [];
  for (const section of sections) {
    const seen = new Map<string, Section>();
    for (const inner of section.sections) {
      if (inner.kind !== "limit") continue;
      const words = inner.args.map((word) => word.toUpperCase()).sort().join(" ");
      const earlier = seen.get(words);
      seen.set(words, inner);
      if (earlier === undefined) continue;
      const hint = `put the lines of both into one; the later is ${placeOf(inner)}`;
      found.push(warning("<Limit>", `another <Limit ${words}> follows and decides`, earlier, hint));
    }
  }
  return found;
};

function placeOf({ file, line }: Section): string {
  return `on line ${line} of '${file}'`;
}

const strangers: Rule = (subject, machine) => {
  const { classes } = subject;
  const named = namesIn(subject);
  const classNames = new Set(classes.map(({ args }) => args[0]));
  // Whom a file of the server's own knows is not looked up: it is for secrets.
  const knowsUser = (name: string) =>
    named.ownUsers || named.users.has(name) || machine.hasUser(name);
  const knowsGroup = (name: string) => named.ownGroups || machine.hasGroup(name);
  const rows = [
    { directives: [allowUser, denyUser], what: "user", knows: knowsUser },
    { directives: [allowGroup, denyGroup], what: "group", knows: knowsGroup },
    {
      directives: [allowClass, denyClass],
      what: "class",
      knows: (name: string) => classNames.has(name),
    },
  ];
  return limitsOf(subject).flatMap((section) => {
    const scope = new Scope([section]);
    return rows.flatMap(({ directives, what, knows }) =>
      directives.flatMap((directive) => {
        if (!hasLine(section, directive)) return [];
        const place = scope.place(directive);
        const stranger = scope.all(directive).flatMap(namesOf).find((name) => !knows(name));
        if (place === undefined || stranger === undefined) return [];
        return [warning(directive.name, `there is no ${what} '${stranger}'`, place)];
      })
    );
  });
};

function limitsOf({ sections }: Subject): readonly Section[] {
  return sections.filter(({ kind }) => kind === "limit");
}

function namesOf(expression: Expression | undefined): string[] {
  if (expression === undefined || expression.kind === "regex") return [];
  return expression.terms.map(({ name }) => name).filter((name) => name !== "*");
}

/** Users that exist by configuration alone, and whether there are files with more of them. */
function namesIn({ sections }: Subject) {
  const users = new Set<string>();
  let [ownUsers, ownGroups] = [false, false];
  for (const section of sections) {
    if (hasLine(section, userAlias)) {
      for (const { alias } of new Scope([section]).all(userAlias)) users.add(alias);
    }
    ownUsers ||= hasLine(section, authUserFile);
    ownGroups ||= hasLine(section, authGroupFile);
  }
  return { users, ownUsers, ownGroups };
}

/** The rules of this file. */
export const limits: readonly Rule[] = [
  emptyLimit,
  contradiction,
  listInOneWord,
  nameless,
  pointless,
  overruled,
  strangers,
];
