/** What FactsDefault and FactsOptions leave of the facts, on both servers. */
import { compare } from "./dialogue/compare.ts";
import { furnish } from "./dialogue/furnish.ts";

const CASES: readonly [config: string, steps: readonly string[]][] = [
  ["FactsDefault Size media-type TYPE", ["MLST file", "OPTS MLST modify;", "MLST file"]],
  ["FactsDefault UNIX.mode", ["MLST dir", "OPTS MLST", "MLST dir"]],
  [
    "FactsDefault type UNIX.ownername\nFactsOptions NoNames AdjustedSymlinks UseSlink",
    ["MLST file", "OPTS MLST UNIX.groupname;size;", "MLST dir"],
  ],
  ["<Global>\nFactsDefault size\n</Global>\nFactsDefault type", ["MLST file"]],
];

for (const [config, steps] of CASES) {
  compare({
    name: `the facts of ${config.replaceAll("\n", "; ")} are the original's`,
    config: `DefaultRoot ~\n${config}`,
    login: "alice",
    furnish,
    cases: { facts: steps },
  });
}
