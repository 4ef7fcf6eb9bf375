/**
 * One session's look at the table of bans: is its client banned, and what follows from what it does?
 *
 * @module
 */

import {
  type Ban,
  type BanKind,
  BanTable,
  BanTableRefused,
  fitCause,
  fitSubject,
  serverText,
  shownEvent,
} from "../../bans/mod.ts";
import { getpid } from "../../libc/process.ts";
import { isSysError } from "../../libc/sys_error.ts";
import { ModuleLog } from "../../log/mod.ts";
import { asRoot } from "../../privilege/mod.ts";
import { type Reply, reply } from "../../protocol/mod.ts";
import { openLogFile } from "../../session/log_file.ts";
import type { Session } from "../../session/session.ts";
import { SessionEnd } from "../../session/session_end.ts";
import { banLog, banTable, serverName } from "../../settings/mod.ts";
import { banMessage, banOnEvent, banOptions, type BanRule } from "./rules.ts";

/** How this module calls itself in logs, as the original's does. */
const MODULE = "mod_ban/0.8";

/** The table and the log of one session, with the rules that hold for it. */
export class Banned {
  readonly #log: ModuleLog | undefined;
  /** Undefined where it cannot be used: nobody is let in then. */
  readonly #table: BanTable | undefined;
  readonly #rules: readonly BanRule[];

  /** Opens both as root: to be made before the client is greeted. */
  constructor(private readonly session: Session) {
    const { main } = session;
    this.#log = this.#openLog(main.get(banLog));
    this.#table = this.#openTable(main.get(banTable));
    this.#rules = main.all(banOnEvent).filter((rule) => rule !== undefined);
  }

