/**
 * Spans of time as ftpwho and ftptop show them.
 *
 * @module
 */

/** Milliseconds, as hours and minutes from an hour on, as minutes and seconds below: `1h5m`, `0m9s`. */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes}m${seconds % 60}s`
    : `${Math.floor(minutes / 60)}h${minutes % 60}m`;
}

/** How long a daemon has been up, to the letter as the original says it: `1 day,  2 hrs 03 min`. */
export function uptime(milliseconds: number): string {
  const minutes = Math.max(0, Math.floor(milliseconds / 60_000));
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor(minutes / 60) % 24;
  const dayPart = days === 0 ? "" : `${days} day${days === 1 ? "" : "s"}, `;
  if (hours === 0) return `${dayPart}${minutes % 60} min`;
  const minutePart = String(minutes % 60).padStart(2, "0");
  return `${dayPart}${String(hours).padStart(2)} hr${hours === 1 ? "" : "s"} ${minutePart} min`;
}
