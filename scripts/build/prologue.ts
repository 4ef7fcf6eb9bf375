/**
 * What a program gets to know about how it was made.
 *
 * @module
 */

/**
 * A line that goes in front of every program: sets `PROFTPD_BUILT`, which `src/roles/facts.ts` reads,
 * to the time of the build, or to SOURCE_DATE_EPOCH (reproducible-builds.org) in seconds.
 */
export function prologue(): string {
  const epoch = Deno.env.get("SOURCE_DATE_EPOCH");
  const time = epoch === undefined ? new Date() : new Date(Number(epoch) * 1000);
  const [day, date, month, year, clock] = time.toUTCString().replace(",", "").split(" ");
  const built = `${day} ${month} ${Number(date)} ${year} ${clock} UTC`;
  return `globalThis.PROFTPD_BUILT = ${JSON.stringify(built)};\n`;
}
