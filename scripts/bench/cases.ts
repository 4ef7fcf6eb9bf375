/**
 * What is measured, one function a case. Each runs ours and the original in turn, round after
 * round, so that both see the machine in the same moods.
 *
 * @module
 */
import { RUNTIME_FLAGS } from "../../src/cli/self.ts";
import { type Contender, onlySession } from "./contender.ts";
import { cpuSeconds, familyCpuSeconds, pssMiB } from "./processes.ts";
import { median, quantile } from "./statistics.ts";
import { check } from "./check_case.ts";
import { burst, crowd, reload, start } from "./daemon_cases.ts";
import { ascii, commands, together } from "./session_cases.ts";
import type { Row } from "./table.ts";

/** How much is measured. */
export interface Sizes {
  readonly rounds: number;
  /** Sessions in turn, per round. */
  readonly connects: number;
  /** Of the big file, in MiB. */
  readonly size: number;
  /** How many small files. */
  readonly files: number;
  /** How many names the listed folder has. */
  readonly entries: number;
  /** How many sessions are idle at once. */
  readonly idle: number;
}

/** What a case has at hand. */
export interface Bench {
  readonly contenders: readonly [Contender, Contender];
  readonly sizes: Sizes;
  /** The users' home on both servers; holds what `furnish` makes. */
  readonly home: string;
}

/** A case gives one or more rows. */
export type Case = (bench: Bench) => Promise<Row[]>;

/** All cases by name. */
export const cases: Readonly<Record<string, Case>> = {
  connect,
  login,
  retr,
  stor,
  ascii,
  small,
  together,
  commands,
  list,
  memory,
  crowd,
  burst,
  start,
  reload,
  check,
};

async function connect(bench: Bench): Promise<Row[]> {
  const { connects, rounds } = bench.sizes;
  const bare: number[] = [];
  const [ours, original] = await inTurn(bench, async ({ load }) => {
    bare.push(...await bareStarts(Math.ceil(connects / 2)));
    return await load.run<number[]>(`connects ${connects}`);
  });
  const what = `connect to 220, ms, ${connects * rounds} in turn`;
  const p99 = [ours, original].map((round) => round.map((times) => quantile(times, 0.99)));
  return [
    { what: `${what}: median`, ours: ours.flat(), original: original.flat() },
    { what: `${what}: 99th percentile`, ours: p99[0] ?? [], original: p99[1] ?? [] },
    { what: "connect to 220, ms", ours: ours.flat(), original: bare, beside: "bare start of Deno" },
  ];
}

async function login(bench: Bench): Promise<Row[]> {
  const { connects } = bench.sizes;
  const cpu = new Map<Contender, number[]>(bench.contenders.map((one) => [one, []]));
  const [ours, original] = await inTurn(bench, async (one) => {
    const before = await familyCpuSeconds(one.server.pid);
    const times = await one.load.run<number[]>(`logins ${connects}`);
    const spent = await familyCpuSeconds(one.server.pid) - before;
    cpu.get(one)?.push(spent / connects * 1000);
    return times;
  });
  const [oursCpu, originalCpu] = bench.contenders.map((one) => cpu.get(one) ?? []);
  return [
    { what: "connect to 230, ms: median", ours: ours.flat(), original: original.flat() },
    { what: "server CPU per session, ms", ours: oursCpu ?? [], original: originalCpu ?? [] },
  ];
}

function retr(bench: Bench): Promise<Row[]> {
  return transfer(bench, `RETR ${bench.sizes.size} MiB`, "download RETR big");
}

function stor(bench: Bench): Promise<Row[]> {
  const line = `upload up ${bench.home}/big`;
  return transfer(
    bench,
    `STOR ${bench.sizes.size} MiB`,
    line,
    () => Deno.remove(`${bench.home}/up`),
  );
}

