/**
 * MLSD and MLST (RFC 3659 §7), and OPTS MLST (§7.9).
 *
 * @module
 */

import type { Directive } from "../../config/mod.ts";
import { factsOf, listFacts } from "../../fs/facts/fact_rows.ts";
import type { FactRequest } from "../../fs/facts/fact_request.ts";
import { joinLexically } from "../../fs/paths.ts";
import {
  allFacts,
  factsFeature,
  formatFacts,
  FtpError,
  parseFactChoice,
  reply,
  singleLine,
} from "../../protocol/mod.ts";
import { transfer } from "../../session/data/transfer.ts";
import { isHidden } from "../../session/hidden.ts";
import { hiddenEntries } from "../../session/hidden_entries.ts";
import type { Handlers } from "../../session/module.ts";
import { verdictAbout } from "../../session/permit.ts";
import type { Session } from "../../session/session.ts";
import { faked } from "../ls/faked.ts";
import { showSymlinks } from "../ls/list_options.ts";
import { openingText } from "../xfer/opening.ts";

/** `FactsAdvertise`: whether FEAT has a line for MLST. */
export const factsAdvertise: Directive<boolean> = {
  name: "FactsAdvertise",
  contexts: ["server", "vhost", "global"],
  syntax: "FactsAdvertise on|off",
  fallback: true,
  parse: (args) => args.boolean(),
};

/** What `FactsOptions` can ask for. */
interface FactsSettings {
  /** Links are shown with what they hold. */
  readonly useSlink: boolean;
}

/** `FactsOptions UseSlink`. */
export const factsOptions: Directive<FactsSettings> = {
  name: "FactsOptions",
  contexts: ["server", "vhost", "global"],
  syntax: "FactsOptions UseSlink",
  fallback: { useSlink: false },
  parse(args) {
    args.between(1, Infinity);
    args.each((word) =>
      word.toLowerCase() === "useslink" || args.fail(`: unknown FactsOption '${word}'`)
    );
    return { useSlink: true };
  },
};

/** What the module does in one session. */
export function factListing(session: Session): Handlers {
  /** The facts that the client wants, bits of `fact`. */
  let selected = allFacts;

  function requestFor(argument: string): FactRequest {
    const { config, root } = session;
    return {
      root,
      path: joinLexically(session.cwd, argument),
      format: (file) => formatFacts(selected, file),
      ...faked(session),
      showSymlinks: config.get(showSymlinks),
      useSlink: config.get(factsOptions).useSlink,
    };
  }

  function demand(verb: string, path: string, argument: string): void {
    const verdict = verdictAbout(session, verb, path, argument);
    if (verdict === "denied") throw new FtpError(reply(550, "Unable to handle command"));
    // MLST of what is hidden shows nothing, whether that exists for it or not.
    if (verdict === "hidden" && verb === "MLSD") {
      throw new FtpError(reply(550, `${argument}: No such file or directory`));
    }
  }

  return {
    commands: [
      {
        verb: "MLSD",
        class: "dirs",
        syntax: "[<sp> pathname]",
        run({ argument }) {
          const request = { ...requestFor(argument), ...hiddenEntries(session, "MLSD", argument) };
          demand("MLSD", request.path, argument);
          const found = listFacts(request);
          if (found.kind === "absent") {
            throw new FtpError(reply(550, `${argument}: ${found.error.reason}`));
          }
          if (found.kind === "notDirectory") {
            throw new FtpError(reply(550, `'${argument}' is not a directory`));
          }
          return transfer(session, {
            announcement: openingText(session.data.type, "MLSD"),
            async move(data) {
              for (const piece of found.rows) await data.sendAll(piece);
            },
          });
        },
      },
      {
        verb: "MLST",
        class: "dirs",
        syntax: "[<sp> pathname]",
        features: () => session.config.get(factsAdvertise) ? [factsFeature(selected)] : [],
        run({ argument }) {
          const request = requestFor(argument);
          demand("MLST", request.path, argument);
          const row = factsOf(request);
          if (row === undefined) throw new FtpError(reply(550, `'${argument}' cannot be listed`));
          const shown = argument === "" ? session.cwd : argument;
          const rows = isHidden(session, request.path) ? [] : [singleLine(row)];
          return reply(250, `Start of list for ${shown}`, ...rows, "End of list");
        },
      },
    ],
    options: {
      MLST(value) {
        const choice = parseFactChoice(value);
        selected = choice.facts;
        return choice.reply;
      },
    },
  };
}
