/**
 * What a case has at hand, and how it measures.
 *
 * @module
 */
import { type Contender, type Contenders, serving } from "./contender.ts";
import type { Thing } from "./files.ts";
import { cpuSeconds, cpuSecondsAtRest } from "./processes.ts";
import type { Row, Values } from "./table.ts";

/** How much is measured. */
export interface Sizes {
  /** How often each server has its turn, at most. */
  readonly rounds: number;
  /** After how many seconds no measurement begins another round. */
  readonly seconds: number;
  /** Sessions in turn, per round. */
  readonly connects: number;
  /** Of the big file, in MiB. */
  readonly size: number;
  /** How many small files. */
  readonly files: number;
  /** How many commands of a kind are sent in turn. */
  readonly commands: number;
  /** How many names the listed folder has. */
  readonly entries: number;
  /** How many names the other listed folder has. */
  readonly many: number;
  /** How many sessions are idle at once. */
  readonly idle: number;
}

/** What a case has at hand. */
export interface Bench extends Contenders {
  readonly sizes: Sizes;
  /** The users' home on all servers; holds what `furnish` makes. */
  readonly files: string;
}

/** Something to measure. */
export interface Case {
  /** The files it needs. */
  readonly needs: readonly Thing[];
  /** Whether everything is to go through TLS; false unless said. */
  readonly secure?: boolean;
  /** Gives one or more rows. */
  run(bench: Bench): Promise<Row[]>;
}

/** Everybody's measurements by name, in seconds. */
export interface Measured {
  readonly seconds: Values;
  /** Processor time of all processes of the server. */
  readonly cpu: Values;
}

/**
 * Runs `measure` on each of `who`, and again, as often as there are rounds: so that all see the
 * machine in the same moods.
 */
export async function inTurn<T>(
  { sizes }: Bench,
  who: readonly Contender[],
  measure: (contender: Contender) => Promise<T>,
): Promise<Record<string, T[]>> {
  const results: Record<string, T[]> = Object.fromEntries(who.map(({ name }) => [name, []]));
  const begin = performance.now();
  for (let round = 0; round < sizes.rounds; round++) {
    if (performance.now() - begin > sizes.seconds * 1000) break;
    for (const one of who) results[one.name]?.push(await measure(one));
  }
  return results;
}

/** How the work of a task is enclosed. */
export interface Around {
  /** Before, in the same session: a task. */
  readonly first?: string;
  /** When the session is over. */
  readonly after?: () => Promise<void>;
  /** Who is measured; all by default. */
  readonly who?: readonly Contender[];
}

/** Seconds and CPU seconds of the task `line` in a fresh session. */
export function inSession(
  bench: Bench,
  line: string | ((contender: Contender) => string),
  { first, after, who = [bench.ours, ...bench.others] }: Around = {},
): Promise<Measured> {
  return measured(bench, who, async (one, spend) => {
    await one.load.run("open");
    if (first !== undefined) await one.load.run(first);
    const result = await spend(() =>
      one.load.run<number>(typeof line === "string" ? line : line(one))
    );
    await one.load.run("close");
    await after?.();
    return result;
  });
}

/** What the work took in seconds by its own clock. `spend` counts the CPU seconds meanwhile. */
export async function measured(
  bench: Bench,
  who: readonly Contender[],
  measure: (
    contender: Contender,
    spend: (work: () => Promise<number>) => Promise<number>,
  ) => Promise<number>,
): Promise<Measured> {
  const cpu: Record<string, number[]> = Object.fromEntries(who.map(({ name }) => [name, []]));
  const seconds = await inTurn(bench, who, (one) =>
    measure(one, async (work) => {
      const before = await cpuSecondsAtRest(one.pid);
      const result = await work();
      cpu[one.name]?.push(await cpuSeconds(one.pid) - before);
      return result;
    }));
  return { seconds, cpu };
}

/** Two rows: seconds and CPU seconds, both as `unit` says after being multiplied by `factor`. */
export function timeRows(what: string, unit: string, times: Measured, factor = 1): Row[] {
  return [
    { what: `${what}, ${unit}`, values: scaled(times.seconds, factor) },
    { what: `    server CPU, ${unit}`, values: scaled(times.cpu, factor) },
  ];
}

/** All `values` multiplied by `factor`. */
export function scaled(values: Values, factor: number): Values {
  return mapped(values, (value) => value * factor);
}

/** All `values` after `change`. */
export function mapped<T>(
  values: Readonly<Record<string, readonly T[]>>,
  change: (value: T) => number,
): Values {
  return Object.fromEntries(
    Object.entries(values).map(([name, list]) => [name, list.map(change)]),
  );
}

/** Waits until nobody is served by `contender` any more. */
export async function whenAllHaveGone(contender: Contender): Promise<void> {
  while ((await serving(contender)).length > 0) {
    await new Promise((done) => setTimeout(done, 20));
  }
}
