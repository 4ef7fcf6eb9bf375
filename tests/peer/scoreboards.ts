/**
 * The same sessions on a scoreboard of ours and on one of the original, so that the tools of both can
 * be compared to the letter. The original's layout is as its tools read it on 64-bit machines.
 *
 * @module
 */
import { bytesOf } from "../../src/libc/bytes.ts";
import { currentBoot, HEADER_SIZE, packHeader } from "../../src/scoreboard/header.ts";
import { packRecord, RECORD_SIZE, type SessionRecord } from "../../src/scoreboard/record.ts";
import { blankImage } from "../../src/scoreboard/text_field.ts";

/** A daemon and its sessions. Times are milliseconds since the epoch, whole seconds all of them. */
export interface Sessions {
  /** 0: a superserver. */
  readonly masterPid: number;
  readonly started: number;
  readonly sessions: readonly Partial<SessionRecord>[];
}

const HEADER = 32;
const RECORD = 624;

/** Writes a scoreboard as the original has it. */
export async function writeOriginal(path: string, board: Sessions): Promise<void> {
  const bytes = new Uint8Array(HEADER + RECORD * board.sessions.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0xdeadbeef, true);
  view.setUint32(8, 0x01040003, true);
  view.setUint32(16, board.masterPid, true);
  view.setBigInt64(24, seconds(board.started), true);
  board.sessions.forEach((session, i) => {
    const at = HEADER + RECORD * i;
    const text = (offset: number, value = "") => bytes.set(bytesOf(value), at + offset);
    const number = (offset: number, value: bigint) => view.setBigInt64(at + offset, value, true);
    view.setUint32(at, session.pid ?? 0, true);
    view.setUint32(at + 44, session.serverPort ?? 0, true);
    text(12, session.loggedIn ? session.user : "(none)");
    text(48, `${session.serverAddress}:${session.serverPort}`);
    text(128, session.serverName);
    text(160, session.clientAddress);
    text(206, session.clientName);
    text(286, session.className);
    text(318, session.protocol);
    text(350, session.loggedIn ? session.cwd : "");
    text(430, session.idleBegin ? "idle" : session.command);
    text(495, session.idleBegin ? "" : session.arguments);
    number(576, seconds(session.idleBegin || session.commandBegin));
    number(584, seconds(session.sessionBegin));
    number(592, BigInt(session.transferSize ?? 0));
    // The original counts downloads here and the bytes of this transfer, resumed or not, behind it.
    number(600, session.transferSize ? BigInt(session.transferDone ?? 0) : 0n);
    number(608, BigInt(session.transferDone ?? 0));
    number(616, BigInt(session.transferElapsed ?? 0));
  });
  await Deno.writeFile(path, bytes);
}

function seconds(milliseconds = 0): bigint {
  return BigInt(Math.floor(milliseconds / 1000));
}

/** Writes the same as a scoreboard of ours. */
export async function writeOurs(path: string, board: Sessions): Promise<void> {
  const image = blankImage(HEADER_SIZE + RECORD_SIZE * board.sessions.length);
  packHeader(image, {
    masterPid: board.masterPid,
    masterStart: 0,
    started: board.started,
    scrubbed: 0,
    boot: currentBoot(),
    mutex: `${path}.lck`,
  });
  board.sessions.forEach((session, i) => packRecord(image, HEADER_SIZE + RECORD_SIZE * i, session));
  await Deno.writeFile(path, image.bytes);
}
