/**
 * `deno task bench [--rounds=5] [--connects=40] [--size=1024] [--files=1000] [--entries=10000]
 * [--idle=10] [case…]`: measures `dist/proftpd` (built before) beside the original in one run and
 * prints medians and ratios. Needs Debian's proftpd-core and python3, and three times `--size` MiB
 * in $TMPDIR, or in memory (/dev/shm) when that is not set: a disk's moods are not the servers'.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { missing } from "../tests/harness/requires.ts";
import { tempDir } from "../tests/harness/temp_dir.ts";
import { type Bench, cases, type Sizes } from "./bench/cases.ts";
import { contenders } from "./bench/contender.ts";
import { furnish } from "./bench/files.ts";
import { type Row, table } from "./bench/table.ts";
import { buildProject } from "./build.ts";

const DEFAULTS: Sizes = {
  rounds: 5,
  connects: 40,
  size: 1024,
  files: 1000,
  entries: 10_000,
  idle: 10,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: Object.fromEntries(Object.keys(DEFAULTS).map((name) => [name, { type: "string" }])),
});
const sizes = Object.fromEntries(
  Object.entries(DEFAULTS).map(([name, fallback]) => [name, Number(values[name] ?? fallback)]),
) as unknown as Sizes;

if (Deno.env.get("TMPDIR") === undefined) Deno.env.set("TMPDIR", "/dev/shm");
const lacking = missing(["peer", "python3"]);
const chosen = positionals.length > 0 ? positionals : Object.keys(cases);
const unknown = chosen.filter((name) => cases[name] === undefined);
if (lacking.length > 0) fail(`missing: ${lacking.join(", ")}`);
if (unknown.length > 0) fail(`no such case: ${unknown.join(", ")}`);

if (!await buildProject()) Deno.exit(1);
const rows: Row[] = [];
{
  await using stack = new AsyncDisposableStack();
  const home = stack.use(await tempDir()).path;
  await furnish(home, sizes);
  const bench: Bench = { home, sizes, contenders: await contenders(home, stack) };
  for (const name of chosen) rows.push(...await cases[name]?.(bench) ?? []);
}
console.log(table(rows));

function fail(message: string): never {
  console.error(`bench: ${message}`);
  Deno.exit(1);
}
