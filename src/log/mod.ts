/**
 * The log room: where lines go, what they look like.
 *
 * @module
 */

export { EntryLines, formatEntry } from "./entry_lines.ts";
export { FileSink, type LogFileOptions } from "./file_sink.ts";
export { type Facility, isFacility } from "./facility.ts";
export { harmless } from "./harmless.ts";
export { lastWords } from "./last_words.ts";
export { isLevel, type Level, LEVELS, severityOf } from "./level.ts";
export { LogFileRefused } from "./log_file_refused.ts";
export { levelsOf, openSystemLog, sinkFor, type SystemLogPlace } from "./open_system_log.ts";
export { type Entry, type EntrySink, type LineSink, lossReport } from "./sink.ts";
export { ModuleLog } from "./module_log.ts";
export { STANDARD, StandardSink } from "./standard_sink.ts";
export { type SyslogOptions, SyslogSink } from "./syslog_sink.ts";
export { type Message, SystemLog, type SystemLogOptions, type Witness } from "./system_log.ts";
export { formatTransfer, type TransferLine } from "./xferlog.ts";