  #openLog(path: string | undefined): ModuleLog | undefined {
    if (path === undefined) return undefined;
    const { main, log } = this.session;
    const sink = openLogFile({ name: "BanLog", path }, main, log);
    return sink && new ModuleLog(sink, MODULE, log);
  }

  #openTable(path: string | undefined): BanTable | undefined {
    const { log } = this.session;
    if (path === undefined) {
      log.error(`${MODULE}: missing required BanTable configuration`);
      return undefined;
    }
    try {
      return asRoot(() => BanTable.open(path, (line) => this.#log?.write(line)));
    } catch (error) {
      if (error instanceof BanTableRefused) log.error(error.message);
      else if (isSysError(error)) {
        log.error(`${MODULE}: unable to open BanTable '${path}': ${error.reason}`);
      } else throw error;
      return undefined;
    }
  }

  /** The end of the session where the client's address or class is banned. */
  refuseHost(): SessionEnd | undefined {
    const { client, access: { className } } = this.session;
    const ban = this.#find("host", client.ip) ??
      (className === undefined ? undefined : this.#find("class", className));
    if (!ban) return undefined;
    const { kind, name } = ban;
    this.#log?.write(`login from ${kind} '${name}' denied due to ${kind} ban`);
    this.session.log.notice(`${MODULE}: Login denied: ${kind} '${name}' banned`);
    return this.#end(this.#messageFor(ban));
  }

  /**
   * The answer to a client that logs in with one of `names`, the name that it has given first and what
   * that means; undefined for one who is not banned.
   */
  refusalOfUser(names: readonly string[]): Reply | undefined {
    const { client, log } = this.session;
    const [given] = names;
    for (const name of names) {
      const both = `${name}@${client.ip}`;
      const ban = this.#find("user", name) ?? this.#find("user@host", both);
      if (!ban) continue;
      const whom = ban.kind === "user" ? name : both;
      log.auth("notice", `${MODULE}: Login denied: ${ban.kind} '${whom}' banned`);
      const text = this.#messageFor(ban);
      const why = text === undefined ? [] : [this.#filled(text, given)];
      return { code: 530, lines: [...why, "Login incorrect."] };
    }
    return undefined;
  }

  #find(kind: BanKind, name: string): Ban | undefined {
    if (!this.#table) throw this.#unavailable();
    const { matchAnyServer } = this.session.config.get(banOptions);
    const server = this.#server;
    const fitted = fitSubject(kind, name);
    return this.#table.bans().find((ban) =>
      ban.kind === kind && ban.name === fitted &&
      (matchAnyServer || ban.server === "" || ban.server === server)
    );
  }

  /** Without its table nobody knows who is banned. */
  #unavailable(): SessionEnd {
    return new SessionEnd(
      "Unable to use the BanTable",
      reply(421, "Service not available, closing control connection"),
    );
  }

  /** Counts what `on` calls; the end of the session where a ban follows from it. */
  happened(on: string, user: string | undefined): SessionEnd | undefined {
    for (const rule of this.#rulesFor(on)) {
      const name = this.#subjectOf(rule, user);
      if (name === undefined) continue;
      try {
        if (this.#count(rule, name)) return this.#banned(rule, name, user);
      } catch (error) {
        if (!isSysError(error)) throw error;
        this.session.log.error(
          `${MODULE}: unable to count ${shownEvent(rule.event)} of '${name}': ${error.message}`,
        );
      }
    }
    return undefined;
  }

  /** The first rule for each event: those for what is raised first, then those for single users. */
  #rulesFor(on: string): readonly BanRule[] {
    const meant = this.#rules.filter((rule) => rule.on === on);
    const first = meant.filter(({ event }, index) =>
      meant.findIndex((rule) => rule.event === event) === index
    );
    const rank = ({ event, kind }: BanRule) => event === on ? 0 : kind === "user@host" ? 1 : 2;
    return first.toSorted((a, b) => rank(a) - rank(b));
  }

  /** Whom the rule is about; undefined where there is nobody. */
  #subjectOf({ kind }: BanRule, user: string | undefined): string | undefined {
    const { client, access } = this.session;
    switch (kind) {
      case "host":
        return client.ip;
      case "class":
        return access.className;
      case "user":
        return user;
      case "user@host":
        return user === undefined ? undefined : `${user}@${client.ip}`;
    }
  }

  /** Counts once more; whether it was once too often. */
  #count({ event, kind, most, within }: BanRule, name: string): boolean {
    const since = Date.now();
    const count = this.#table?.count({
      event: fitCause(event),
      kind,
      name: fitSubject(kind, name),
      server: this.#server,
      most,
      since,
      until: since + within,
    });
    return count !== undefined && count >= most;
  }

  #banned({ event, kind, length }: BanRule, name: string, user: string | undefined): SessionEnd {
    const since = Date.now();
    const added = this.#table?.add({
      kind,
      name: fitSubject(kind, name),
      server: this.#server,
      cause: fitCause(event),
      byHand: false,
      author: getpid(),
      since,
      until: since + length,
    });
    const shown = shownEvent(event);
    this.#log?.write(
      added === "full"
        ? `maximum list size reached, unable to ban ${kind} '${name}'`
        : `added ${shown}-triggered autoban for ${kind} '${name}'`,
    );
    this.#log?.write(`${shown} autoban threshold reached, ending session`);
    this.session.log.debug(2, `${MODULE}: autoban threshold reached, ending session`);
    const isUser = kind === "user" || kind === "user@host";
    return this.#end(this.session.main.get(banMessage), isUser ? user : undefined);
  }

  #end(message: string | undefined, user?: string): SessionEnd {
    const farewell = message === undefined ? undefined : reply(530, this.#filled(message, user));
    return new SessionEnd("Denied by mod_ban", farewell);
  }

  /** The message of the rule that the ban follows from, or that for all. */
  #messageFor({ byHand, cause }: Ban): string | undefined {
    const rule = byHand ? undefined : this.#rules.find(({ event }) => fitCause(event) === cause);
    return rule?.message ?? this.session.main.get(banMessage);
  }

  #filled(message: string, user: string | undefined): string {
    const { client, access } = this.session;
    const values: Record<string, string> = {
      "%a": client.ip,
      "%c": access.className ?? "(none)",
      "%u": user ?? "(none)",
    };
    return message.replaceAll(/%[acu]/g, (name) => values[name]);
  }

  get #server(): string {
    const { config, servers } = this.session;
    const { address, port } = servers.place;
    return serverText(config.get(serverName), address, port);
  }

  /** Closes the files. */
  close(): void {
    this.#table?.close();
    this.#log?.close();
  }
}
