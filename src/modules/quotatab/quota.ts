/**
 * The quota of a client who has logged in, command by command.
 *
 * @module
 */

import { basename } from "../../fs/paths.ts";
import { S_IFMT, S_IFREG } from "../../libc/statx.ts";
import { isSysError } from "../../libc/sys_error.ts";
import { FtpError, parseSiteLine, type Reply, reply } from "../../protocol/mod.ts";
import { type Amounts, isNothing, type Kind, NOTHING } from "../../quota/mod.ts";
import type { Request } from "../../session/module.ts";
import { settingsAt } from "../../session/permit.ts";
import { pathOf } from "../../session/requests.ts";
import type { Session } from "../../session/session.ts";
import type { SessionLog } from "./session_log.ts";
import { hiddenStores } from "../xfer/hidden_stores.ts";
import type { Account } from "./account.ts";
import { quotaDisplayUnits } from "./directives.ts";
import { Effects, type Rules } from "./effects.ts";
import { LedgerRoot } from "./ledger_root.ts";
import { OthersLosses } from "./others.ts";
import type { Tables } from "./tables.ts";
import { usedOf } from "./units.ts";
import { CountedUpload } from "./upload.ts";

const UPLOADS: readonly string[] = ["STOR", "APPE", "STOU"];
const MAKING: readonly string[] = ["MKD", "XMKD"];

/** Commands about one file, which a filter may take out of the account. */
const ABOUT_A_FILE: readonly string[] = ["STOR", "APPE", "RETR", "DELE", "RNTO"];

/** A download that is counted: the session's totals when it began. */
interface Download {
  readonly bytesOut: number;
  readonly filesOut: number;
}

/** One session's quota. What it is asked before a command may throw `FtpError`. */
export class Quota {
  readonly effects: Effects;
  readonly #others: OthersLosses;
  #upload: CountedUpload | undefined;
  #download: Download | undefined;
  /** The command that runs: others may be answered in the midst of it. */
  #running: Request | undefined;
  /** What the log says of a file that does not count. */
  #exempt: string | undefined;

