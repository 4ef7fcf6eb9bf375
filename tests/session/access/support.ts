/**
 * Access rules without a server: a configuration as text, a client and a user as values.
 *
 * @module
 */
import assert from "node:assert/strict";
import { checkConfiguration, type Directive, type Section } from "../../../src/config/mod.ts";
import { parseAddress, type RuleSubject } from "../../../src/net/mod.ts";
import {
  Access,
  accessDirectives,
  conditions,
  type Member,
  settled,
} from "../../../src/session/access/mod.ts";

/** What stands for `@H` in the configurations: alice's home directory. */
export const HOME = "/srv/home/alice";
/** What stands for `@A`: the root of the anonymous area. */
export const ANONYMOUS = "/srv/anonymous";
/** What stands for `@D`: what the home directories are in. */
export const TOP = "/srv/home";

/** The users of the tests and their groups. */
export const MEMBERS: Readonly<Record<string, Member>> = {
  alice: { user: "alice", groups: ["nogroup", "users", "www"] },
  bob: { user: "bob", groups: ["users", "adm", "www"] },
  ftp: { user: "ftp", groups: ["nogroup"] },
};

/** Reads a configuration that must be right. */
export function configuration(text: string) {
  const checked = check(text);
  const wrong = checked.findings.filter(({ severity }) => severity === "error");
  assert.deepEqual(wrong.map(({ message }) => message), []);
  return checked;
}

/** Reads a configuration with `@H`, `@A` and `@D` in it. */
export function check(text: string) {
  const file = "/etc/proftpd.conf";
  const written = text.replaceAll("@H", HOME).replaceAll("@A", ANONYMOUS).replaceAll("@D", TOP);
  const source = {
    read: (path: string) => path === file ? written : "",
    list: () => [],
    kind: () => undefined,
    isLink: () => false,
  };
  return checkConfiguration(file, source, {
    directives: [...accessDirectives, named("User"), named("Group")],
    sections: conditions,
    unbuilt: [],
    removed: new Map(),
    defines: new Set(),
    modules: new Set(),
    env: () => undefined,
  });
}

/** A directive that `<Anonymous>` needs and access rules have nothing to do with. */
function named(name: string): Directive<string> {
  const contexts = ["anonymous"] as const;
  return { name, contexts, syntax: `${name} name`, fallback: "", parse: (args) => args.single() };
}

/** A client at `ip`, whose DNS name is `name` if it has one. */
export function client(ip = "127.0.0.1", name = ip): RuleSubject {
  const address = parseAddress(ip);
  assert.ok(address, ip);
  return { address, ip, name };
}

/** The rules for a client who has just connected. */
export function connected(text: string, peer = client()): Access {
  const { servers, classes } = configuration(text);
  return Access.atConnect(servers[0].section, classes, peer);
}

/** The first `<Anonymous>` section of a configuration. */
export function anonymousOf(text: string): Section | undefined {
  return configuration(text).servers[0].section.sections.find(({ kind }) => kind === "anonymous");
}

/** The rules for somebody logged in; for `ftp` in the anonymous area. */
export function loggedIn(text: string, name = "alice", peer = client()): Access {
  const anonymous = name === "ftp" ? anonymousOf(text) : undefined;
  const access = connected(text, peer);
  const { servers } = configuration(text);
  const user = MEMBERS[name];
  const section = settled(servers[0].section, { className: access.className, user });
  return access.under(section).of({
    ...MEMBERS[name],
    anonymous,
    anonymousRoot: anonymous && ANONYMOUS,
    homeOf: (user) => ({ "": HOME, alice: HOME, bob: "/srv/home/bob" }[user]),
  });
}
