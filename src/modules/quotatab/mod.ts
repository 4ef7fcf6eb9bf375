/**
 * mod_quotatab.c and mod_quotatab_file.c: how much users may upload, download and keep, by tables that
 * `ftpquota` makes. Loaded where some server has `QuotaEngine on`.
 *
 * @module
 */

import { isSysError } from "../../libc/sys_error.ts";
import { FtpError, parseSiteLine, type Reply, reply } from "../../protocol/mod.ts";
import { KINDS, type Limit, NOTHING, TableTally } from "../../quota/mod.ts";
import type { Command, Handlers, Module, Request } from "../../session/module.ts";
import { permit } from "../../session/permit.ts";
import type { Session } from "../../session/session.ts";
import { adminOf } from "../../session/admin.ts";
import { quotaEngine } from "../../settings/mod.ts";
import { SessionLog } from "./session_log.ts";
import { Account } from "./account.ts";
import {
  quotaDefault,
  quotaDirectives,
  quotaDirectoryTally,
  quotaDisplayUnits,
  quotaExcludeFilter,
  quotaLog,
  quotaOptions,
  quotaShowQuotas,
} from "./directives.ts";
import { findLimit } from "./find_limit.ts";
import { Quota, undetermined } from "./quota.ts";
import { scan } from "./scan.ts";
import { closeTables, openTables, type Tables } from "./tables.ts";
import { quotaLines, shownAmount, whose } from "./units.ts";

/** What quotas cannot be kept for where the tables cannot be used. */
const COUNTED: readonly string[] = ["STOR", "APPE", "STOU", "RETR"];

/** What one session does about quotas. */
class QuotaSession {
  readonly #log: SessionLog;
  /** Undefined before login, and where none can be used. */
  #tables: Tables | undefined;
  #areOpen = false;
  #isIn = false;
  /** Whether there are quotas that cannot be kept. */
  #isBroken = false;
  #quota: Quota | undefined;

  constructor(private readonly session: Session) {
    this.#log = new SessionLog(session, quotaLog, "mod_quotatab/1.3.1");
  }

