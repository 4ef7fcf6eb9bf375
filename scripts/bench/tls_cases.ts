/**
 * Cases about FTP over TLS, all with the same certificate (ECDSA, P-256) and the versions and ciphers
 * that client and server agree on by default.
 *
 * @module
 */
import { type Bench, type Case, inSession, timeRows } from "./measure.ts";
import { memory, retr, stor } from "./session_cases.ts";
import { crowd, login } from "./start_cases.ts";

/** Clients that come one by one, log in by AUTH TLS and go; then such as have been there before. */
export const tlsLogin: Case = {
  needs: [],
  secure: true,
  async run(bench) {
    const rows = await login.run(bench);
    await resume(bench, "all");
    const again = await login.run(bench);
    await resume(bench, "data");
    return [
      ...rows.map((row) => ({ ...row, what: `TLS: ${row.what}` })),
      ...again.map((row) => ({ ...row, what: `TLS resumed: ${row.what}` })),
    ];
  },
};

/** Tells all clients what is to go on with a session. */
async function resume(
  { ours, withoutSpares, template, others }: Bench,
  what: "none" | "data" | "all",
): Promise<void> {
  const all = [ours, withoutSpares, template, ...others];
  for (const { load } of all) await load.run(`resume ${what}`);
}

/** Such sessions that a few clients have each second. */
export const tlsLogins: Case = { ...crowd, secure: true };

/** What their sessions take while they wait. */
export const tlsMemory: Case = { ...memory, secure: true };

/** A download of the big file. */
export const tlsRetr: Case = { ...retr, secure: true };

/** An upload of the big file. */
export const tlsStor: Case = { ...stor, secure: true };

/** Handshakes of data connections: downloads of a small file. */
export const tlsData: Case = {
  needs: ["small"],
  secure: true,
  async run(bench) {
    const count = Math.round(bench.sizes.commands / 10);
    const line = `repeat ${count} RETR small`;
    const resumed = await inSession(bench, line, { first: "resume data" });
    const full = await inSession(bench, line, { first: "resume none" });
    await resume(bench, "data");
    return [
      ...timeRows("RETR 4 KiB, session resumed", "ms", resumed, 1000 / count),
      ...timeRows("RETR 4 KiB, full handshake", "ms", full, 1000 / count),
    ];
  },
};
