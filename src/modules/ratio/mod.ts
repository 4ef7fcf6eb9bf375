/**
 * mod_ratio.c: downloads are earned by uploads. Loaded where some place has `Ratios on`.
 *
 * @module
 */

import { isSysError } from "../../libc/sys_error.ts";
import { FtpError, type Reply, reply } from "../../protocol/mod.ts";
import { asRoot } from "../../privilege/mod.ts";
import type { Scope } from "../../config/mod.ts";
import type { Handlers, Module, Request } from "../../session/module.ts";
import { permit, settingsAt } from "../../session/permit.ts";
import { pathOf } from "../../session/requests.ts";
import type { Session } from "../../session/session.ts";
import { ratios } from "../../settings/mod.ts";
import {
  byteRatioErrMsg,
  cwdRatioMsg,
  fileRatioErrMsg,
  leechRatioMsg,
  ratioDirectives,
  ratioFile,
  saveRatios,
} from "./directives.ts";
import { findRatio } from "./find_ratio.ts";
import { canBeNamed, RatioFile } from "./ratio_file.ts";
import { isLimited, type Moved, ratioLines, refusalOf, standingLine, UNMOVED } from "./standing.ts";

/** Commands that are followed by a line about where the client stands. */
const TOLD: readonly string[] = ["PASS", "RETR", "STOR", "LIST", "NLST"];

/** Bytes of a KiB. */
const KIB = 1024;

/** The ratios of one session. */
class Ratios {
  /** The files that may be needed, by their paths: an area may have one of its own. */
  readonly #files = new Map<string, RatioFile>();
  #moved: Moved = UNMOVED;
  /** The session's sums that `#moved` has, in files and bytes. */
  #counted = { filesIn: 0, filesOut: 0, bytesIn: 0, bytesOut: 0 };

  #isDownloading = false;

  constructor(private readonly session: Session) {}

  /** Opens what is out of reach after login. */
  open(): void {
    const { config, log, login } = this.session;
    if (login) return;
    const areas = config.inner("anonymous").map((area) => config.inside(area));
    for (const scope of [config, ...areas]) {
      const path = scope.get(ratioFile);
      if (path === undefined || !scope.get(saveRatios) || this.#files.has(path)) continue;
      try {
        this.#files.set(path, asRoot(() => RatioFile.open(path)));
      } catch (error) {
        if (!isSysError(error)) throw error;
        log.error(`mod_ratio/3.3: error opening ratios file '${path}': ${error.reason}`);
      }
    }
  }

  #file(): RatioFile | undefined {
    const path = this.session.config.get(ratioFile);
    return path === undefined ? undefined : this.#files.get(path);
  }

