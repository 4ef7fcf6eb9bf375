/**
 * Directives of older ProFTPD versions that the current one refuses as unknown, and what to write
 * instead. Files that are still around have them.
 *
 * @module
 */

/** Old name → hint. */
export const removed: ReadonlyMap<string, string> = new Map([
  ["AllowChmod", "AllowChmod was removed: use <Limit SITE_CHMOD>"],
  ["AnonymousGroup", "AnonymousGroup was removed: use <Anonymous> with AnonRequirePassword on"],
  ["AuthPAMAuthoritative", "AuthPAMAuthoritative was removed: use AuthOrder mod_auth_pam.c*"],
  ["Bind", "Bind was removed: use DefaultAddress, or several addresses in <VirtualHost>"],
  [
    "BindAddress",
    "BindAddress was removed: use DefaultAddress, or several addresses in <VirtualHost>",
  ],
  ["Classes", "Classes was removed: <Class> sections need no switch"],
  ["DisplayFirstChdir", "DisplayFirstChdir was removed: use DisplayChdir FILE on"],
  ["DisplayGoAway", "DisplayGoAway was removed: use the message of MaxClients"],
  ["GroupPassword", "GroupPassword was removed: use UserPassword, or AuthUserFile"],
  ["HardErrors", "HardErrors was removed: delete the line"],
  ["LoginPasswordPrompt", "LoginPasswordPrompt was removed: delete the line"],
  ["LsDefaultOptions", "LsDefaultOptions was removed: use ListOptions"],
  ["RateReadBPS", "RateReadBPS was removed: use TransferRate RETR"],
  ["RateReadFreeBytes", "RateReadFreeBytes was removed: use TransferRate RETR with free bytes"],
  ["RateReadHardBPS", "RateReadHardBPS was removed: use TransferRate RETR"],
  ["RateWriteBPS", "RateWriteBPS was removed: use TransferRate STOR"],
  ["RateWriteFreeBytes", "RateWriteFreeBytes was removed: use TransferRate STOR with free bytes"],
  ["RateWriteHardBPS", "RateWriteHardBPS was removed: use TransferRate STOR"],
  ["ScoreboardPath", "ScoreboardPath was removed: use ScoreboardFile"],
  ["tcpReceiveWindow", "tcpReceiveWindow was removed: use SocketOptions rcvbuf"],
  ["tcpSendWindow", "tcpSendWindow was removed: use SocketOptions sndbuf"],
  ["TransferPriority", "TransferPriority was removed: delete the line"],
  ["UseHostsAllowFile", "UseHostsAllowFile was removed: use <Limit LOGIN>, or mod_wrap2"],
]);
