/**
 * One session's look at its tables.
 *
 * @module
 */

import type { Scope } from "../../config/mod.ts";
import { answerOfChild } from "../../libc/answer_of_child.ts";
import { ModuleLog } from "../../log/mod.ts";
import { resolveHost, sameAddress, unmapped } from "../../net/mod.ts";
import { asRoot } from "../../privilege/mod.ts";
import { fits } from "../../session/access/expressions.ts";
import { useReverseDNS } from "../../settings/mod.ts";
import { openLogFile } from "../../session/log_file.ts";
import type { Endpoint, Session } from "../../session/session.ts";
import { isGranted, type WrapTable } from "./decide_access.ts";
import {
  type TablePair,
  type TableSource,
  wrapGroupTables,
  wrapLog,
  wrapOptions,
  wrapServiceName,
  wrapTables,
  wrapUserTables,
} from "./directives.ts";
import type { PatternSources, WrapHost } from "./host_pattern.ts";
import { readTableFile } from "./read_table.ts";
import { parseTable } from "./table_text.ts";

/** How this module calls itself in its log, as the original's does. */
const MODULE = "mod_wrap2/2.0.7";

/** Milliseconds that all looks for names of one session may take together. */
const PATIENCE = 5000;

/** Who is about to log in. */
export interface WrapUser {
  /** The name that was given. */
  readonly name: string;
  /** Whom it means. */
  readonly user: string;
  /** The names of the groups of that user; none where nobody knows it. */
  readonly groups: readonly string[];
  readonly home: string | undefined;
  /** The settings that will hold for the login. */
  readonly config: Scope;
}

/** What is found for a client: `none` where no table is about it. */
export type Verdict = "granted" | "denied" | "none";

/** The tables of one session. */
export class Wrapper {
  #log: ModuleLog | undefined;
  #logPath: string | undefined;
  /** What names led to. */
  readonly #names = new Map<string, boolean | undefined>();
  /** Milliseconds of `PATIENCE` that are left. */
  #patience = PATIENCE;

  constructor(private readonly session: Session) {}

  /** What the server's tables say about a client that has only connected. */
  verdictAtConnect(): Verdict {
    const { config } = this.session;
    this.#openLog(config);
    const pair = config.get(wrapTables);
    // Those that depend on the user are asked when there is one.
    const depends = ({ info }: TableSource) => info.startsWith("~") || info.includes("%U");
    if (!pair || depends(pair.allow) || depends(pair.deny)) return "none";
    return this.#ask(pair, config, undefined);
  }

  /** What the tables say about a client that logs in. */
  verdictAtLogin(user: WrapUser): Verdict {
    const { config } = user;
    this.#openLog(config);
    const pair = this.#pairFor(user);
    if (!pair) {
      this.#tell("no tables configured, allowing connection");
      return "none";
    }
    return this.#ask(pair, config, user);
  }

