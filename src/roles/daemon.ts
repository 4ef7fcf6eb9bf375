/**
 * The daemon role, in the foreground or on its own, and its relative, one session for a superserver.
 *
 * @module
 */

import { BanTableRefused } from "../bans/mod.ts";
import { selfCommand } from "../cli/self.ts";
import type { ProftpdSettings } from "../cli/mod.ts";
import { Daemon } from "../daemon/daemon.ts";
import { announceReady, detach, dropCopiesOfStandardError } from "../daemon/detach.ts";
import { inheritedSockets } from "../daemon/inherited_sockets.ts";
import type { Loaded, LoadResult } from "../daemon/load.ts";
import { keepDescriptors } from "../daemon/private_descriptors.ts";
import { PidFileTaken } from "../daemon/pid_file.ts";
import { SessionStarter } from "../daemon/session_starter.ts";
import { LogFileRefused, openSystemLog, type SystemLog } from "../log/mod.ts";
import { close } from "../libc/files.ts";
import { duplicateOnto, RLIMIT, setLimit } from "../libc/process.ts";
import { SysError } from "../libc/sys_error.ts";
import { asRoot, assumeUser } from "../privilege/mod.ts";
import { PROFTPD_STATUS, PROFTPD_VERSION } from "../cli/mod.ts";
import { ScoreboardRefused } from "../scoreboard/mod.ts";
import { BindError } from "../net/mod.ts";
import { Snapshot } from "../session/snapshot_file.ts";
import { type Behaviour, Stage } from "../session/stage.ts";
import { applyEnvironment, useReverseDNS } from "../settings/mod.ts";
import { serve } from "../session/start.ts";
import { build } from "./facts.ts";
import { directiveLines, moduleNames, read, report } from "./start.ts";
import { keepOffClient, say } from "./say.ts";
import { traceDaemon } from "./trace_daemon.ts";
import { behaviourFor } from "./session.ts";

/** Starts the daemon as a process of its own and waits until it serves, or says why it cannot. */
export function runDetached(words: readonly string[]): Promise<number> {
  return detach(selfCommand("daemon"), words);
}

/**
 * Is the daemon until a signal ends it. `ready` is the descriptor that tells the starting command
 * so, where there is one.
 */
export async function runDaemon(
  { notes }: Pick<LoadResult, "notes">,
  loaded: Loaded,
  settings: ProftpdSettings,
  reread: () => Promise<LoadResult>,
  ready?: number,
): Promise<number> {
  applyEnvironment(loaded.main);
  keepDescriptors();
  setLimit(RLIMIT.CORE, 0, 0); // as the original does: its memory has everybody's keys and hashes
  let daemon: Daemon;
  const serving = settings.noFork
    ? serveHere(loaded, await behaviourFor(loaded.handover, loaded.main.get(useReverseDNS)))
    : undefined;
  try {
    const log = openLog(loaded);
    tell(log, notes);
    daemon = new Daemon(loaded, log, {
      starter: new SessionStarter(
        { session: selfCommand("session"), template: selfCommand("template") },
        { output: settings.noDaemon, error: settings.noDaemon && !settings.quiet },
      ),
      staple: {
        command: selfCommand("staple"),
        withErrors: settings.noDaemon && !settings.quiet,
      },
      inherited: inheritedSockets(ready !== undefined),
      openLog,
      directives: directiveLines(),
      modules: moduleNames().map(({ name }) => name),
      version: PROFTPD_VERSION,
      edition: `(${PROFTPD_STATUS}) (built ${build().built})`,
      ipv6: settings.ipv6,
      serveHere: serving,
      reload: (log) => reload(reread, log),
    });
    daemon.open();
    const { identity } = loaded.handover;
    if (identity) assumeUser({ ...identity, groups: [identity.gid] });
  } catch (error) {
    return refuse(error);
  }
  if (ready !== undefined) announceReady(ready);
  return await daemon.run();
}

/** Serves a connection in this process, under the configuration `loaded`. */
function serveHere({ snapshot }: Loaded, behaviour: Behaviour) {
  return (connection: number): void => {
    duplicateOnto(connection, 0, false);
    close(connection);
    serve(new Stage(Snapshot.inMemory(snapshot), behaviour, undefined));
  };
}

/** Serves the client that a superserver has put on descriptor 0. */
export async function runInetd(loaded: Loaded): Promise<number> {
  keepOffClient();
  const behaviour = await behaviourFor(loaded.handover, loaded.main.get(useReverseDNS));
  try {
    serve(new Stage(Snapshot.inMemory(loaded.snapshot), behaviour, undefined));
    return 0;
  } catch (error) {
    if (!(error instanceof SysError) || error.code !== "ENOTSOCK") throw error;
    say(`fatal: unable to get connection info: ${error.reason}`);
    say("(Running from command line? Use 'ServerType standalone' in config file!)");
    return 1;
  }
}

function openLog({ handover, main }: Loaded): SystemLog {
  const log = openSystemLog(handover.log, handover.hostname, "daemon");
  log.aboutServer(handover.addresses[0] === "*" ? handover.hostname : handover.addresses[0]);
  traceDaemon(main, log);
  return log;
}

function tell(log: SystemLog, notes: LoadResult["notes"]): void {
  for (const { depth, text } of notes) log.debug(depth, text, "config");
}

async function reload(reread: () => Promise<LoadResult>, log: SystemLog) {
  const { findings, notes, loaded } = await reread();
  for (const { severity, message } of findings) {
    log.write(severity === "error" ? "error" : "warn", message);
  }
  if (!loaded) return undefined;
  try {
    const fresh = asRoot(() => openLog(loaded));
    tell(fresh, notes);
    return { loaded, log: fresh };
  } catch (error) {
    if (!(error instanceof SysError || error instanceof LogFileRefused)) throw error;
    log.error(error.message);
    return undefined;
  }
}

/** Says why the daemon does not start, in the original's words where it has any. */
function refuse(error: unknown): number {
  if (error instanceof BindError) {
    say(error.message);
    say(" - Check the ServerType directive to ensure you are configured correctly");
    say(
      " - Check to see if inetd/xinetd, or another proftpd instance, is already using " +
        `port ${error.port}`,
    );
    say("Unable to start proftpd; check logs for more details");
    return 1;
  }
  const known = error instanceof SysError || error instanceof PidFileTaken ||
    error instanceof LogFileRefused || error instanceof ScoreboardRefused ||
    error instanceof BanTableRefused;
  if (!known) throw error;
  say(`fatal: ${error.message}`);
  return 1;
}

/** The daemon as started by `runDetached`: the same words, and a descriptor to report to. */
export async function daemonRole(ready: number, settings: ProftpdSettings): Promise<number> {
  dropCopiesOfStandardError();
  const reread = () => read(settings);
  const result = await reread();
  const { findings, loaded } = result;
  if (!loaded) {
    report(findings);
    return 1;
  }
  return await runDaemon(result, loaded, settings, reread, ready);
}
