/**
 * `MaxTransfersPerHost` and `MaxTransfersPerUser`: how many transfers may go on at once.
 *
 * As documented: the original (1.3.8) was seen to accept these lines and to limit nothing. The log line
 * is ours.
 *
 * @module
 */

import type { Directive } from "../../config/mod.ts";
import { type Reply, reply } from "../../protocol/mod.ts";
import { fitField, type SessionRecord } from "../../scoreboard/mod.ts";
import type { Hook, Request } from "../../session/module.ts";
import { settingsAt } from "../../session/permit.ts";
import { pathOf } from "../../session/requests.ts";
import type { Session } from "../../session/session.ts";

/** The commands that can be limited. */
const VERBS = ["APPE", "RETR", "STOR", "STOU"];

/** A limit. */
interface TransferLimit {
  /** The commands that count, in capitals. */
  readonly commands: readonly string[];
  /** How many of them may go on at once. */
  readonly most: number;
  /** What one too many is told instead of the usual words; `%m` stands for `most`. */
  readonly message: string | undefined;
}

function transferLimit(name: string): Directive<TransferLimit> {
  return {
    name,
    contexts: ["server", "vhost", "global", "anonymous", "directory", "ftpaccess"],
    syntax: `${name} cmds n [message]`,
    fallback: { commands: [], most: Infinity, message: undefined },
    repeat: "all",
    counts: () => true,
    parse(args) {
      if (args.words.length < 2 || args.words.length > 3) args.fail("bad number of parameters");
      const word = args.word(1);
      const most = /^\d+$/.test(word) ? Number(word) : 0;
      if (most === 0) args.fail(`count must be greater than zero: '${word}'`);
      const commands = args.word(0).toUpperCase().split(",");
      const wrong = commands.find((command) => !VERBS.includes(command));
      if (wrong !== undefined) {
        args.fail("error with command list", `'${wrong}' is none of ${VERBS.join(", ")}`);
      }
      return { commands, most, message: args.words[2] };
    },
  };
}

/** `MaxTransfersPerHost`: with clients of one address. */
export const maxTransfersPerHost = transferLimit("MaxTransfersPerHost");
/** `MaxTransfersPerUser`: of one user. */
export const maxTransfersPerUser = transferLimit("MaxTransfersPerUser");

/** The hooks around transfer commands in one session. */
export function transferLimits(session: Session): readonly Hook[] {
  // Where there is none, nobody has to find out which settings hold at a path.
  let isSet: boolean | undefined;
  /** Whether the scoreboard knows of the transfer. */
  let counted = false;

  function begin(request: Request): Reply | undefined {
    isSet ??= [maxTransfersPerHost, maxTransfersPerUser].some((directive) =>
      session.config.mentions(directive)
    );
    if (!isSet) return undefined;
    const { verb } = request;
    const limits = limitsFor(session, request);
    if (limits.length === 0) return undefined;
    const answer = session.score.beginTransfer(session, verb, (others) => {
      const broken = limits.find(({ limit, isSame }) =>
        others.filter((record) => limit.commands.includes(record.transfer) && isSame(record))
          .length >= limit.most
      );
      if (!broken) return undefined;
      const { name, limit, whose } = broken;
      session.log.notice(`${verb} refused (${name} ${limit.commands.join(",")} ${limit.most})`);
      const usual =
        `Sorry, the maximum number of data transfers (%m) from ${whose} are currently ` +
        "being used.";
      return reply(451, (limit.message ?? usual).replaceAll("%m", String(limit.most)));
    });
    counted = answer === undefined;
    return answer;
  }

  function end(): void {
    if (!counted) return;
    counted = false;
    session.score.endTransfer();
  }

  return VERBS.flatMap((verb): Hook[] => [
    { phase: "pre", verb, run: begin },
    { phase: "post", verb, run: end },
    { phase: "postError", verb, run: end },
  ]);
}

/** The limits that hold for a command on the path that it names: the closest of each kind. */
function limitsFor(session: Session, { verb, argument }: Request) {
  const { client, login } = session;
  const host = fitField("clientAddress", client.ip);
  const user = fitField("user", login?.account.name ?? "");
  const path = verb === "STOU" ? session.cwd : pathOf(session, argument);
  const scope = settingsAt(session, path);
  const kinds = [
    {
      directive: maxTransfersPerHost,
      whose: "your host",
      isSame: (record: SessionRecord) => record.clientAddress === host,
    },
    {
      directive: maxTransfersPerUser,
      whose: "this user",
      isSame: (record: SessionRecord) => record.user === user,
    },
  ];
  return kinds.flatMap(({ directive, ...kind }) => {
    const limit = scope.all(directive).find(({ commands }) => commands.includes(verb));
    return limit ? [{ ...kind, name: directive.name, limit }] : [];
  });
}
