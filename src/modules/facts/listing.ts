/**
 * MLSD and MLST (RFC 3659 §7), and OPTS MLST (§7.9).
 *
 * @module
 */

import { type Directive, rowOf, toggle } from "../../config/mod.ts";
import { factsOf, listFacts } from "../../fs/facts/fact_rows.ts";
import type { FactRequest } from "../../fs/facts/fact_request.ts";
import { joinLexically } from "../../fs/paths.ts";
import {
  allFacts,
  factNamed,
  factNames,
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
import { encodedRows } from "../../session/encoding.ts";
import type { Handlers } from "../../session/module.ts";
import { verdictAbout } from "../../session/permit.ts";
import type { Session } from "../../session/session.ts";
import { faked } from "../ls/faked.ts";
import { showSymlinks } from "../ls/list_options.ts";
import { openingText } from "../xfer/opening.ts";

/** `FactsAdvertise`: whether FEAT has a line for MLST. */
export const factsAdvertise = toggle("FactsAdvertise", ["server", "vhost", "global"], true);

/** What `FactsOptions` can ask for. */
interface FactsSettings {
  /** Links are shown with what they hold. */
  readonly useSlink: boolean;
  /** What they hold is shown as it is seen from inside the root. */
  readonly adjustedSymlinks: boolean;
  /** There are no facts with names of users and groups. */
  readonly noNames: boolean;
}

const OPTIONS: Readonly<Record<string, Partial<FactsSettings>>> = {
  useslink: { useSlink: true },
  adjustedsymlinks: { adjustedSymlinks: true },
  noadjustedsymlinks: { adjustedSymlinks: false },
  nonames: { noNames: true },
};

/** `FactsDefault fact …`: the facts that are shown until a client chooses, as bits of `fact`. */
export const factsDefault: Directive<number> = {
  name: "FactsDefault",
  contexts: ["server", "vhost", "global"],
  syntax: "FactsDefault fact ...",
  fallback: allFacts,
  parse(args) {
    args.between(1, Infinity);
    let facts = 0;
    args.each((word) => {
      // Known to the original, which shows it only where it has been built to guess it.
      if (word.toLowerCase() === "media-type") return;
      facts |= factNamed(word) ?? args.fail(`: unknown fact '${word}'`);
    });
    return facts;
  },
};

/** `FactsOptions UseSlink|AdjustedSymlinks|NoAdjustedSymlinks|NoNames …`. */
export const factsOptions: Directive<FactsSettings> = {
  name: "FactsOptions",
  contexts: ["server", "vhost", "global"],
  syntax: "FactsOptions [UseSlink] [AdjustedSymlinks|NoAdjustedSymlinks] [NoNames]",
  fallback: { useSlink: false, adjustedSymlinks: false, noNames: false },
  parse(args) {
    args.between(1, Infinity);
    let settings = factsOptions.fallback;
    args.each((word) => {
      const option = rowOf(OPTIONS, word) ?? args.fail(`: unknown FactsOption '${word}'`);
      settings = { ...settings, ...option };
    });
    return settings;
  },
};

/** What the module does in one session. */
export function factListing(session: Session): Handlers {
  /** The facts that the client wants, bits of `fact`; undefined until it says so. */
  let chosen: number | undefined;

  /** Those that there are in the server that the client is with. */
  function available(): number {
    return session.config.get(factsOptions).noNames ? allFacts & ~factNames : allFacts;
  }

  function selected(): number {
    return (chosen ?? session.config.get(factsDefault)) & available();
  }

  function requestFor(argument: string): FactRequest {
    const { config, root } = session;
    const facts = selected();
    const options = config.get(factsOptions);
    return {
      root,
      path: joinLexically(session.cwd, argument),
      format: (file) => formatFacts(facts, file),
      ...faked(session),
      showSymlinks: config.get(showSymlinks),
      useSlink: options.useSlink,
      adjustedSymlinks: options.adjustedSymlinks,
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
            move(data) {
              for (const piece of found.rows) {
                data.sendAll(encodedRows(session.control.encoding, piece));
              }
            },
          });
        },
      },
      {
        verb: "MLST",
        class: "dirs",
        syntax: "[<sp> pathname]",
        features: () =>
          session.config.get(factsAdvertise) ? [factsFeature(selected(), available())] : [],
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
      MLST(words) {
        const choice = parseFactChoice(words);
        chosen = choice.facts;
        return choice.reply;
      },
    },
  };
}
