/**
 * The metrics room: what is counted, how sessions tell the daemon, and the page it makes of that.
 *
 * @module
 */

export { Counts, MOST_MESSAGE } from "./counts.ts";
export { DAEMON_FAMILIES, type Family, SESSION_FAMILIES } from "./families.ts";
export { formatPage, type Reading } from "./page.ts";
export { seriesOf } from "./series.ts";
export { MOST_SERIES, Totals } from "./totals.ts";
