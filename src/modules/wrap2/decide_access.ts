/**
 * What two tables say about a client: the first rule that means it decides, those of the allow table
 * first; whom no rule means is allowed.
 *
 * @module
 */

import { type Answer, anyOf, except } from "./answer.ts";
import { isHost, type PatternSources, type WrapHost } from "./host_pattern.ts";
import type { PatternList, TableLine, WrapRule } from "./table_text.ts";

/** Who asks for what. */
export interface WrapRequest {
  /** What the client asks for: the service's name in the tables. */
  readonly service: string;
  readonly client: WrapHost;
  /** The server's end of the connection. */
  readonly server: WrapHost;
  /** The name that the client has given; undefined while it has given none. */
  readonly user: string | undefined;
}

/** A table of rules, like /etc/hosts.allow, as far as it could be read. */
export interface WrapTable {
  /** How the log calls it: `file '/etc/hosts.deny'`. */
  readonly name: string;
  /** What is in it; undefined where it cannot be used, which is said already. */
  readonly lines: readonly TableLine[] | "missing" | undefined;
}

/** Whether the request is granted by both tables; the second one is read where the first says nothing. */
export function isGranted(
  request: WrapRequest,
  allow: WrapTable,
  denyTable: () => WrapTable,
  sources: PatternSources,
): boolean {
  for (const { rule, applies } of rulesFor(request, allow, "allow", sources)) {
    if (!rule) continue;
    const answer = clientAnswer(rule, request, sources);
    if (rule.options.some(isDenial)) {
      if (answer !== "no") return false;
    } else if (applies === "yes" && answer === "yes") return true;
  }
  const deny = denyTable();
  if (deny.lines === undefined) return false;
  for (const { rule } of rulesFor(request, deny, "deny", sources)) {
    // A line that cannot be understood may be the one that means this client.
    if (!rule || clientAnswer(rule, request, sources) !== "no") return false;
  }
  return true;
}

/** A rule that is about the service, or may be; `rule` is missing for a line that is none. */
interface Applying {
  readonly rule: WrapRule | undefined;
  readonly applies: Answer;
}

function* rulesFor(
  request: WrapRequest,
  { lines, name }: WrapTable,
  which: "allow" | "deny",
  sources: PatternSources,
): Generator<Applying> {
  if (lines === undefined || lines === "missing") return;
  sources.tell(`checking ${which} table rules`);
  let isEmpty = true;
  for (const line of lines) {
    if (line.is === "bad") {
      sources.tell(`${name}: ${line.bad.problem} at line ${line.bad.line}`);
      yield { rule: undefined, applies: "unknown" };
      continue;
    }
    const { rule } = line;
    const applies = listAnswer(rule.daemons, (word) => isService(word, request, sources));
    if (applies === "no") continue;
    isEmpty = false;
    for (const option of rule.options.filter((option) => !isDenial(option))) {
      sources.tell(`${name}: ignoring option '${option}' at line ${rule.line}`);
    }
    yield { rule, applies };
  }
  if (isEmpty) sources.tell("daemon list is empty");
}

/** `DENY`, which is heeded; `ALLOW` and what else there is changes nothing here. */
function isDenial(option: string): boolean {
  return option.toUpperCase() === "DENY";
}

function clientAnswer(rule: WrapRule, request: WrapRequest, sources: PatternSources): Answer {
  return listAnswer(rule.clients, (word) => {
    const answer = isClient(word, request, sources);
    if (answer === "yes") sources.tell(`client matches '${word}'`);
    return answer;
  });
}

/** `(a EXCEPT (b EXCEPT c))`. */
function listAnswer([first, ...rest]: PatternList, ask: (word: string) => Answer): Answer {
  const answer = anyOf(first, ask);
  return rest.length === 0 ? answer : except(answer, () => listAnswer(rest, ask));
}

/** `proftpd`, `ALL`, `proftpd@192.0.2.1`. */
function isService(
  word: string,
  { service, server }: WrapRequest,
  sources: PatternSources,
): Answer {
  const at = word.indexOf("@");
  const name = (at < 0 ? word : word.slice(0, at)).toUpperCase();
  if (name !== "ALL" && name !== service.toUpperCase()) return "no";
  const answer = at < 0 ? "yes" : isHost(word.slice(at + 1), server, sources);
  if (answer === "yes") sources.tell(`daemon matches '${word}'`);
  return answer;
}

/** `192.0.2.1`, `alice@192.0.2.1`. */
function isClient(word: string, { client, user }: WrapRequest, sources: PatternSources): Answer {
  const at = word.indexOf("@", 1);
  if (at < 0) return isHost(word, client, sources);
  return isUser(word.slice(0, at), user) ? isHost(word.slice(at + 1), client, sources) : "no";
}

function isUser(pattern: string, user: string | undefined): boolean {
  switch (pattern.toUpperCase()) {
    case "ALL":
      return true;
    case "KNOWN":
      return user !== undefined;
    case "UNKNOWN":
      return user === undefined;
  }
  return user?.toUpperCase() === pattern.toUpperCase();
}
