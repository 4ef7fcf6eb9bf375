/**
 * Sessions for the tests of tools.
 *
 * @module
 */
import type { BoardView, SessionRecord } from "../../src/scoreboard/mod.ts";
import { RECORD_SIZE, unpackRecord } from "../../src/scoreboard/record.ts";
import { blankImage } from "../../src/scoreboard/text_field.ts";

/** The present of these tests: 2026-11-20 14:00:00 UTC. */
export const NOW = Date.UTC(2026, 10, 20, 14);

/** A session that is logged in and idle since ten seconds, but for `values`. */
export function session(values: Partial<SessionRecord> = {}): SessionRecord {
  return {
    ...unpackRecord(blankImage(RECORD_SIZE), 0),
    pid: 100,
    loggedIn: 1,
    user: "alice",
    protocol: "ftp",
    clientAddress: "192.0.2.7",
    clientName: "client.example",
    serverAddress: "127.0.0.1",
    serverPort: 21,
    serverName: "Test",
    cwd: "/",
    sessionBegin: NOW - 60_000,
    idleBegin: NOW - 10_000,
    ...values,
  };
}

/** A session that runs `command` since five seconds. */
export function running(command: string, values: Partial<SessionRecord> = {}): SessionRecord {
  return session({ command, commandBegin: NOW - 5000, idleBegin: 0, ...values });
}

/** A scoreboard with these sessions. */
export function boardWith(...sessions: SessionRecord[]): BoardView {
  const header = {
    masterPid: 77,
    masterStart: 0,
    started: NOW - 120_000,
    scrubbed: NOW,
    boot: "",
    mutex: "",
  };
  return { header, sessions };
}
