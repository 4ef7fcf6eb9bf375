/**
 * `AnonAllowRobots`: what crawlers are told about an anonymous area that has no robots.txt.
 *
 * @module
 */

import { toggle } from "../../config/mod.ts";
import { bytesOf } from "../../libc/bytes.ts";
import { isSysError } from "../../libc/sys_error.ts";
import type { Reply } from "../../protocol/mod.ts";
import { transfer } from "../../session/data/transfer.ts";
import { truePath } from "../../session/permit.ts";
import type { Session } from "../../session/session.ts";
import { openingText } from "./opening.ts";

/** Whether crawlers may index an area: `off` makes up a robots.txt that forbids it. */
export const anonAllowRobots = toggle("AnonAllowRobots", ["anonymous"], false);

const TEXT = "User-agent: *\nDisallow: /\n";

/**
 * Sends the made up file in the place of `path`, whose download failed with `error`; undefined where
 * none is due.
 */
export function sendRobots(
  session: Session,
  path: string,
  argument: string,
  error: unknown,
): Reply | undefined {
  const { config, data: { type }, login } = session;
  if (path.toLowerCase() !== "/robots.txt" || !isSysError(error, "ENOENT")) return undefined;
  if (!login?.anonymous || config.get(anonAllowRobots)) return undefined;
  const bytes = bytesOf(type === "ascii" ? TEXT.replaceAll("\n", "\r\n") : TEXT);
  return transfer(session, {
    announcement: openingText(type, argument, TEXT.length),
    file: { realPath: truePath(session, path, true), direction: "o", size: TEXT.length },
    move(data) {
      data.sendAll(bytes);
      data.converted(bytes.length, TEXT.length);
    },
  });
}
