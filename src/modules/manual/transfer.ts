/**
 * The manual's lines for transfers, listings and logs.
 *
 * @module
 */

import type { ManualRow } from "./row.ts";

/** Name, default, since which version of ProFTPD, meaning. */
export const transfer: readonly ManualRow[] = [
  ["AllowOverwrite", "off", "0.99.0", "Uploads/renames may replace existing files"],
  ["AllowRetrieveRestart", "on", "0.99.0", "REST before RETR"],
  ["AllowStoreRestart", "off", "0.99.0", "REST before STOR, and APPE to an existing file"],
  ["DefaultTransferMode", "ascii", "1.2.0pre9", "TYPE at session start"],
  ["DeleteAbortedStores", "off", "1.2.0rc2", "Remove partial uploads (implied by HiddenStores)"],
  ["DisplayFileTransfer", "", "", "File sent after each transfer"],
  ["HiddenStores", "off", "1.2.7rc1", "Upload to `.in.<name>.` and rename when complete; %P = PID"],
  ["MaxRetrieveFileSize", "", "1.2.7rc1", "Largest download"],
  ["MaxStoreFileSize", "", "1.2.7rc1", "Largest upload"],
  ["MaxTransfersPerHost", "", "1.3.2rc1", "Simultaneous transfers per address"],
  ["MaxTransfersPerUser", "", "1.3.2rc1", "Simultaneous transfers per user"],
  ["StoreUniquePrefix", "", "1.2.6rc1", "Prefix of STOU names (default `ftp`)"],
  ["TimeoutNoTransfer", "300", "0.99.0", "Seconds after login without a transfer or listing"],
  ["TimeoutStalled", "3600", "1.1.6", "Seconds a data connection may stand still"],
  ["TransferOptions", "", "1.3.6rc1", "AllowSymlinkUpload, IgnoreASCII"],
  ["TransferRate", "", "1.2.8rc1", "KB/s limit per command, free bytes, per user/group/class"],
  ["UseSendfile", "", "1.3.0rc1", "sendfile(2) policy (accept `UseSendFile`)"],
  [
    "ListOptions",
    "",
    "1.2.8rc1",
    "Default ls flags; `strict` overrides the client; limits and flags",
  ],
  ["ListStyle", "Unix", "1.3.8rc1", "Unix or Windows LIST lines"],
  ["DirFakeUser", "", "", "Owner shown in listings"],
  ["DirFakeGroup", "", "", "Group shown in listings"],
  ["DirFakeMode", "", "", "Mode shown in listings (octal)"],
  ["ShowSymlinks", "on", "", "Show links as links, or as their targets"],
  ["UseGlobbing", "on", "1.2.5rc1", "Wildcards in LIST/NLST/STAT arguments"],
  [
    "SystemLog",
    "",
    "1.1.6p11",
    "Replaces syslog by a file; `-` is standard output (with `-n -q`), `none` silences",
  ],
  [
    "ServerLog",
    "",
    "1.2.8rc1",
    "The system log of a server's sessions; `-` and `none` as for SystemLog",
  ],
  ["ExtendedLog", "", "1.1.6p11", "Command log: path, `-` or `syslog:level`, classes, format"],
  [
    "LogFormat",
    'default "%h %l %u %t \\"%r\\" %s %b"',
    "1.1.6p11",
    "Named format for ExtendedLog; `%{json}` is an object with all fields",
  ],
  ["LogOptions", "", "1.3.7rc4", "+/-Hostname, RoleBasedProcessLabels, Timestamp, VirtualHost"],
  ["AllowLogSymlinks", "", "1.2.2rc2", "Permit symlinked log files"],
  ["FactsAdvertise", "on", "1.3.2rc2", "List MLST in FEAT"],
  ["FactsDefault", "", "1.3.8rc3", "Facts sent by default (1.3.8+)"],
  ["FactsOptions", "", "1.3.4b", "UseSlink, AdjustedSymlinks, NoNames (one line only)"],
  ["LangEngine", "on", "1.3.1rc1", "LANG/UTF8 machinery on or off"],
  ["LangDefault", "en_US", "1.3.1rc1", "Default language tag"],
  ["LangOptions", "", "1.3.6rc1", "PreferServerEncoding, RequireValidEncoding"],
  ["LangPath", "", "1.3.1rc1", "Message catalogue directory"],
  ["UseEncoding", "", "1.3.2rc1", "Character set on disk and towards clients; `on`/`off`"],
];
