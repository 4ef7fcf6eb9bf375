/**
 * RETR (RFC 959 §4.1.3).
 *
 * @module
 */

import { type Directive, type Scope, settingText, toggle } from "../../config/mod.ts";
import { close, O } from "../../libc/files.ts";
import { FtpError, reply } from "../../protocol/mod.ts";
import type { TransferStart } from "../../session/data/channel.ts";
import type { DataConnection } from "../../session/data/connection.ts";
import { sendAscii, sendBinary, sendCopied } from "../../session/data/download.ts";
import { transfer } from "../../session/data/transfer.ts";
import type { Command } from "../../session/module.ts";
import { demandPermission, settingsAt, truePath } from "../../session/permit.ts";
import { pathOf, refuse } from "../../session/requests.ts";
import type { Session } from "../../session/session.ts";
import { withDisplay } from "./display.ts";
import { openRegular, type RegularFile } from "./open_regular.ts";
import { largest, maxRetrieveFileSize, tooLarge } from "./file_size.ts";
import { openingText } from "./opening.ts";
import { sendRobots } from "./robots.ts";
import { transferOptions } from "./transfer_options.ts";
import { paceOf } from "./transfer_rate.ts";

/** `AllowRetrieveRestart`: whether downloads may begin elsewhere than at the beginning. */
export const allowRetrieveRestart = toggle(
  "AllowRetrieveRestart",
  ["server", "vhost", "global", "anonymous", "directory", "ftpaccess"],
  true,
  "boolean parameter",
);

/** `UseSendfile`: whether files go to the network without passing through this process. */
export const useSendfile: Directive<boolean> = {
  name: "UseSendfile",
  contexts: ["server", "vhost", "global", "anonymous", "directory", "ftpaccess"],
  syntax: "UseSendfile on|off|len units|n%",
  fallback: true,
  // A length or a percentage is how much the original sends at once: here it always fits the socket.
  parse(args) {
    const [amount, unit] = args.words;
    args.between(1, 2);
    if (unit === undefined) return /^\d+%$/.test(amount ?? "") || args.boolean();
    if (/^\d+$/.test(amount) && /^(?:[kmgt]?b)$/i.test(unit)) return true;
    return args.fail(`unable to parse: ${amount} ${unit}: Invalid argument`);
  },
};

/** The command in one session. */
export function retrieve(session: Session): Command {
  return {
    verb: "RETR",
    class: "read",
    syntax: "<sp> pathname",
    run(request) {
      const { argument } = request;
      if (!request.hasArgument) refuse(request);
      const from = session.data.takeStart();
      const path = pathOf(session, argument);
      demandPermission(session, "RETR", path, argument, "Operation not permitted");
      const flags = O.RDONLY | O.NONBLOCK | O.NOCTTY;
      let file: RegularFile;
      try {
        file = openRegular(session.root, path, argument, flags);
      } catch (error) {
        const answer = sendRobots(session, path, argument, error);
        if (answer === undefined) throw error;
        return answer;
      }
      try {
        const scope = settingsAt(session, path);
        if ((from.range || from.restart > 0) && !scope.get(allowRetrieveRestart)) {
          session.log.debug(
            8,
            () => `${path}: denied by ${settingText(scope, allowRetrieveRestart)}`,
            "directory",
          );
          throw new FtpError(reply(451, `${argument}: Restart not permitted, try again`));
        }
        const { fd, size } = file;
        const { start, end } = extent(from, size, argument);
        const most = largest(session, scope, maxRetrieveFileSize);
        const pace = paceOf(session, scope, "RETR");
        const realPath = truePath(session, path, true);
        const answer = transfer(session, {
          announcement: openingText(session.data.type, argument, end - start),
          file: { realPath, direction: "o", size: end - start, offset: start, fileSize: size },
          move(data) {
            if (size > most) throw tooLarge(session, maxRetrieveFileSize, most, path);
            data.pace = pace;
            return send(session, scope, data, fd, start, end);
          },
        });
        return withDisplay(session, answer);
      } finally {
        close(file.fd);
      }
    },
  };
}

/** Which bytes of a file of `size` bytes are wanted: `end` is the first that is not. */
function extent({ restart, range }: TransferStart, size: number, argument: string) {
  if (!range) {
    if (restart > size) throw new FtpError(reply(554, `REST: invalid ${argument} argument`));
    return { start: restart, end: size };
  }
  const { start } = range;
  const end = start + range.length;
  if (start > size) throw new FtpError(reply(554, `RANG: invalid ${argument} argument`));
  if (end > size) throw new FtpError(reply(554, `${argument}: invalid RANG argument`));
  return { start, end };
}

function send(
  session: Session,
  scope: Scope,
  data: DataConnection,
  file: number,
  start: number,
  end: number,
): void {
  if (session.data.type === "ascii" && !scope.get(transferOptions).ignoreAscii) {
    session.log.debug(10, "declining use of sendfile for ASCII data", "xfer");
    return sendAscii(data, file, start, end, () => session.data.asciiKernel);
  }
  const zeroCopy = scope.get(useSendfile);
  session.log.debug(
    10,
    () =>
      zeroCopy
        ? "using sendfile capability for transmitting data"
        : "declining use of sendfile due to UseSendfile configuration",
    "xfer",
  );
  return (zeroCopy ? sendBinary : sendCopied)(data, file, start, end);
}
