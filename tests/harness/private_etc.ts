/**
 * Programs that write to /etc/shutmsg, without any server on this machine noticing: each runs in a
 * mount namespace of its own, with an /etc that is its own.
 *
 * Where namespaces are not to be had (a container without the right), the real /etc is used, for as
 * long as the program runs.
 *
 * @module
 */
import { type Finished, run } from "./programs.ts";
import { tempDir } from "./temp_dir.ts";

/** What is on a machine that can do this at all; see requires.ts. */
export const PRIVATE_ETC_NEEDS = ["root", "unshare", "mount"] as const;

/** The program's end, and what it has left as /etc/shutmsg (decoded as UTF-8). */
export interface Outcome extends Finished {
  readonly shutmsg: string | undefined;
}

/** $1: where to put the result; $2: what is there before; the rest: the program. */
const SCRIPT = `
result=$1 before=$2; shift 2
[ -z "$before" ] || cp "$before" /etc/shutmsg
"$@"
status=$?
[ ! -e /etc/shutmsg ] || mv /etc/shutmsg "$result"
exit $status
`;

/** Runs `program` to its end; `before` is the text of the /etc/shutmsg that it finds. */
export async function runInPrivateEtc(
  program: string,
  args: readonly string[],
  options: { env?: Record<string, string>; before?: string } = {},
): Promise<Outcome> {
  await using folder = await tempDir();
  const result = `${folder.path}/result`;
  const before = options.before === undefined ? "" : `${folder.path}/before`;
  if (options.before !== undefined) await Deno.writeTextFile(before, options.before);
  const words = ["sh", result, before, program, ...args];
  const finished = await namespaces()
    ? await run(
      "unshare",
      ["-m", "sh", "-c", `mount -t tmpfs tmpfs /etc\n${SCRIPT}`, ...words],
      options,
    )
    : await run("sh", ["-c", SCRIPT, ...words], options);
  return { ...finished, shutmsg: await textOf(result) };
}

let possible: Promise<boolean> | undefined;

/** Whether this process may make mount namespaces. */
export function namespaces(): Promise<boolean> {
  return possible ??= run("unshare", ["-m", "mount", "-t", "tmpfs", "tmpfs", "/etc"])
    .then(({ code }) => code === 0);
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
