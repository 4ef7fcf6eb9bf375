/**
 * STOR, APPE and STOU (RFC 959 §4.1.3), and `AllowStoreRestart`.
 *
 * @module
 */

import type { Directive } from "../../config/mod.ts";
import { close, ftruncate, lseek, O, SEEK } from "../../libc/files.ts";
import { fstat } from "../../libc/statx.ts";
import { FtpError, type Reply, reply, words } from "../../protocol/mod.ts";
import type { TransferStart } from "../../session/data/channel.ts";
import type { DataConnection } from "../../session/data/connection.ts";
import { transfer } from "../../session/data/transfer.ts";
import { receiveAscii, receiveBinary, receiveExactly } from "../../session/data/upload.ts";
import type { Command } from "../../session/module.ts";
import { demandName, demandPermission, settingsAt, truePath } from "../../session/permit.ts";
import { pathOf, refuse } from "../../session/requests.ts";
import type { Session } from "../../session/session.ts";
import { allowOverwrite } from "../core/overwrite.ts";
import { withUmask } from "../core/umask.ts";
import { withDisplay } from "./display.ts";
import { demandRegular, openRegular } from "./open_regular.ts";
import { openingText } from "./opening.ts";
import { uniqueName } from "./unique_name.ts";

/** `AllowStoreRestart`: whether uploads may continue, or add to, what is there already. */
export const allowStoreRestart: Directive<boolean> = {
  name: "AllowStoreRestart",
  contexts: ["server", "vhost", "global", "anonymous", "directory", "ftpaccess"],
  syntax: "AllowStoreRestart on|off",
  fallback: false,
  parse: (args) => args.boolean(),
};

/** How an upload meets a file that exists. */
type Manner = "replace" | "continue" | "append" | "never";

/** The three commands in one session. */
export function store(session: Session): readonly Command[] {
  async function upload(
    argument: string,
    manner: Manner,
    announcement: string,
    { restart, range }: TransferStart = { restart: 0, range: undefined },
  ): Promise<Reply> {
    const path = pathOf(session, argument);
    const { file, created } = openTarget(session, path, argument, manner);
    let kept = false;
    try {
      const start = range?.start ?? restart;
      if (start > fstat(file).size) {
        throw new FtpError(reply(554, `${range ? "RANG" : "REST"}: invalid ${argument} argument`));
      }
      return withDisplay(
        session,
        await transfer(session, {
          announcement,
          file: { realPath: truePath(session, path, true), direction: "i" },
          move(data) {
            kept = true;
            // Only now that the data is coming: a connection that fails must not cost the old file.
            if (manner === "replace") ftruncate(file, 0);
            if (manner === "continue") lseek(file, start, SEEK.SET);
            if (range) return receiveExactly(data, file, range.length);
            return receive(session, data, file);
          },
        }),
      );
    } finally {
      close(file);
      if (created && !kept) session.root.unlink(path);
    }
  }

  return [
    {
      verb: "STOR",
      class: "write",
      syntax: "<sp> pathname",
      run(request) {
        if (!request.hasArgument) refuse(request);
        const { argument } = request;
        const start = session.data.takeStart();
        const { restart, range } = start;
        const manner = range || restart > 0 ? "continue" : "replace";
        const announcement = openingText(session.data.type, argument, range?.length);
        return upload(argument, manner, announcement, start);
      },
    },
    {
      verb: "STOU",
      class: "write",
      syntax: "(store unique filename)",
      run(request) {
        if (words(request.argument).length > 1) refuse(request);
        const { restart, range } = session.data.takeStart();
        if (range || restart > 0) {
          throw new FtpError(reply(550, `STOU incompatible with ${range ? "RANG" : "REST"}`));
        }
        const name = uniqueName();
        return upload(name, "never", `FILE: ${name}`);
      },
    },
    {
      verb: "APPE",
      class: "write",
      syntax: "<sp> pathname",
      run(request) {
        if (!request.hasArgument) refuse(request);
        const { argument } = request;
        // REST has no meaning here: what is appended goes to the end.
        const { range } = session.data.takeStart();
        if (range) throw new FtpError(reply(550, "APPE incompatible with RANG"));
        return upload(argument, "append", openingText(session.data.type, argument));
      },
    },
  ];
}

const VERB: Readonly<Record<Manner, string>> = {
  replace: "STOR",
  continue: "STOR",
  append: "APPE",
  never: "STOU",
};

/**
 * Opens the file to be written, creating it where it is missing. Throws `FtpError` where the
 * settings do not allow the upload, `SysError` where the file system does not.
 */
function openTarget(
  session: Session,
  path: string,
  argument: string,
  manner: Manner,
): { file: number; created: boolean } {
  demandPermission(session, VERB[manner], path, argument, "Operation not permitted");
  demandName(session, path, argument);
  const { root } = session;
  const flags = O.WRONLY | O.NONBLOCK | O.NOCTTY | (manner === "append" ? O.APPEND : 0);
  if (manner === "never" || root.tryLstat(path) === undefined) {
    const create = flags | O.CREAT | O.EXCL;
    const file = withUmask(session, path, "file", () => root.open(path, create, 0o666));
    return { file, created: true };
  }
  const scope = settingsAt(session, path);
  // What is written from the middle takes the place of what is there as well.
  if (manner !== "append" && !scope.get(allowOverwrite)) {
    throw new FtpError(reply(550, `${argument}: Overwrite permission denied`));
  }
  if (manner !== "replace" && !scope.get(allowStoreRestart)) {
    demandRegular(root, path, argument);
    throw new FtpError(reply(451, `${argument}: Append/Restart not permitted, try again`));
  }
  // Never created by this: a link that leads nowhere must not decide where a file appears.
  return { file: openRegular(root, path, argument, flags), created: false };
}

function receive(
  session: Session,
  data: DataConnection,
  file: number,
): Promise<void> {
  if (session.data.type === "ascii") return receiveAscii(data, file);
  return receiveBinary(data, file);
}
