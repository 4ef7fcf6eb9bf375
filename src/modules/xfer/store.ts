/**
 * STOR, APPE and STOU (RFC 959 §4.1.3).
 *
 * @module
 */

import { close, closeWritten, ftruncate, lseek, writeAll } from "../../libc/files.ts";
import { FtpError, type Reply, reply, words } from "../../protocol/mod.ts";
import type { TransferStart } from "../../session/data/channel.ts";
import type { DataConnection } from "../../session/data/connection.ts";
import { transfer } from "../../session/data/transfer.ts";
import {
  receiveAscii,
  receiveBinary,
  receiveExactly,
  type Write,
} from "../../session/data/upload.ts";
import type { Command } from "../../session/module.ts";
import { settingsAt } from "../../session/permit.ts";
import { pathOf, refuse } from "../../session/requests.ts";
import type { Session } from "../../session/session.ts";
import { giveToOwner } from "../core/ownership.ts";
import { withDisplay } from "./display.ts";
import { largest, maxStoreFileSize, tooLarge } from "./file_size.ts";
import { openingText } from "./opening.ts";
import { transferOptions } from "./transfer_options.ts";
import { paceOf } from "./transfer_rate.ts";
import { storeUniquePrefix, uniqueName } from "./unique_name.ts";
import { type Manner, openTarget, type Target, type Upload, VERB } from "./upload_target.ts";

const FROM_THE_START: TransferStart = { restart: 0, range: undefined };

/** The three commands in one session. */
export function store(session: Session): readonly Command[] {
  function store(
    argument: string,
    manner: Manner,
    announcement: string,
    start = FROM_THE_START,
  ): Reply {
    const path = pathOf(session, argument);
    const scope = settingsAt(session, path);
    const upload: Upload = { path, argument, manner, start, scope };
    const target = openTarget(session, upload);
    const { file, size } = target;
    let isOpen = true;
    let begun = false;
    let complete = false;
    try {
      const from = start.range?.start ?? start.restart;
      if (from > size) {
        const command = start.range ? "RANG" : "REST";
        throw new FtpError(reply(554, `${command}: invalid ${argument} argument`));
      }
      // What an upload from the middle takes the place of counts as well, as in the original.
      const before = manner === "replace" ? 0 : size;
      const pace = paceOf(session, scope, VERB[manner]);
      const answer = transfer(session, {
        announcement,
        file: {
          realPath: session.root.realPath(target.place),
          direction: "i",
          offset: manner === "append" ? size : from,
          fileSize: before,
          modified: target.existed,
        },
        move(data) {
          begun = true;
          giveToOwner(session, path, file);
          // Only now that the data is coming: a connection that fails must not cost the old file.
          if (manner === "replace" && size > 0) ftruncate(file, 0);
          if (manner === "continue") lseek(file, from);
          data.pace = pace;
          const write = writer(session, upload, target, before);
          receive(session, upload, data, write);
          isOpen = false;
          closeWritten(file);
          target.complete();
          complete = true;
        },
      });
      return withDisplay(session, answer);
    } finally {
      if (isOpen) close(file);
      if (begun ? target.perishable && !complete : target.created) target.remove();
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
        return store(argument, manner, announcement, start);
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
        const name = uniqueName(settingsAt(session, session.cwd).get(storeUniquePrefix));
        return store(name, "never", `FILE: ${name}`);
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
        return store(argument, "append", openingText(session.data.type, argument));
      },
    },
  ];
}

/** Writes to the file, of which `before` bytes are there already, up to the largest size that is allowed. */
function writer(
  session: Session,
  { scope }: Upload,
  { file, place }: Target,
  before: number,
): Write {
  const most = largest(session, scope, maxStoreFileSize);
  let size = before;
  return (bytes) => {
    size += bytes.length;
    if (size > most) throw tooLarge(session, maxStoreFileSize, most, place);
    session.spend?.(bytes.length);
    writeAll(file, bytes);
  };
}

function receive(
  session: Session,
  { start, scope }: Upload,
  data: DataConnection,
  write: Write,
): void {
  if (start.range) return receiveExactly(data, write, start.range.length);
  const isText = session.data.type === "ascii" && !scope.get(transferOptions).ignoreAscii;
  return isText
    ? receiveAscii(data, write, () => session.data.asciiKernel)
    : receiveBinary(data, write);
}
