/**
 * Cases about the daemon: how it stands a crowd, how soon it serves.
 *
 * @module
 */
import { startPeer } from "../../tests/harness/peer.ts";
import { type Server, type ServerOptions, startServer } from "../../tests/harness/server.ts";
import { waitFor } from "../../tests/harness/wait_for.ts";
import type { Bench } from "./cases.ts";
import { inTurn } from "./cases.ts";
import type { Row } from "./table.ts";

/** What the load client tells of a crowd. */
interface Visit {
  readonly seconds: number;
  readonly failed: number;
}

/** Sessions, from connect to goodbye with a login between, that a few clients have each second. */
export async function crowd(bench: Bench): Promise<Row[]> {
  const rows: Row[] = [];
  for (const clients of [8, 32]) {
    const sessions = bench.sizes.connects * 4;
    const [ours, original] = await inTurn(bench, async ({ load }) => {
      const { seconds } = await load.run<Visit>(`crowd ${clients} ${sessions}`);
      return sessions / seconds;
    });
    rows.push({ what: `sessions per second, ${clients} clients`, ours, original });
  }
  return rows;
}

/** Many connects and QUITs by 64 clients at once: how fast, how many failed, what was left open. */
export async function burst(bench: Bench): Promise<Row[]> {
  const connects = Math.round(bench.sizes.connects * 12.5);
  const [ours, original] = await inTurn(bench, async ({ load, server }) => {
    const before = await descriptors(server.pid);
    const { seconds, failed } = await load.run<Visit>(`burst 64 ${connects}`);
    await waitFor("all sessions are gone", async () => (await server.sessions()).length === 0);
    return { rate: connects / seconds, failed, left: await descriptors(server.pid) - before };
  });
  const what = `${connects} connects by 64 clients`;
  return [
    {
      what: `${what}, per second`,
      ours: ours.map(({ rate }) => rate),
      original: original.map(({ rate }) => rate),
    },
    {
      what: "    failed",
      ours: ours.map(({ failed }) => failed),
      original: original.map(({ failed }) => failed),
    },
    {
      what: "    descriptors more than before",
      ours: ours.map(({ left }) => left),
      original: original.map(({ left }) => left),
    },
  ];
}

/** Milliseconds from starting the program to the first 220. */
export async function start(bench: Bench): Promise<Row[]> {
  const times = await started(bench, {}, async (begin, server) => {
    (await server.connect()).close();
    return await Promise.resolve(performance.now() - begin);
  });
  return [{ what: "exec to the first 220, ms", ...times }];
}

/** Milliseconds from HUP to a greeting of the new configuration, with 1,000 virtual hosts. */
export async function reload(bench: Bench): Promise<Row[]> {
  const hosts = Array.from(
    { length: 1000 },
    (_, i) =>
      `<VirtualHost 127.1.${i >> 8}.${i & 255}>\n  ServerName "host ${i}"\n</VirtualHost>\n`,
  );
  const config = (greeting: string) => `ServerIdent on "${greeting}"\n${hosts.join("")}`;
  const times = await started(bench, { config: config("old") }, async (_, server) => {
    await server.reconfigure(config("new"));
    const begin = performance.now();
    server.signal("SIGHUP");
    await waitFor("the new greeting", async () => {
      const client = await server.connect();
      client.close();
      return client.greeting.lines[0]?.includes("new");
    });
    return performance.now() - begin;
  });
  return [{ what: "HUP to the new greeting, 1000 virtual hosts, ms", ...times }];
}

/** Starts ours and the original in turn and measures each. */
async function started(
  { sizes }: Bench,
  options: ServerOptions,
  measure: (begin: number, server: Server) => Promise<number>,
): Promise<{ ours: number[]; original: number[] }> {
  const times = { ours: [] as number[], original: [] as number[] };
  for (let round = 0; round < sizes.rounds; round++) {
    for (const [name, open] of [["ours", startServer], ["original", startPeer]] as const) {
      const begin = performance.now();
      await using server = await open(options);
      times[name].push(await measure(begin, server));
    }
  }
  return times;
}

/** How many descriptors the process `pid` has open. */
async function descriptors(pid: number): Promise<number> {
  return (await Array.fromAsync(Deno.readDir(`/proc/${pid}/fd`))).length;
}
