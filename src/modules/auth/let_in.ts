/**
 * Letting in somebody against whom nothing speaks: under which settings and rules, if there is room,
 * and with everything at hand that will be out of reach.
 *
 * @module
 */

import type { Account } from "../../auth/mod.ts";
import type { Scope, Section } from "../../config/mod.ts";
import { getuid } from "../../libc/process.ts";
import { type KeptRight, KeptRights } from "../../privilege/mod.ts";
import type { Reply } from "../../protocol/mod.ts";
import { type Access, type Member, settled } from "../../session/access/mod.ts";
import { needsRightToBind } from "../../session/data/source_port.ts";
import { displayed, rememberDisplays } from "../../session/display.ts";
import { underSettled } from "../../session/server_scope.ts";
import type { Session } from "../../session/session.ts";
import { SessionEnd } from "../../session/session_end.ts";
import { startLoginTimers } from "../../session/timeouts.ts";
import { heedsOverrides } from "../../settings/mod.ts";
import { displayLogin } from "../core/display.ts";
import { displayQuit } from "../core/quit.ts";
import { displayFileTransfer } from "../xfer/display.ts";
import { enter, EntryRefused } from "./enter.ts";
import { type Entry, jailOf } from "./jail.ts";
import { demandRoom } from "./max_clients.ts";
import { denied, granted } from "./messages.ts";

/** What holds for a login. */
interface Terms {
  /** The server's section, with those of its conditional sections that are about the user. */
  readonly server: Section;
  /** The settings: the server's, and those of an anonymous area before them. */
  readonly settings: Scope;
  /** The server's rules. */
  readonly rules: Access;
}

/**
 * Lets `entry` in, whom rules know as `member`; `email` is the address of an anonymous client. The
 * result is the reply to PASS. Throws `SessionEnd`: where a conditional section denies the login, there
 * is no room, or the session cannot become the user.
 */
export function letIn(
  session: Session,
  entry: Entry,
  member: Member,
  email: string | undefined,
): Reply {
  const { name, account, anonymous, config } = entry;
  const terms = termsFor(session, entry, member);
  const { settings } = terms;
  demandRoom(session, { name, account, anonymous, config: settings });
  const files = [displayQuit, displayFileTransfer].map((directive) => settings.get(directive));
  rememberDisplays(session, [config.get(displayLogin), ...files]);
  const access = accessFor(session, entry, member, terms);
  for (const prepare of session.table.entries) prepare(account, config, anonymous !== undefined);
  become(session, entry, keptRights(session, account, settings, access));
  session.config = settings;
  session.access = access;
  session.login = { name, account, anonymous, email };
  startLoginTimers(session);
  if (account.uid === 0) session.log.auth("warn", "ROOT FTP login successful");
  session.log.auth("info", `${anonymous ? "ANON" : "USER"} ${account.name}: Login successful.`);
  const last = granted(config, name, anonymous !== undefined);
  const answer = displayed(session, config.get(displayLogin), last);
  return { code: answer.code, lines: [...session.welcome, ...answer.lines] };
}

/** What holds now that the user is known. Throws `SessionEnd` where that says no to the login after all. */
function termsFor(session: Session, { name, anonymous, config }: Entry, member: Member): Terms {
  const server = settled(session.server, { className: session.access.className, user: member });
  const isSame = server === session.server;
  const rules = isSame ? session.access : session.access.under(server);
  if (!isSame && !rules.allowsLogin(member, anonymous)) {
    session.log.auth("notice", `USER ${name}: Limit access denies login`);
    throw new SessionEnd("Denied by <Limit LOGIN>", denied(config, name));
  }
  const scope = isSame ? session.config : underSettled(server, session.config);
  return { server, rules, settings: anonymous ? scope.inside(anonymous) : scope };
}

/** The rules for the user, made while the sources still know where users live and who has which id. */
function accessFor(
  session: Session,
  entry: Entry,
  member: Member,
  { server, settings, rules }: Terms,
): Access {
  const { account, anonymous } = entry;
  const { auth } = session;
  const isHeeded = heedsOverrides(settings, anonymous ?? server);
  return rules.of({
    ...member,
    anonymous,
    overrides: isHeeded ? session.openOverrides() : undefined,
    anonymousRoot: anonymous && jailOf(session, entry),
    homeOf: (user) => user === "" ? account.home : auth.find(user)?.home,
    owners: {
      user: ({ name }) => name === undefined ? account.uid : auth.userId(name),
      group: ({ name }) => name === undefined ? account.gid : auth.groupId(name),
    },
    // Nobody else's files or groups can be given anyway.
    lateOwners: {
      user: ({ name = account.name }) => name === account.name ? account.uid : undefined,
      group: ({ name }) =>
        name === undefined ? account.gid : account.groups.find((group) => group.name === name)?.gid,
    },
  });
}

/** What of root's rights outlives the change of ids: what is needed, where no module withholds it. */
function keptRights(
  { local, table }: Session,
  account: Account,
  settings: Scope,
  access: Access,
): KeptRights {
  const needed: KeptRight[] = [];
  if (access.givesFilesAway) needed.push("chown");
  if (needsRightToBind(settings, local.address.port)) needed.push("bind");
  if (getuid() !== 0 || account.uid === 0) return new KeptRights([]);
  const asked = table.rights.map((ask) => ask(settings));
  const withheld = asked.flatMap((each) => each.withheld);
  return new KeptRights(
    needed.filter((right) => !withheld.includes(right)),
    asked.flatMap(({ inEffect }) => inEffect),
  );
}

/** The step without return; throws `SessionEnd` where it fails. */
function become(session: Session, entry: Entry, kept: KeptRights): void {
  try {
    enter(session, entry, kept);
    session.kept = kept;
  } catch (error) {
    if (!(error instanceof EntryRefused)) throw error;
    const { name, config } = entry;
    for (const { level, text } of error.reasons) session.log.auth(level, text);
    throw new SessionEnd(`Unable to become user ${name}`, denied(config, name));
  }
}
