/**
 * `deno task bench [--rounds=5] [--seconds=20] [--size=1024] … [case…]`: measures `dist/proftpd`
 * beside the original, vsftpd and pure-ftpd in one run and prints medians and ratios, all cases of
 * `bench/cases.ts` or those that are named. Needs Debian's proftpd-core and python3; how to get the
 * other two, which may be missing, is in `bench/other_servers.ts`; cases of TLS want openssl(1). Files
 * are in $TMPDIR, or in memory (/dev/shm) when that is not set: a disk's moods are not the servers'.
 * They take three times `--size` MiB.
 *
 * Not more than `--seconds` and the last round goes into a measurement, ten minutes into all.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { type Certificate, makeCertificate } from "../tests/harness/certificates.ts";
import { missing } from "../tests/harness/requires.ts";
import { tempDir } from "../tests/harness/temp_dir.ts";
import type { Bench, Sizes } from "./bench/measure.ts";
import { cases } from "./bench/cases.ts";
import { contenders } from "./bench/contender.ts";
import { furnish } from "./bench/files.ts";
import { head, table } from "./bench/table.ts";
import { buildProject } from "./build.ts";

const DEFAULTS: Sizes = {
  rounds: 5,
  seconds: 20,
  connects: 40,
  size: 1024,
  files: 1000,
  commands: 2000,
  entries: 10_000,
  many: 200_000,
  idle: 50,
};

const { values, positionals } = commandLine();
const sizes = Object.fromEntries(
  Object.entries(DEFAULTS).map(([name, fallback]) => [name, Number(values[name] ?? fallback)]),
) as unknown as Sizes;

if (Deno.env.get("TMPDIR") === undefined) Deno.env.set("TMPDIR", "/dev/shm");
Deno.env.set("PATH", `${Deno.env.get("PATH") ?? ""}:/usr/sbin`);
const lacking = missing(["peer", "python3"]);
const names = positionals.length > 0 ? positionals : Object.keys(cases);
const unknown = names.filter((name) => cases[name] === undefined);
if (lacking.length > 0) fail(`missing: ${lacking.join(", ")}`);
if (unknown.length > 0) fail(`no such case: ${unknown.join(", ")}`);
const chosen = names.flatMap((name) => cases[name] ?? []);

if (!await buildProject()) Deno.exit(1);
{
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(await tempDir()).path;
  const files = `${folder}/home`;
  await Deno.mkdir(files);
  await furnish(files, sizes, new Set(chosen.flatMap(({ needs }) => needs)));
  const missing = (program: string) => console.error(`bench: without ${program}, which is missing`);
  const open = async (certificate?: Certificate): Promise<Bench> => ({
    files,
    sizes,
    ...await contenders({ home: files, certificate, missing }, stack),
  });
  for (const secure of [false, true]) {
    const cases = chosen.filter((one) => (one.secure ?? false) === secure);
    if (cases.length === 0) continue;
    const bench = await open(secure ? makeCertificate(folder) : undefined);
    const columns = [bench.ours, ...bench.others].map(({ name }) => name);
    console.log(head(columns));
    for (const { run } of cases) console.log(table(await run(bench), columns));
  }
}

function commandLine() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: Object.fromEntries(Object.keys(DEFAULTS).map((name) => [name, { type: "string" }])),
    });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    fail(
      `${error.message}; options are ${Object.keys(DEFAULTS).map((it) => `--${it}=n`).join(", ")}`,
    );
  }
}

function fail(message: string): never {
  console.error(`bench: ${message}`);
  Deno.exit(1);
}
