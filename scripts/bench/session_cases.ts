/**
 * Cases about what a session does: text, single commands, transfers beside each other.
 *
 * @module
 */
import { type Bench, inSession, inTurn, type Measured } from "./cases.ts";
import type { Contender } from "./contender.ts";
import { TEXT_SHARE } from "./files.ts";
import { cpuSeconds } from "./processes.ts";
import type { Row } from "./table.ts";

/** TYPE A: a file with LF sent, one with CR LF received. */
export async function ascii(bench: Bench): Promise<Row[]> {
  const { home, sizes } = bench;
  const mebibytes = sizes.size / TEXT_SHARE;
  const down = await inSession(bench, "download RETR text", undefined, "text");
  const up = await inSession(
    bench,
    `upload up ${home}/text-on-the-wire`,
    () => Deno.remove(`${home}/up`),
    "text",
  );
  const rows = (verb: string, { ours, original, oursCpu, originalCpu }: Measured): Row[] => [
    { what: `${verb} ${mebibytes} MiB, TYPE A, s`, ours, original },
    { what: "    server CPU, s", ours: oursCpu, original: originalCpu },
  ];
  return [...rows("RETR", down), ...rows("STOR", up)];
}

/** How many of each command are sent in turn. */
const COMMANDS = 2000;

/** Microseconds for small commands, in turn. */
export async function commands(bench: Bench): Promise<Row[]> {
  const rows: Row[] = [];
  for (const command of ["NOOP", `CWD ${bench.home}`, "SIZE small"]) {
    const task = `commands ${COMMANDS} ${command}`;
    const measured = await inSession(bench, task);
    const each = (values: readonly number[]) => values.map((value) => value / COMMANDS * 1e6);
    const { ours, original, oursCpu, originalCpu } = measured;
    const verb = command.split(" ")[0];
    rows.push({ what: `${verb}, us`, ours: each(ours), original: each(original) });
    rows.push({ what: "    server CPU, us", ours: each(oursCpu), original: each(originalCpu) });
  }
  return rows;
}

/** Ten downloads of the big file at once. */
export async function together(bench: Bench): Promise<Row[]> {
  const cpu = new Map<Contender, number[]>(bench.contenders.map((one) => [one, []]));
  const [ours, original] = await inTurn(bench, async (one) => {
    const { load, server } = one;
    await load.run("hold 10");
    const pids = await server.sessions();
    const spent = async () =>
      (await Promise.all(pids.map(cpuSeconds))).reduce((sum, value) => sum + value, 0);
    const before = await spent();
    const seconds = await load.run<number>("together RETR big");
    cpu.get(one)?.push(await spent() - before);
    await load.run("release");
    return seconds;
  });
  const [oursCpu, originalCpu] = bench.contenders.map((one) => cpu.get(one) ?? []);
  return [
    { what: `ten RETRs of ${bench.sizes.size} MiB at once, s`, ours, original },
    { what: "    server CPU, s", ours: oursCpu ?? [], original: originalCpu ?? [] },
  ];
}
