/**
 * The template role: the process that sessions are forks of.
 *
 * @module
 */

import { ROLE, TemplateRequests } from "../daemon/template_requests.ts";
import { close, read, writeString } from "../libc/files.ts";
import { endProcess, forkSibling } from "../libc/fork.ts";
import type { Received } from "../libc/pass_descriptor.ts";
import { duplicateOnto, setDumpable } from "../libc/process.ts";
import { ProcessTitle } from "../libc/process_title.ts";
import { ignoreSignals, SIGNAL } from "../libc/signals.ts";
import { isSysError, SysError } from "../libc/sys_error.ts";
import { pipe } from "../libc/transfer.ts";
import { assumeUser } from "../privilege/mod.ts";
import type { Stage } from "../session/stage.ts";
import { serve } from "../session/start.ts";
import { CLIENT, isGivenClient } from "./given_client.ts";
import { prepareStages } from "./session.ts";

const STDERR = 2;

/** The descriptor that the daemon is found at. */
const DAEMON = 0;

/**
 * Loads everything that sessions need, then makes one for each request of the daemon's, by fork. The
 * daemon's requests come over the Unix socket at descriptor 0, and the numbers of the sessions, which
 * are its children, go back there. Never returns: ends when the daemon closes the socket.
 *
 * The first fork is that of the template itself, so that no other thread of the runtime's is in it
 * or in any session.
 */
export async function templateRole(args: readonly string[]): Promise<never> {
  const { handover, makeStage } = await prepareStages(args);
  setDumpable(false);
  const { identity } = handover;
  if (identity) assumeUser({ ...identity, groups: [identity.gid] });
  new ProcessTitle().set("proftpd: (template of sessions)");
  ignoreSignals(SIGNAL.HUP, SIGNAL.ALRM, SIGNAL.IO, SIGNAL.USR1, SIGNAL.USR2);
  collectGarbage();
  const requests = new TemplateRequests(DAEMON);
  const [turn, first] = pipe();
  const pid = forkSibling();
  if (pid !== 0) {
    requests.answer(pid);
    endProcess(0);
  }
  try {
    close(first);
    read(turn, new Uint8Array(1)); // ends with the other process, when that has had its say
    close(turn);
    requests.answer(0);
    for (;;) {
      const request = requests.next();
      if (request === undefined) endProcess(0);
      const pid = forkSession();
      if (pid === 0) beSession(request, makeStage);
      close(request.fd);
      requests.answer(pid);
    }
  } catch (error) {
    // The daemon is gone, or has let go of this process.
    if (isSysError(error, "EPIPE", "ECONNRESET")) endProcess(0);
    fail(error);
  }
}

/**
 * Leaves no garbage to the forks: each would be the first to write where it lies, and so have a copy
 * of it, 200 pages. There is no such function where the template is started without its own flags.
 */
function collectGarbage(): void {
  (globalThis as { gc?: () => void }).gc?.();
}

/** Ends a fork over an error: the runtime cannot do that here, it would wait for its threads. */
function fail(error: unknown): never {
  writeString(STDERR, `${error instanceof Error ? error.stack : String(error)}\n`);
  endProcess(1);
}

/** Forks; a negative error number when that fails. */
function forkSession(): number {
  try {
    return forkSibling();
  } catch (error) {
    if (error instanceof SysError) return -error.errno;
    throw error;
  }
}

/** What a fork of the template does: serves the client, or waits for it first. */
function beSession({ fd, note }: Received, makeStage: () => Stage): never {
  try {
    duplicateOnto(fd, CLIENT, false);
    close(fd);
    const stage = makeStage();
    if (note !== ROLE.SPARE || isGivenClient(stage)) serve(stage);
    endProcess(0);
  } catch (error) {
    // Of what happened to a client the log knows, too.
    fail(error);
  }
}