async function small(bench: Bench): Promise<Row[]> {
  const { files } = bench.sizes;
  const up = await inSession(bench, `uploads ${files} s ${bench.home}/small`);
  const down = await inSession(bench, `downloads ${files} s`);
  for (let number = 0; number < files; number++) await Deno.remove(`${bench.home}/s${number}`);
  return [
    { what: `STOR ${files} files of 4 KiB, s`, ours: up.ours, original: up.original },
    { what: "    server CPU, s", ours: up.oursCpu, original: up.originalCpu },
    { what: `RETR ${files} files of 4 KiB, s`, ours: down.ours, original: down.original },
    { what: "    server CPU, s", ours: down.oursCpu, original: down.originalCpu },
  ];
}

async function list(bench: Bench): Promise<Row[]> {
  const { entries } = bench.sizes;
  const listing = await inSession(bench, "download LIST entries");
  const ms = (values: readonly number[]) => values.map((seconds) => seconds * 1000);
  const { ours, original, oursCpu, originalCpu } = listing;
  return [
    { what: `LIST of ${entries} entries, ms`, ours: ms(ours), original: ms(original) },
    { what: "    server CPU, ms", ours: ms(oursCpu), original: ms(originalCpu) },
  ];
}

async function memory(bench: Bench): Promise<Row[]> {
  const { idle } = bench.sizes;
  const [ours, original] = await inTurn(bench, async ({ server, load }) => {
    await load.run(`hold ${idle}`);
    const sizes = await Promise.all((await server.sessions()).map(pssMiB));
    await load.run("release");
    return sizes;
  });
  const what = `PSS per idle session, MiB, ${idle} of them`;
  return [{ what, ours: ours.map(median), original: original.map(median) }];
}

/** Milliseconds from start to end of the runtime with an empty program, `count` times. */
async function bareStarts(count: number): Promise<number[]> {
  const program = await Deno.makeTempFile({ suffix: ".js" });
  const times: number[] = [];
  for (let i = 0; i < count; i++) {
    const start = performance.now();
    await new Deno.Command(Deno.execPath(), {
      args: [...RUNTIME_FLAGS, program],
      env: { DENO_DIR: "/dev/null/deno" },
    }).output();
    times.push(performance.now() - start);
  }
  await Deno.remove(program);
  return times;
}

/** Runs `measure` on ours, the original, ours, ...: as often as there are rounds. */
export async function inTurn<T>(
  { contenders, sizes }: Bench,
  measure: (contender: Contender) => Promise<T>,
): Promise<[T[], T[]]> {
  const results: [T[], T[]] = [[], []];
  for (let round = 0; round < sizes.rounds; round++) {
    results[0].push(await measure(contenders[0]));
    results[1].push(await measure(contenders[1]));
  }
  return results;
}

/** Seconds and CPU seconds of both. */
export interface Measured {
  readonly ours: number[];
  readonly original: number[];
  readonly oursCpu: number[];
  readonly originalCpu: number[];
}

/**
 * Seconds and the session's CPU seconds of the task `line`, each time in a fresh session that has done
 * the task `first`.
 */
export async function inSession(
  bench: Bench,
  line: string,
  after?: () => Promise<void>,
  first?: string,
): Promise<Measured> {
  const [ours, original] = await inTurn(bench, async (contender) => {
    await contender.load.run("open");
    if (first !== undefined) await contender.load.run(first);
    const pid = await onlySession(contender);
    const before = await cpuSeconds(pid);
    const seconds = await contender.load.run<number>(line);
    const cpu = await cpuSeconds(pid) - before;
    await contender.load.run("close");
    await after?.();
    return { seconds, cpu };
  });
  const result: Measured = {
    ours: ours.map(({ seconds }) => seconds),
    original: original.map(({ seconds }) => seconds),
    oursCpu: ours.map(({ cpu }) => cpu),
    originalCpu: original.map(({ cpu }) => cpu),
  };
  return result;
}

async function transfer(
  bench: Bench,
  what: string,
  line: string,
  after?: () => Promise<void>,
): Promise<Row[]> {
  const { ours, original, oursCpu, originalCpu } = await inSession(bench, line, after);
  const perGiB = (values: readonly number[]) => values.map((v) => v * 1024 / bench.sizes.size);
  return [
    { what: `${what}, s`, ours, original },
    { what: "    server CPU, s/GiB", ours: perGiB(oursCpu), original: perGiB(originalCpu) },
  ];
}
