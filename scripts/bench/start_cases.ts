/**
 * Cases about the start of sessions: with spare sessions, without, and as forks of a template.
 *
 * @module
 */
import { RUNTIME_FLAGS } from "../../src/cli/self.ts";
import {
  type Bench,
  type Case,
  inTurn,
  mapped,
  measured,
  scaled,
  whenAllHaveGone,
} from "./measure.ts";
import type { Contender } from "./contender.ts";
import { descriptorCount } from "../../tests/harness/processes.ts";
import { median, quantile } from "./statistics.ts";
import type { Row, Values } from "./table.ts";

/** Clients that come one by one and go: until the greeting. */
export const connect: Case = {
  needs: [],
  async run(bench) {
    const { connects } = bench.sizes;
    const times = await inTurn(
      bench,
      all(bench),
      ({ load }) => load.run<number[]>(`connects ${connects}`),
    );
    const bare = await inTurn(bench, [bench.ours], () => bareStart());
    const flat = mapped(times, median);
    const p99 = mapped(times, (round) => quantile(round, 0.99));
    return [
      ...manners(bench, `connect to 220, ms: median of ${connects}`, flat),
      ...manners(bench, "connect to 220, ms: 99th percentile", p99),
      { what: "start and end of an empty program, ms", values: bare },
    ];
  },
};

/** Clients that come one by one, log in and go. */
export const login: Case = {
  needs: [],
  async run(bench) {
    const { connects } = bench.sizes;
    const p99: Record<string, number[]> = Object.fromEntries(
      all(bench).map(({ name }) => [name, []]),
    );
    const { seconds, cpu } = await measured(bench, all(bench), (one, spend) =>
      spend(async () => {
        const times = await one.load.run<number[]>(`logins ${connects}`);
        p99[one.name]?.push(quantile(times, 0.99));
        await whenAllHaveGone(one);
        return median(times);
      }));
    return [
      ...manners(bench, `connect to 230, ms: median of ${connects}`, seconds),
      ...manners(bench, "connect to 230, ms: 99th percentile", p99),
      ...manners(bench, "server CPU per session, ms", scaled(cpu, 1000 / connects)),
    ];
  },
};

/** Seconds between a client that goes and the next one that comes. */
const PAUSE = 0.1;

/** Clients that come one by one with a little time between. */
export const visits: Case = {
  needs: [],
  async run(bench) {
    const count = Math.ceil(bench.sizes.connects / 2);
    const times = await inTurn(
      bench,
      all(bench),
      ({ load }) => load.run<[greeted: number, loggedIn: number][]>(`visits ${count} ${PAUSE}`),
    );
    const told = (which: 0 | 1) => mapped(times, (round) => median(round.map((it) => it[which])));
    return [
      ...manners(bench, `connect to 220, ms, ${PAUSE} s after another`, told(0)),
      ...manners(bench, `connect to 230, ms, ${PAUSE} s after another`, told(1)),
    ];
  },
};

/** What the load client tells of a crowd. */
interface Visit {
  readonly seconds: number;
  readonly failed: number;
}

/** Sessions, from connect to goodbye with a login between, that a few clients have each second. */
export const crowd: Case = {
  needs: [],
  async run(bench) {
    const rows: Row[] = [];
    for (const clients of [8, 32]) {
      const sessions = bench.sizes.connects * 4;
      const rates = await inTurn(bench, all(bench), async ({ load }) => {
        const { seconds } = await load.run<Visit>(`crowd ${clients} ${sessions}`);
        return sessions / seconds;
      });
      rows.push(...manners(bench, `sessions per second, ${clients} clients`, rates, true));
    }
    return rows;
  },
};

/** Many connects and QUITs by 64 clients at once: how fast, how many failed, what was left open. */
export const burst: Case = {
  needs: [],
  async run(bench) {
    const connects = Math.round(bench.sizes.connects * 12.5);
    const times = await inTurn(bench, all(bench), async (one) => {
      const before = await descriptorCount(one.pid);
      const { seconds, failed } = await one.load.run<Visit>(`burst 64 ${connects}`);
      await whenAllHaveGone(one);
      const left = await descriptorCount(one.pid) - before;
      return { rate: connects / seconds, failed, left };
    });
    const what = `${connects} connects by 64 clients, per second`;
    return [
      ...manners(bench, what, mapped(times, ({ rate }) => rate), true),
      { what: "    failed", values: mapped(times, ({ failed }) => failed) },
      { what: "    descriptors more than before", values: mapped(times, ({ left }) => left) },
    ];
  },
};

function all({ ours, withoutSpares, template, others }: Bench): Contender[] {
  return [ours, withoutSpares, template, ...others];
}

/** A row for each of the ways in which ours starts sessions, the others in all of them. */
function manners(
  { ours, withoutSpares, template }: Bench,
  what: string,
  values: Values,
  moreIsBetter = false,
): Row[] {
  return [ours, withoutSpares, template].map((manner) => ({
    what: manner === ours ? what : `    ${manner.name}`,
    values: { ...values, [ours.name]: values[manner.name] ?? [] },
    moreIsBetter,
  }));
}

/** Milliseconds from start to end of the runtime with an empty program. */
async function bareStart(): Promise<number> {
  const program = await Deno.makeTempFile({ suffix: ".js" });
  const start = performance.now();
  await new Deno.Command(Deno.execPath(), {
    args: [...RUNTIME_FLAGS, program],
    env: { DENO_DIR: "/dev/null/deno" },
  }).output();
  const time = performance.now() - start;
  await Deno.remove(program);
  return time;
}
