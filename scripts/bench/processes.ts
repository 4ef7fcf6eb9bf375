/**
 * What processes cost, from /proc.
 *
 * @module
 */

/**
 * CPU seconds that the threads of process `pid` have used so far (proc(5), `schedstat`, in
 * nanoseconds there).
 */
export async function cpuSeconds(pid: number): Promise<number> {
  let nanoseconds = 0;
  for await (const { name } of Deno.readDir(`/proc/${pid}/task`)) {
    const text = await Deno.readTextFile(`/proc/${pid}/task/${name}/schedstat`);
    nanoseconds += Number(text.split(" ")[0]);
  }
  return nanoseconds / 1e9;
}

/**
 * CPU seconds of process `pid` and of its children that have ended (proc(5), `stat`, fields 14 to
 * 17, in ticks of 10 ms): what a server has spent when its sessions are over.
 */
export async function familyCpuSeconds(pid: number): Promise<number> {
  const text = await Deno.readTextFile(`/proc/${pid}/stat`);
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / 100;
}

/** Proportional set size of process `pid` in MiB: its own memory and its share of what it shares. */
export async function pssMiB(pid: number): Promise<number> {
  const text = await Deno.readTextFile(`/proc/${pid}/smaps_rollup`);
  return Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1]) / 1024;
}
