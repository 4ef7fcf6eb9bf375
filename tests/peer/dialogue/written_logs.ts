/**
 * The same conversation with both servers, and what their logs hold afterwards.
 *
 * @module
 */
import { waitForSessions } from "../../harness/eventually.ts";
import { startPeer } from "../../harness/peer.ts";
import { test } from "../../harness/requires.ts";
import { type Server, type ServerOptions, startServer } from "../../harness/server.ts";
import { waitFor } from "../../harness/wait_for.ts";
import { confront, type Difference } from "./confront.ts";
import { masked } from "./masks.ts";
import { type Step, Talk } from "./talk.ts";

/** A conversation, and the logs that are compared when it is over. */
export interface LogComparison {
  /** The test's name, a sentence. */
  readonly name: string;
  /**
   * For both servers. Lines of a log `NAME` end up in `<folder>/NAME`; those with `pid=%P ` in front
   * and those of the system log are put together by session.
   */
  readonly options: ServerOptions;
  readonly prepare?: (server: Server) => Promise<void>;
  readonly steps: readonly Step[];
  /** The names of the logs, in the server's folder. */
  readonly logs: readonly string[];
  /** A log that has a line like that for each session that has ended. */
  readonly exit: { readonly log: string; readonly line: RegExp };
  /** Only these lines count. */
  readonly lines?: RegExp;
  /** Whether their order is of no account. */
  readonly sorted?: boolean;
  /** What else must not count in a line. */
  readonly mask?: (line: string) => string;
  readonly differences?: readonly Difference[];
}

/** Registers a test. */
export function compareLogs(comparison: LogComparison): void {
  const { differences = [], logs, name, options } = comparison;
  test({
    name,
    needs: ["peer", "root"],
    async fn() {
      await using original = await startPeer(options);
      await using own = await startServer(options);
      const [theirs, ours] = await Promise.all([original, own].map((server) => {
        return written(server, comparison);
      }));
      for (const log of logs) {
        const here = differences.filter(({ theirs, ours }) =>
          [...theirs, ...ours].some((note) =>
            String(note).replace(/^\/\^?/, "").startsWith(`${log} `)
          )
        );
        confront(theirs?.get(log) ?? [], ours?.get(log) ?? [], here);
      }
    },
  });
}

/** Lines with `pid=N ` or `proftpd[N]`, those of one session together: sessions may overlap. */
function bySession(lines: readonly string[]): string[] {
  const sessions = Map.groupBy(lines, (line) => /^pid=\d+ |\w+\[\d+\]/.exec(line)?.[0]);
  return [...sessions.values()].flat().map((line) =>
    line.replace(/^pid=\d+ /, "").replace(/(\w+)\[\d+\]/, "$1[<pid>]")
  );
}

/** Holds the conversation; the lines of each log, masked and with the log's name in front. */
async function written(
  server: Server,
  { exit, lines: wanted, logs, mask = (line) => line, prepare, sorted, steps }: LogComparison,
): Promise<ReadonlyMap<string, readonly string[]>> {
  await prepare?.(server);
  const talk = new Talk(server);
  await talk.connect();
  for (const step of steps) await talk.do(step);
  await talk.catchUp();
  talk.close();
  await waitFor("the end of all sessions in the log", async () => {
    const text = await server.read(exit.log);
    return text.split("\n").filter((line) => exit.line.test(line)).length >= talk.sessions;
  });
  await waitForSessions(server, 0); // that line need not be the last one in every log
  const found = new Map<string, string[]>();
  for (const log of logs) {
    const all = (await server.read(log)).split("\n").slice(0, -1);
    const lines = bySession(all.filter((line) => wanted?.test(line) ?? true));
    const notes = lines.map((line) => mask(masked(`${log} ${line}`, server)));
    found.set(log, sorted ? notes.sort() : notes);
  }
  return found;
}