  constructor(
    private readonly session: Session,
    readonly account: Account,
    private readonly rules: Rules,
    tables: Tables,
    private readonly log: SessionLog,
  ) {
    this.#others = new OthersLosses(session, tables, log);
    this.effects = new Effects(session, account, rules, this.#others);
    session.root = new LedgerRoot(session.root, this.effects);
  }

  /** What has to be known before the command runs; a reply is its refusal. */
  before(request: Request): Reply | undefined {
    if (this.#running) return undefined;
    this.#running = request;
    const { verb } = request;
    this.effects.reset();
    this.#exempt = this.#exemption(request);
    if (this.#exempt !== undefined) {
      this.log.write(this.#exempt);
      // Nothing of it counts; a renamed file may begin to, or cease.
      this.effects.isPaused = verb !== "RNTO";
      return undefined;
    }
    const word = verb === "SITE" ? parseSiteLine(request.argument).verb : undefined;
    if (UPLOADS.includes(verb)) return this.#beforeUpload(request);
    if (verb === "RETR") {
      const { bytesOut, filesOut } = this.session.totals;
      const refusal = this.#denial(verb, 451, ["bytesOut", "bytesXfer", "filesOut", "filesXfer"]);
      if (!refusal) this.#download = { bytesOut, filesOut };
      return refusal;
    }
    if (word === "CPTO" || word === "COPY") {
      const refusal = this.#denial("COPY", 552, ["bytesIn", "filesIn"]);
      if (!refusal) this.session.spend = (bytes) => this.#copied(bytes);
      return refusal;
    }
    if (this.rules.directories && (MAKING.includes(verb) || word === "MKDIR")) {
      return this.#denial(word ?? verb, 552, ["bytesIn", "filesIn"], ["filesIn"]);
    }
    return undefined;
  }

  /** Counts what the command has done; a reply takes the place of `answer`. */
  after(request: Request, answer: Reply): Reply | undefined {
    if (request !== this.#running) return undefined;
    const { verb, argument } = request;
    try {
      if (this.#exempt !== undefined) this.log.write(this.#exempt);
      if (this.#upload) return this.#afterUpload(argument, answer);
      if (this.#download) return this.#afterDownload(answer);
      const word = verb === "SITE" ? parseSiteLine(argument).verb : verb;
      return this.#afterOthers(word, argument, answer);
    } catch (error) {
      if (!isSysError(error)) throw error;
      this.log.write(`error: unable to count ${verb} ${argument}: ${error.message}`);
      this.session.log.error(`unable to use the quota tables: ${error.message}`);
      return undefined;
    } finally {
      this.#forget();
    }
  }

  /** Counts what the end of the session broke off. */
  close(): void {
    if (this.#running) this.after(this.#running, reply(426));
  }

  #forget(): void {
    this.#running = this.#exempt = undefined;
    this.#upload = this.#download = undefined;
    this.session.spend = undefined;
    this.effects.isPaused = false;
    this.effects.reset();
  }

  /** The line about a file that a filter takes out, undefined for every other. */
  #exemption({ verb, argument, hasArgument }: Request): string | undefined {
    const { filter } = this.rules;
    if (!filter || !hasArgument || !ABOUT_A_FILE.includes(verb)) return undefined;
    if (!this.effects.isExempt(pathOf(this.session, argument))) return undefined;
    return `${verb}: path '${argument}' matched QuotaExcludeFilter '${filter.text}', ignoring`;
  }

  #beforeUpload({ verb, argument, hasArgument }: Request): Reply | undefined {
    const { session, account } = this;
    if (!hasArgument && verb !== "STOU") return undefined;
    const path = verb === "STOU" ? undefined : pathOf(session, argument);
    const stat = path === undefined ? undefined : session.root.tryStat(path);
    const isThere = stat !== undefined && (stat.mode & S_IFMT) === S_IFREG;
    // What is added to a file that is there is no further file.
    const files: readonly Kind[] = verb === "APPE" && isThere ? [] : ["filesIn", "filesXfer"];
    const refusal = this.#denial(
      verb,
      552,
      ["bytesIn", "bytesXfer", ...files],
      verb === "APPE" ? [] : ["filesIn", "filesXfer"],
    );
    if (refusal) return refusal;
    const { restart, range } = session.data;
    const from = verb === "APPE" ? stat?.size : range?.start ?? (restart || undefined);
    const upload = new CountedUpload(session, account, { verb, path, from }, account.used);
    this.#upload = upload;
    this.effects.isPaused = true;
    session.spend = (bytes) => upload.receive(bytes, (what) => this.#exceeded(what));
    return undefined;
  }

  #copied(bytes: number): void {
    try {
      this.effects.grow(bytes);
    } catch (error) {
      this.#exceeded("limit exceeded");
      throw error;
    }
  }

  #exceeded(what: string): void {
    this.log.write(`quotatab write(): ${what}, returning Disk quota exceeded`);
  }

  #afterUpload(argument: string, answer: Reply): Reply | undefined {
    const upload = this.#upload;
    if (!upload) return undefined;
    const { verb } = upload;
    const isHidden = verb === "STOR" && argument !== "" &&
      settingsAt(this.session, pathOf(this.session, argument)).get(hiddenStores) !== undefined;
    const { used, undone, isNew, path } = upload.end(isHidden && answer.code >= 400);
    if (undone) {
      const lines = [
        ...this.#notices(verb, used, ["bytesIn", "bytesXfer", "filesIn", "filesXfer"], "exceeded")
          .slice(0, 1),
        this.#notice(verb, `'${argument === "" ? basename(path ?? "") : argument}' ${undone}`),
      ];
      return { ...answer, code: 552, lines: [...answer.lines, ...lines] };
    }
    if (answer.code >= 400) return undefined;
    const files: readonly Kind[] = verb === "APPE" && !isNew ? [] : ["filesIn", "filesXfer"];
    return this.#told(verb, answer, used, ["bytesIn", "bytesXfer", ...files]);
  }

  #afterDownload(answer: Reply): Reply | undefined {
    const { totals } = this.session;
    const bytes = totals.bytesOut - (this.#download?.bytesOut ?? 0);
    const files = totals.filesOut - (this.#download?.filesOut ?? 0);
    const used = this.account.add({
      ...NOTHING,
      bytesOut: bytes,
      bytesXfer: bytes,
      filesOut: files,
      filesXfer: files,
    });
    if (answer.code >= 400) return undefined;
    return this.#told("RETR", answer, used, ["bytesOut", "bytesXfer", "filesOut", "filesXfer"]);
  }

  /** Counts what `word`, a command or one of SITE, has left or taken away. */
  #afterOthers(word: string, argument: string, answer: Reply): Reply | undefined {
    const { effects } = this;
    this.#others.settle();
    const { change } = effects;
    if (isNothing(change)) return undefined;
    const makes = effects.made.length > 0 && [...MAKING, "MKDIR"].includes(word);
    if (makes) {
      const { fits, used } = this.account.addWithin(change);
      if (fits) return this.#told(word, answer, used, ["bytesIn", "filesIn"]);
      const lines = [
        ...this.#notices(word, used, ["bytesIn", "filesIn"], "exceeded").slice(0, 1),
        this.#notice(word, `'${word === "MKDIR" ? effects.made[0] : argument}' removed`),
      ];
      this.#unmake();
      // Unlike in the original: what is gone again is not called created.
      return reply(552, ...lines);
    }
    const used = this.account.add(change);
    if (answer.code >= 400 || (word !== "CPTO" && word !== "COPY")) return undefined;
    return this.#told("COPY", answer, used, ["bytesIn", "filesIn"]);
  }

  /** Takes the directories away that were made, and counts what is left of them. */
  #unmake(): void {
    const { effects, session } = this;
    for (const path of [...effects.made].reverse()) {
      try {
        session.root.rmdir(path);
      } catch (error) {
        if (!isSysError(error)) throw error;
        this.log.write(`notice: unable to remove '${path}': ${error.reason}`);
      }
    }
    this.account.add(effects.change);
  }

  /** `answer` with what has been reached of `kinds`; undefined where nothing has. */
  #told(
    verb: string,
    answer: Reply,
    used: Amounts,
    kinds: readonly Kind[],
  ): Reply | undefined {
    const lines = this.#notices(verb, used, kinds, "reached");
    return lines.length === 0 ? undefined : { ...answer, lines: [...answer.lines, ...lines] };
  }

