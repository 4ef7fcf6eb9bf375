/**
 * The shutdown room: the file that ftpshut(8) writes and servers obey.
 *
 * @module
 */

export { type ShutdownAudience, shutdownMessage } from "./message.ts";
export { readShutdown, type Shutdown } from "./read_shutdown.ts";
export { DEFAULT_SHUTDOWN_FILE, type ShutdownNotice } from "./shutdown_file.ts";
export { formatNotice, parseNotice } from "./notice.ts";
export { phaseAt, type ShutdownPhase, type ShutdownTimes } from "./shutdown_times.ts";