  get #isOn(): boolean {
    return this.session.config.get(quotaEngine);
  }

  /** Opens what is out of reach after login. */
  open(): void {
    if (this.session.login || this.#areOpen || !this.#isOn) return;
    this.#areOpen = true;
    this.#log.open();
    this.#tables = openTables(this.session, this.#log);
  }

  /** Forgets the server that the client has left. */
  move(): void {
    if (this.#tables) closeTables(this.#tables);
    this.#log.close();
    this.#tables = undefined;
    this.#areOpen = false;
  }

  /** Finds the client's quota as soon as it is logged in. */
  enter(): void {
    const { session } = this;
    if (this.#isIn || !session.login || !this.#isOn) return;
    this.#isIn = true;
    try {
      if (this.#tables) this.#enter(this.#tables, session.login.account);
      else this.#isBroken = true;
    } catch (error) {
      if (!isSysError(error)) throw error;
      this.#log.write(`error: unable to use the tables: ${error.message}`);
      this.#isBroken = true;
    }
    if (!this.#isBroken) return;
    this.#log.write("quotas cannot be kept: uploads, downloads and copies are refused");
    session.log.error("mod_quotatab: the tables cannot be used, transfers are refused");
  }

  #enter(tables: Tables, account: NonNullable<Session["login"]>["account"]): void {
    const { config, access } = this.session;
    const found = findLimit(
      tables.limits,
      account,
      access.className,
      config.get(quotaDefault),
    );
    if (!found) {
      this.#log.write("no quota entry found, turning QuotaEngine off");
      return;
    }
    const { limit, isDefault } = found;
    if (isDefault) {
      this.#log.write(`using default ${limit.type} limit from QuotaDefault directive`);
    }
    this.#log.write(`found limit entry for ${whose(limit.type, limit.name)}`);
    const tally = limit.perSession ? undefined : this.#tallyOf(tables, limit);
    const rules = {
      filter: config.get(quotaExcludeFilter),
      directories: config.get(quotaDirectoryTally),
    };
    const quota = new Quota(this.session, new Account(limit, tally), rules, tables, this.#log);
    this.#quota = quota;
    if (tally && config.get(quotaOptions).scanOnLogin) this.#scan(quota);
    if (limit.perSession) {
      this.#log.write(
        "per session setting in effect: updates will not be tracked in the QuotaTallyTable",
      );
    }
    if (limit.hard) this.#log.write("quotatab fs registered");
  }

  #tallyOf({ tallies }: Tables, limit: Limit): TableTally {
    const who = whose(limit.type, limit.name);
    const tally = TableTally.find(tallies, limit);
    if (tally) {
      this.#log.write(`found tally entry for ${who}`);
      return tally;
    }
    this.#log.write("creating new tally entry to match limit entry");
    const made = TableTally.create(tallies, limit);
    this.#log.write(`created tally entry for ${who}`);
    return made;
  }

  #scan({ account, effects }: Quota): void {
    const kinds = (["bytesIn", "filesIn"] as const).filter((kind) => account.isLimited(kind));
    if (kinds.length === 0) return;
    const { session } = this;
    const { type, name } = account.limit;
    const who = whose(type, name);
    this.#log.write(
      `ScanOnLogin enabled, scanning current directory '${session.cwd}' for files owned by ${who}`,
    );
    const began = performance.now();
    const found = scan(session, {
      belongs: (stat) => effects.belongs(stat),
      isExempt: (path) => effects.isExempt(path),
      directories: session.config.get(quotaDirectoryTally),
    });
    const seconds = Math.floor((performance.now() - began) / 1000);
    this.#log.write(
      `found ${found.bytes.toFixed(2)} bytes in ${counted(found.files, "file")} for ${who} in ` +
        counted(seconds, "sec"),
    );
    if (!found.isComplete) {
      this.#log.write("there is more than can be scanned, leaving the tally as it is");
      return;
    }
    const before = account.set(kinds, { ...NOTHING, bytesIn: found.bytes, filesIn: found.files });
    const bytes = found.bytes - before.bytesIn;
    const files = found.files - before.filesIn;
    this.#log.write(
      `updating tally (${bytes.toFixed(2)} bytes, ${counted(files, "file")} difference)`,
    );
  }

  before(request: Request): Reply | undefined {
    if (!this.session.login) return undefined;
    this.enter();
    if (this.#isBroken && needsQuota(request)) throw undetermined(request.verb);
    return this.#quota?.before(request);
  }

  after(request: Request, answer: Reply | undefined): Reply | undefined {
    this.enter();
    return answer && this.#quota?.after(request, answer);
  }

  /** SITE QUOTA. */
  show(request: Request): Reply {
    const { session } = this;
    const { config, login } = session;
    if (!config.get(quotaShowQuotas)) {
      throw new FtpError(reply(500, `'SITE ${request.verb}' not understood.`));
    }
    if (!permit(session, "SITE_QUOTA", session.cwd, request.verb)) {
      throw new FtpError(reply(550, `${request.verb}: Operation not permitted`));
    }
    this.#log.write(`SITE QUOTA requested by user ${login?.account.name}`);
    if (this.#isBroken) throw undetermined("SITE QUOTA");
    if (!this.#quota) return reply(202, "No quotas in effect");
    const { account } = this.#quota;
    return reply(
      200,
      "The current quota for this session are [current/limit]:",
      ...quotaLines(account.limit, account.used, config.get(quotaDisplayUnits)),
      `Please contact ${adminOf(session)} if these entries are inaccurate`,
    );
  }

  /** `mod_quotatab.limit.bytes_in` and its like. */
  variable(name: string): string | undefined {
    const [, which, what, way] = /^mod_quotatab\.(limit|tally)\.(bytes|files)_(in|out|xfer)$/
      .exec(name) ?? [];
    const kind = KINDS.find((kind) => kind.toLowerCase() === `${what}${way}`);
    if (kind === undefined) return undefined;
    this.enter();
    const account = this.#quota?.account;
    const amounts = which === "limit" ? account?.limit.amounts : account?.used;
    return shownAmount(kind, amounts?.[kind] ?? 0, this.session.config.get(quotaDisplayUnits));
  }

  close(): void {
    this.#quota?.close();
    this.move();
  }
}

function needsQuota({ verb, argument }: Request): boolean {
  if (verb !== "SITE") return COUNTED.includes(verb);
  return ["CPTO", "COPY"].includes(parseSiteLine(argument).verb);
}

/** `1 file`, `3 files`. */
function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}

function handlersOf(session: Session): Handlers {
  const quota = new QuotaSession(session);
  const site: Command = {
    verb: "QUOTA",
    class: "info",
    syntax: "",
    run: (request) => quota.show(request),
  };
  return {
    site: [site],
    hooks: [
      { phase: "pre", verb: "PASS", run: () => quota.open() },
      { phase: "pre", verb: "*", run: (request) => quota.before(request) },
      { phase: "post", verb: "*", run: (request, answer) => quota.after(request, answer) },
      { phase: "postError", verb: "*", run: (request, answer) => quota.after(request, answer) },
    ],
    variable: (name) => quota.variable(name),
    move: () => quota.move(),
    close: () => quota.close(),
  };
}

/** The module. */
export const quotatab: Module = {
  name: "mod_quotatab.c",
  directives: quotaDirectives,
  open: handlersOf,
};

/** The part of it that keeps tables in files, which is in the other. */
export const quotatabFile: Module = { name: "mod_quotatab_file.c", open: () => ({}) };