  /** The user's tables, else those of the groups, else those of all. */
  #pairFor({ user, groups, config }: WrapUser): TablePair | undefined {
    const ofUser = config.all(wrapUserTables).find((pair) => pair && fits(pair.whom, [user]));
    if (ofUser) {
      this.#tell(`matched WrapUserTables expression for user '${user}'`);
      return ofUser;
    }
    const ofGroups = config.all(wrapGroupTables).find((pair) => pair && fits(pair.whom, groups));
    if (ofGroups) {
      this.#tell(`matched WrapGroupTables expression for user '${user}'`);
      return ofGroups;
    }
    return config.get(wrapTables);
  }

  #ask(pair: TablePair, config: Scope, user: WrapUser | undefined): Verdict {
    const { client, local, main } = this.session;
    const service = config.get(wrapServiceName);
    const { checkAllNames } = config.get(wrapOptions);
    const hasNames = main.get(useReverseDNS);
    this.#tell(`using '${sourceText(pair.allow)}' for allow table`);
    this.#tell(`using '${sourceText(pair.deny)}' for deny table`);
    this.#tell(`looking under service name '${service}'`);
    this.#tell("checking access rules for connection");
    const host = ({ address, ip, name }: Endpoint): WrapHost => ({
      address,
      ip,
      name: name === ip ? undefined : name,
      hasNames,
    });
    const sources: PatternSources = {
      // A confirmed name says all, unless all the names that an address has are asked for.
      leadsTo: (name, host) =>
        host.name !== undefined && !checkAllNames ? false : this.#leadsTo(name, host),
      patternsIn: (path) => this.#patternsIn(path),
      tell: (line) => this.#tell(line),
    };
    const request = { service, client: host(client), server: host(local), user: user?.name };
    const allow = this.#tableOf(pair.allow, "allow", config, user);
    const deny = () => this.#tableOf(pair.deny, "deny", config, user);
    const granted = isGranted(request, allow, deny, sources);
    const who = `${user?.name ?? ""}@${client.name}`;
    if (!granted) this.#tell(`refused connection from ${who}`);
    else if (user) this.#tell(`allowed connection from ${who}`);
    return granted ? "granted" : "denied";
  }

  #tableOf(
    source: TableSource,
    which: "allow" | "deny",
    config: Scope,
    user: WrapUser | undefined,
  ): WrapTable {
    const name = `file '${source.info}'`;
    if (source.kind === "builtin") {
      const daemons = [[config.get(wrapServiceName)]];
      const rule = { line: 1, daemons, clients: [["ALL"]], options: [] };
      return { name, lines: [{ is: "rule", rule }] };
    }
    const path = this.#pathOf(source.info, user);
    if (path === undefined) {
      this.#tell(`error opening ${which} table: ${source.info}: Invalid argument`);
      return { name, lines: undefined };
    }
    const file = asRoot(() => readTableFile(path));
    if (file.is === "text") return { name: `file '${path}'`, lines: parseTable(file.text) };
    this.#tell(`error opening ${which} table: ${file.reason}`);
    return { name, lines: file.is === "missing" ? file.is : undefined };
  }

  /**
   * The path that `info` stands for; undefined where it stands for none: a client must not choose the
   * file by calling itself `../x`.
   */
  #pathOf(info: string, user: WrapUser | undefined): string | undefined {
    let path = info;
    if (path.includes("%U")) {
      if (!user || user.name.includes("/") || user.name.startsWith(".")) return undefined;
      path = path.replaceAll("%U", user.name);
      this.#tell(`resolved %U: path now '${path}'`);
    }
    if (!path.startsWith("~")) return path;
    const [, whose, rest] = /^~([^/]*)(.*)$/s.exec(path) ?? [];
    const home = whose === "" ? user?.home : this.session.auth.find(whose)?.home;
    // Nobody has this home: for whoever asks that is as good as a file that is not there.
    if (home === undefined) return whose === "" ? NOWHERE : undefined;
    path = home + rest;
    this.#tell(`resolved tilde: path now '${path}'`);
    return path;
  }

  #patternsIn(path: string): readonly string[] | undefined {
    const file = asRoot(() => readTableFile(path));
    if (file.is === "text") return file.text.split(/\s+/).filter((word) => word !== "");
    this.#tell(`error opening include file '${path}': ${file.reason}`);
    return undefined;
  }

  /** Whether `name` leads to the address of `host`; undefined when DNS does not say so in time. */
  #leadsTo(name: string, { address, ip }: WrapHost): boolean | undefined {
    const key = `${name} ${ip}`;
    if (this.#names.has(key)) return this.#names.get(key);
    if (this.#patience <= 0) return undefined;
    const start = performance.now();
    const plain = unmapped(address);
    const answer = answerOfChild(
      () => resolveHost(name).some((own) => sameAddress(unmapped(own), plain)) ? "yes" : "no",
      this.#patience,
    );
    this.#patience -= performance.now() - start;
    const leads = answer === undefined ? undefined : answer === "yes";
    if (leads === undefined) this.#tell(`unable to resolve '${name}'`);
    this.#names.set(key, leads);
    return leads;
  }

  #openLog(config: Scope): void {
    const path = config.get(wrapLog);
    if (path === this.#logPath) return;
    this.close();
    this.#logPath = path;
    const { isRehearsal, log } = this.session;
    if (path === undefined || isRehearsal) return;
    const sink = openLogFile({ name: "WrapLog", path }, config, log);
    this.#log = sink && new ModuleLog(sink, MODULE, log);
  }

  #tell(line: string): void {
    if (this.#log) this.#log.write(line);
    else this.session.log.debug(8, line);
  }

  /** Closes the log. */
  close(): void {
    this.#log?.close();
    this.#log = undefined;
  }
}

/** A path that no file can have. */
const NOWHERE = "/dev/null/nowhere";

function sourceText({ kind, info }: TableSource): string {
  return `${kind}:${info}`;
}
