/**
 * Looking at processes and ending those that a test started, by their number.
 *
 * @module
 */
import { waitFor } from "./wait_for.ts";

/**
 * True while process `pid` exists and is no zombie. One whose first thread is a zombie has its sockets
 * open, listening ones among them, until the last thread is gone.
 */
export async function isAlive(pid: number): Promise<boolean> {
  const found = await stat(pid);
  if (found === undefined || found.state === "X") return false;
  return found.state !== "Z" || found.threads > 1;
}

/** The numbers of the processes whose parent is `pid`, zombies included. */
export async function childrenOf(pid: number): Promise<number[]> {
  const children: number[] = [];
  for await (const entry of Deno.readDir("/proc")) {
    const candidate = Number(entry.name);
    if (Number.isInteger(candidate) && (await stat(candidate))?.parent === pid) {
      children.push(candidate);
    }
  }
  return children;
}

/**
 * True if descriptor 0 of process `pid` is a Unix socket: a session that was started ahead of need
 * and waits for its client, or the template that sessions are forks of. False for one that has ended meanwhile, or that only root may look at.
 */
export async function awaitsClient(pid: number): Promise<boolean> {
  try {
    const [, inode] = /^socket:\[(\d+)\]$/.exec(await Deno.readLink(`/proc/${pid}/fd/0`)) ?? [];
    if (inode === undefined) return false;
    const table = await Deno.readTextFile("/proc/net/unix");
    return table.split("\n").some((line) => line.split(/\s+/)[6] === inode);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    if (error instanceof Deno.errors.PermissionDenied && Deno.uid() !== 0) return false;
    throw error;
  }
}

/** What the open descriptors of process `pid` lead to, by their numbers; those that it closes meanwhile not. */
export function descriptorsOf(pid: number): ReadonlyMap<string, string> {
  const places = new Map<string, string>();
  for (const { name } of Deno.readDirSync(`/proc/${pid}/fd`)) {
    try {
      places.set(name, Deno.readLinkSync(`/proc/${pid}/fd/${name}`));
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  return places;
}

/** The number of open descriptors of process `pid`. */
export async function descriptorCount(pid: number): Promise<number> {
  return (await Array.fromAsync(Deno.readDir(`/proc/${pid}/fd`))).length;
}

/**
 * The value of a line of /proc/`pid`/status, e.g. `"Uid"`: words separated by tabs. Throws when
 * there is no such process.
 */
export async function statusField(pid: number, name: string): Promise<string> {
  const text = await Deno.readTextFile(`/proc/${pid}/status`);
  const line = text.split("\n").find((line) => line.startsWith(`${name}:`));
  if (line === undefined) throw new Error(`/proc/${pid}/status has no line ${name}`);
  return line.slice(name.length + 1).trim();
}

/** Sends `signal` to `pid`; false when there is no such process. */
export function signal(pid: number, signal: Deno.Signal): boolean {
  try {
    Deno.kill(pid, signal);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    if (error instanceof TypeError && error.message.includes("ESRCH")) return false;
    throw error;
  }
}

/** Waits until process `pid` is gone; throws after `deadline` milliseconds. */
export async function waitForEnd(pid: number, deadline?: number): Promise<void> {
  await waitFor(`end of process ${pid}`, async () => !(await isAlive(pid)), deadline);
}

/** What proc(5) says of /proc/PID/stat. */
interface Stat {
  readonly state: string;
  readonly parent: number;
  readonly threads: number;
}

/** From /proc/`pid`/stat; undefined when there is no such process. */
async function stat(pid: number): Promise<Stat | undefined> {
  let text: string;
  try {
    text = await Deno.readTextFile(`/proc/${pid}/stat`);
  } catch (error) {
    // ESRCH: it ended between open and read
    if (error instanceof Deno.errors.NotFound || `${error}`.includes("os error 3")) {
      return undefined;
    }
    throw error;
  }
  // The name in parentheses may itself hold blanks and parentheses: fields count from its end.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const [state, parent, threads] = [fields[0], fields[1], fields[17]];
  return state === undefined
    ? undefined
    : { state, parent: Number(parent), threads: Number(threads) };
}
