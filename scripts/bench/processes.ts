/**
 * What processes cost, from /proc.
 *
 * @module
 */
import { childrenOf } from "../../tests/harness/processes.ts";

/** Milliseconds between two looks at a server that has to come to rest. */
const LOOK = 50;

/** The process `pid` and all that descend from it. */
export async function family(pid: number): Promise<number[]> {
  const members = [pid];
  for (const member of members) members.push(...await childrenOf(member));
  return members;
}

/**
 * CPU seconds that the process `pid` and all that descend from it have used so far: those of its
 * living threads (proc(5), `schedstat`, in nanoseconds there) and of children that have ended and
 * been waited for (`stat`, fields 16 and 17, in ticks of 10 ms).
 */
export async function cpuSeconds(pid: number): Promise<number> {
  const each = await Promise.all((await family(pid)).map(ownCpuSeconds));
  return each.reduce((sum, seconds) => sum + seconds, 0);
}

/**
 * The same once the server does nothing by itself any more: a session that is made ready for a later
 * client must not count for what this one asks.
 */
export async function cpuSecondsAtRest(pid: number): Promise<number> {
  let before = await cpuSeconds(pid);
  for (let looks = 0; looks < 100; looks++) {
    await new Promise((done) => setTimeout(done, LOOK));
    const now = await cpuSeconds(pid);
    if (now - before < 0.001) return now;
    before = now;
  }
  return before;
}

/** Proportional set size of process `pid` in MiB: its own memory and its share of what it shares. */
export async function pssMiB(pid: number): Promise<number> {
  const text = await Deno.readTextFile(`/proc/${pid}/smaps_rollup`);
  return Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1]) / 1024;
}

async function ownCpuSeconds(pid: number): Promise<number> {
  try {
    let nanoseconds = 0;
    for (const task of Deno.readDirSync(`/proc/${pid}/task`)) {
      const text = Deno.readTextFileSync(`/proc/${pid}/task/${task.name}/schedstat`);
      nanoseconds += Number(text.split(" ")[0]);
    }
    const text = await Deno.readTextFile(`/proc/${pid}/stat`);
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return nanoseconds / 1e9 + (Number(fields[13]) + Number(fields[14])) / 100;
  } catch (error) {
    // It has ended meanwhile; its parent knows what it used.
    if (error instanceof Deno.errors.NotFound || `${error}`.includes("os error 3")) return 0;
    throw error;
  }
}
