/**
 * LIST and NLST (RFC 959 §4.1.3).
 *
 * @module
 */

import { list } from "../../fs/listing/list.ts";
import { nlst } from "../../fs/listing/nlst.ts";
import type { Listing, Rows } from "../../fs/listing/request.ts";
import { FtpError, type Reply, reply } from "../../protocol/mod.ts";
import { transfer } from "../../session/data/transfer.ts";
import { encodedRows } from "../../session/encoding.ts";
import type { Command } from "../../session/module.ts";
import { verdictAbout } from "../../session/permit.ts";
import { pathOf } from "../../session/requests.ts";
import type { Session } from "../../session/session.ts";
import { openingText } from "../xfer/opening.ts";
import { listRequest } from "./request.ts";

/** The two commands in one session. */
export function listing(session: Session): readonly Command[] {
  /** Sends `rows`, or nothing and `failure` as the final reply. */
  function send(rows: Rows | undefined, failure?: Reply): Reply {
    return transfer(session, {
      announcement: openingText(session.data.type, "file list"),
      move(data) {
        if (failure) throw new FtpError(failure);
        for (const piece of rows ?? []) data.sendAll(encodedRows(session.control.encoding, piece));
      },
    });
  }

  /** `name` is what the reply calls it. */
  function failureOf(found: Exclude<Listing, { kind: "rows" }>, name: string): Reply {
    switch (found.kind) {
      case "absent":
        return reply(450, `${name}: ${found.error.reason}`);
      case "unmatched":
        return reply(450, "No files found");
      case "irregular":
        return reply(450, `${name}: Not a regular file`);
    }
  }

  return [
    {
      verb: "LIST",
      class: "dirs",
      syntax: "[<sp> pathname]",
      run({ argument }) {
        const request = listRequest(session, "LIST", argument);
        const found = list(request);
        if (found.kind === "rows") return send(found.rows);
        return send(
          undefined,
          request.options?.noErrorIfAbsent ? undefined : failureOf(found, found.path),
        );
      },
    },
    {
      verb: "NLST",
      class: "dirs",
      syntax: "[<sp> (pathname)]",
      run({ argument }) {
        const request = listRequest(session, "NLST", argument);
        const found = nlst(request);
        if (found.kind !== "rows") {
          if (request.options?.noErrorIfAbsent) return send(undefined);
          throw new FtpError(failureOf(found, argument));
        }
        const path = pathOf(session, argument);
        const verdict = verdictAbout(session, "NLST", path, argument);
        // What a pattern matches was asked about one by one.
        const isHidden = verdict === "hidden" && session.root.tryLstat(path) !== undefined;
        if (isHidden || verdict === "denied" && found.isDirectory) {
          throw new FtpError(reply(450, `${argument}: No such file or directory`));
        }
        return send(found.rows);
      },
    },
  ];
}