  /** A line for each of `kinds` of which nothing is left, or more is used than there is. */
  #notices(
    verb: string,
    used: Amounts,
    kinds: readonly Kind[],
    how: "reached" | "exceeded",
  ): readonly string[] {
    const { account } = this;
    return kinds
      .filter((kind) =>
        how === "reached" ? account.isReached(kind, used) : account.isExceeded(kind, used)
      )
      .map((kind) => this.#notice(verb, this.#usedOf(kind, used)));
  }

  #notice(verb: string, text: string): string {
    this.log.write(`${verb}: quota reached: ${text}`);
    return `${verb}: notice: quota reached: ${text}`;
  }

  #usedOf(kind: Kind, used: Amounts): string {
    const unit = this.session.config.get(quotaDisplayUnits);
    return usedOf(kind, used[kind], this.account.limit.amounts[kind], unit);
  }

  /**
   * The refusal of a command because of the first of `kinds` of which nothing is left; those of
   * `more` are named as well. Throws `FtpError` where nobody can tell.
   */
  #denial(
    verb: string,
    code: number,
    kinds: readonly Kind[],
    more: readonly Kind[] = [],
  ): Reply | undefined {
    const { account } = this;
    let used: Amounts;
    try {
      used = account.used;
    } catch (error) {
      if (!isSysError(error)) throw error;
      this.log.write(`error: unable to read the tally: ${error.message}`);
      throw undetermined(verb);
    }
    const kind = kinds.find((kind) => account.isReached(kind, used));
    if (kind === undefined) return undefined;
    const first = `${verb} denied: quota exceeded: ${this.#usedOf(kind, used)}`;
    this.log.write(first);
    return reply(code, first, ...this.#notices(verb, used, more, "reached"));
  }
}

/** The refusal where quotas are on and cannot be read: a limit that cannot be kept is not none. */
export function undetermined(verb: string): FtpError {
  return new FtpError(reply(451, `${verb} denied: quota cannot be determined`));
}