  /** Does something with the counters in the file, if there is one that can be used. */
  #withFile(work: (file: RatioFile, user: string) => void): void {
    const { log, login } = this.session;
    const file = this.#file();
    const user = login?.account.name;
    if (!file || user === undefined || !canBeNamed(user)) return;
    try {
      work(file, user);
    } catch (error) {
      if (!isSysError(error)) throw error;
      log.error(`mod_ratio/3.3: unable to use ratios file '${file.path}': ${error.reason}`);
    }
  }

  /** Tells the log where a client stands who has just come in. */
  #arrive(): void {
    const { session } = this;
    const { client, config, log, login } = session;
    this.#look();
    if (!login || !config.get(ratios)) return;
    const { account, email } = login;
    const group = account.groups.find(({ gid }) => gid === account.gid)?.name ?? account.gid;
    const [line] = ratioLines(findRatio(session, config), this.#moved);
    const short = line.replace(/^.*?\( (.*) \)$/, "$1");
    log.info(`Ratio: ${email ?? account.name}/${group} ${client.name}[${client.ip}]: ${short}.`);
  }

  /** Learns what the user has moved in all sessions. */
  #look(): void {
    this.#withFile((file, user) => this.#moved = file.read(user));
  }

  /** Adds what has been moved since last time; of APPE and STOU nothing is earned. */
  #count(verb: string): void {
    const { totals } = this.session;
    const counted = this.#counted;
    const earns = verb === "STOR";
    const [kibIn, kibOut] = [totals.bytesIn - counted.bytesIn, totals.bytesOut - counted.bytesOut]
      .map((bytes) => Math.floor(bytes / KIB));
    const more = {
      filesIn: earns ? totals.filesIn - counted.filesIn : 0,
      kibIn: earns ? kibIn : 0,
      filesOut: verb === "RETR" ? totals.filesOut - counted.filesOut : 0,
      kibOut: verb === "RETR" ? kibOut : 0,
    };
    this.#counted = {
      filesIn: totals.filesIn,
      filesOut: totals.filesOut,
      // What is less than a KiB counts with the next transfer.
      bytesIn: earns ? counted.bytesIn + kibIn * KIB : totals.bytesIn,
      bytesOut: verb === "RETR" ? counted.bytesOut + kibOut * KIB : totals.bytesOut,
    };
    if (more.filesIn + more.kibIn + more.filesOut + more.kibOut === 0) return;
    const { filesIn, kibIn: before, filesOut, kibOut: sent } = this.#moved;
    this.#moved = {
      filesIn: filesIn + more.filesIn,
      kibIn: before + more.kibIn,
      filesOut: filesOut + more.filesOut,
      kibOut: sent + more.kibOut,
    };
    this.#withFile((file, user) => this.#moved = file.add(user, more));
  }

  #scopeOf({ verb, argument, hasArgument }: Request): Scope {
    const { session } = this;
    const named = verb === "RETR" || verb === "STOR";
    if (!session.login) return session.config;
    return settingsAt(session, named && hasArgument ? pathOf(session, argument) : session.cwd);
  }

  /** The refusal of a download that has not been earned. */
  refuse(request: Request): Reply | undefined {
    const { session } = this;
    if (!session.login || !request.hasArgument) return undefined;
    this.#isDownloading = true;
    const scope = this.#scopeOf(request);
    const ratio = scope.get(ratios) ? findRatio(session, scope) : undefined;
    if (!ratio || !isLimited(ratio)) return undefined;
    this.#look();
    const { argument } = request;
    const size = session.root.tryStat(pathOf(session, argument))?.size ?? 0;
    const refusal = refusalOf(ratio, this.#moved, argument, Math.floor(size / KIB));
    if (!refusal) return undefined;
    const why = refusal.kind === "files" ? fileRatioErrMsg : byteRatioErrMsg;
    return reply(550, scope.get(why), refusal.line);
  }

  /** Counts what a transfer has moved, and tells where that leaves the client. */
  after(request: Request, answer: Reply | undefined): Reply | undefined {
    const { session } = this;
    if (!session.login) return undefined;
    const { verb } = request;
    if (verb === "PASS") this.#arrive();
    this.#count(verb);
    this.#isDownloading = false;
    if (!answer || answer.code >= 400 || !TOLD.includes(verb)) return undefined;
    const scope = this.#scopeOf(request);
    if (!scope.get(ratios)) return undefined;
    const line = standingLine(findRatio(session, scope), this.#moved, scope.get(leechRatioMsg));
    // A login's own words come last, those of a transfer first.
    const lines = verb === "PASS" ? [line, ...answer.lines] : [...answer.lines, line];
    return { ...answer, lines };
  }

  /** What CwdRatioMsg has to say. */
  enter(request: Request, answer: Reply | undefined): Reply | undefined {
    const scope = this.#scopeOf(request);
    const text = scope.get(ratios) ? scope.get(cwdRatioMsg) : "";
    return answer && text !== "" ? { ...answer, lines: [text, ...answer.lines] } : undefined;
  }

  /** SITE RATIO. */
  show(request: Request): Reply {
    const { session } = this;
    if (!permit(session, "SITE_RATIO", session.cwd, request.verb)) {
      throw new FtpError(reply(550, `${request.verb}: Operation not permitted`));
    }
    const scope = this.#scopeOf(request);
    this.#look();
    const ratio = scope.get(ratios) ? findRatio(session, scope) : undefined;
    return reply(214, ...ratioLines(ratio, this.#moved));
  }

  /** Counts what the end of the session broke off, and lets go of the files. */
  close(): void {
    if (this.#isDownloading) this.#count("RETR");
    this.move();
  }

  move(): void {
    for (const file of this.#files.values()) file.close();
    this.#files.clear();
  }
}

function handlersOf(session: Session): Handlers {
  const state = new Ratios(session);
  const run = (request: Request, answer?: Reply) => state.after(request, answer);
  return {
    site: [{
      verb: "RATIO",
      class: "info",
      syntax: "-- show all ratios in effect",
      run: (request) => state.show(request),
    }],
    hooks: [
      { phase: "pre", verb: "PASS", run: () => state.open() },
      { phase: "pre", verb: "RETR", run: (request) => state.refuse(request) },
      ...["PASS", "RETR", "STOR", "APPE", "STOU", "LIST", "NLST", "MLSD"].flatMap((verb) => [
        { phase: "post" as const, verb, run },
        { phase: "postError" as const, verb, run },
      ]),
      { phase: "post", verb: "CWD", run: (request, answer) => state.enter(request, answer) },
    ],
    move: () => state.move(),
    close: () => state.close(),
  };
}

/** The module. */
export const ratio: Module = {
  name: "mod_ratio.c",
  directives: ratioDirectives,
  open: handlersOf,
};
