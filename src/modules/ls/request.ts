/**
 * What a listing of one session is made from.
 *
 * @module
 */

import type { ListRequest } from "../../fs/listing/request.ts";
import { expandTilde } from "../../fs/paths.ts";
import { zoneOffset } from "../../libc/time.ts";
import { hiddenEntries, type ListingVerb } from "../../session/hidden_entries.ts";
import { permit, settingsAt } from "../../session/permit.ts";
import type { Session } from "../../session/session.ts";
import { faked } from "./faked.ts";
import {
  listOptions,
  type ListSettings,
  listStyle,
  showSymlinks,
  timesGMT,
  useGlobbing,
} from "./list_options.ts";

/** The request of `verb` with `argument`, and the settings that hold where the client is. */
export function listRequest(
  session: Session,
  verb: ListingVerb,
  argument: string,
): ListRequest & { readonly options: ListSettings | undefined } {
  const { config, root, cwd } = session;
  return {
    root,
    cwd,
    argument,
    options: settingsAt(session, cwd).get(listOptions),
    showSymlinks: config.get(showSymlinks),
    windowsRows: config.get(listStyle) === "Windows",
    globbing: config.get(useGlobbing),
    ...faked(session),
    now: Math.floor(Date.now() / 1000),
    offsetAt: config.get(timesGMT) ? undefined : zoneOffset,
    expand: root.realPrefix !== "" ? undefined : (path) => expandAnyHome(session, path),
    ...hiddenEntries(session, verb, argument),
    mayList: (directory) => permit(session, verb, directory, argument),
  };
}

/** Listings are about the home of `~user` also without a slash behind it, but not in a jail. */
function expandAnyHome({ login, auth }: Session, path: string): string {
  const account = login?.account;
  return expandTilde(
    path,
    (user) => user === "" || user === account?.name ? account?.home : auth.find(user)?.home,
  );
}
