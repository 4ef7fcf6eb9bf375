import assert from "node:assert/strict";
import { checkConfiguration, hasErrors } from "../../../src/config/mod.ts";
import type { Machine } from "../../../src/modules/advice/machine.ts";
import { advise } from "../../../src/modules/advice/mod.ts";
import { presentModules, vocabulary } from "../../../src/modules/vocabulary.ts";
import { filesOf, MAIN } from "../../config/support.ts";

/** A machine with a few directories (by mode), one link and one user. */
const machine: Machine = {
  look(path) {
    const mode = { "/": 0o755, "/srv": 0o755, "/var/log": 0o755, "/tmp": 0o1777 }[path];
    return mode === undefined ? undefined : { directory: true, mode };
  },
  firstLink: (path) => path.startsWith("/link") ? "/link" : undefined,
  hasUser: (name) => name === "alice",
  hasGroup: (name) => name === "staff",
};

function advice(text: string): string[] {
  const checked = checkConfiguration(MAIN, filesOf({ [MAIN]: `ServerName x\n${text}` }), {
    ...vocabulary,
    defines: new Set(),
    modules: presentModules,
    env: () => undefined,
  });
  assert.deepEqual(checked.findings.filter(({ severity }) => severity === "error"), []);
  assert.equal(hasErrors(checked.findings), false);
  return advise(checked, machine).map(({ severity, message, place }) => {
    assert.equal(severity, "warning");
    return message.replace(` on line ${place?.line} of '${MAIN}'`, ` @${place?.line}`);
  });
}

/** What is written, and what is said of it: line 1 is ServerName's. */
const CASES: Record<string, [config: string, said: string[]]> = {
  "an umask that lets everybody write": [
    "Umask 022 000\n<Directory /srv>\nUmask 000\n</Directory>\n<Global>\nUmask 002\n</Global>",
    [2, 4].map((line) =>
      `Umask: everybody on this machine may write to what clients create @${line}`
    ),
  ],
  "root's logins": [
    "RootLogin on\nUser root\n",
    [
      "RootLogin: a password is all that stands between anybody and root's files @2",
      "User: sessions are root until somebody has logged in @3",
    ],
  ],
  "what decides about a login in sections that count later": [
    "<IfUser alice>\nDefaultRoot /srv\nUmask 077\n</IfUser>\n" +
    "<IfGroup staff>\nRequireValidShell off\n</IfGroup>\n" +
    "<IfClass local>\nRequireValidShell off\n</IfClass>\n",
    [[3, "DefaultRoot"], [7, "RequireValidShell"]].map(([line, name]) =>
      `${name}: it decides about logins before such a section counts, so it has no effect @${line}`
    ),
  ],
  "files whose directories are not there": [
    "PidFile /nowhere/pid\nTLSLog /nowhere/tls\nBanLog /nowhere/ban\nQuotaLog /var/log/quota\n",
    [[4, "BanLog"], [3, "TLSLog"], [2, "PidFile"]].map(([line, name]) =>
      `${name}: there is no directory '/nowhere' @${line}`
    ),
  ],
  "groups that nobody is in": [
    "DefaultRoot ~ staff,!nosuch\nDefaultChdir /srv staff nobodys\nDefaultRoot ~ *\n",
    [
      "DefaultRoot: there is no group 'nosuch' on this machine @2",
      "DefaultChdir: there is no group 'nobodys' on this machine @3",
    ],
  ],
  "groups that a file may know": [
    "AuthGroupFile /etc/groups\nDefaultRoot ~ nosuch\n",
    [],
  ],
  "data for other machines": [
    "AllowForeignAddress on\n",
    ["AllowForeignAddress: clients may have data sent to machines that are not theirs @2"],
  ],
  "uploads of anybody": [
    "<Anonymous /srv>\n</Anonymous>\n",
    ["<Anonymous>: nothing but file permissions keeps anybody from uploading @2"],
  ],
  "no uploads of anybody": [
    "<Anonymous /srv>\n<Directory *>\n<Limit WRITE>\nDenyAll\n</Limit>\n</Directory>\n</Anonymous>",
    [],
  ],
  "an address without ports": [
    "MasqueradeAddress 192.0.2.1\n",
    ["MasqueradeAddress: any port may be used behind it @2"],
  ],
  "an address with ports": ["MasqueradeAddress 192.0.2.1\nPassivePorts 50000 50099\n", []],
  "fewer ports than clients": [
    "PassivePorts 50000 50009\nMaxInstances 30\nMaxClients 20\n",
    ["PassivePorts: 10 ports are fewer than the 20 clients that there may be at a time @2"],
  ],
  "enough ports": ["PassivePorts 50000 50029\nMaxInstances 30\n", []],
  "limits that limit nothing": [
    "<Limit WRITE>\n</Limit>\n<Limit READ,DIRS>\nDenyAll\n</Limit>\n",
    [
      "<Limit>: there is nothing in it, so it has no effect @2",
      "<Limit>: 'READ,DIRS' is no command, so nothing is limited by it @4",
    ],
  ],
  "limits that are never asked": [
    "<Limit STORE retr SITE_WHATEVER>\nDenyAll\n</Limit>\n" +
    "<Directory />\n<Limit LOGIN>\nDenyAll\n</Limit>\n</Directory>\n",
    [
      "<Limit>: 'STORE' is no command of this server, so nothing is limited by it @2",
      "<Limit>: nobody logs in to a <Directory>, so this is never asked @6",
    ],
  ],
  "limits that contradict": [
    "<Limit ALL>\nAllowAll\nDenyAll\n</Limit>\n<Limit STOR DELE>\nDenyAll\n</Limit>\n" +
    "<Limit dele stor>\nAllowAll\n</Limit>\n",
    [
      "DenyAll: AllowAll stands in the same <Limit> @4",
      "<Limit>: another <Limit DELE STOR> follows and decides @6",
    ],
  ],
  "names that nobody has": [
    "<Limit ALL>\nAllowUser alice,bob\nDenyGroup !staff\nAllowGroup wheel\nDenyClass here\n</Limit>\n",
    [
      "AllowUser: there is no user 'bob' @3",
      "AllowGroup: there is no group 'wheel' @5",
      "DenyClass: there is no class 'here' @6",
    ],
  ],
  "names from elsewhere": [
    "AuthUserFile /etc/ftp.users\nUserAlias bobby alice\n<Class here>\nFrom 192.0.2.1\n</Class>\n" +
    "<Limit ALL>\nAllowUser *,bobby,carol\nAllowClass here\nDenyUser regex ^x\n</Limit>\n",
    [],
  ],
  "files that clients can come to": [
    "AuthUserFile /srv/users\nTransferLog /var/log/xferlog\nDefaultRoot /srv\n",
    ["AuthUserFile: '/srv/users' lies in the root '/srv' of clients @2"],
  ],
  "logs without a place": [
    "TransferLog /none/x\nSystemLog /tmp/x\n<VirtualHost 127.0.0.9>\nTransferLog none\n</VirtualHost>",
    [
      "SystemLog: '/tmp' is a world-writable directory, in which no log is opened @3",
      "TransferLog: there is no directory '/none' @2",
    ],
  ],
  "logs of commands without a place, or without a form": [
    'LogFormat good %h\nLogFormat one "%h %q %{nonsense}"\nServerLog /tmp/x\nExtendedLog /var/log/x ALL one\n' +
    "<Anonymous /srv>\nExtendedLog /tmp/y READ two\nExtendedLog syslog:info ALL default\n</Anonymous>",
    [
      "<Anonymous>: nothing but file permissions keeps anybody from uploading @6",
      "ServerLog: '/tmp' is a world-writable directory, in which no log is opened @4",
      "ExtendedLog: '/tmp' is a world-writable directory, in which no log is opened @7",
      "ExtendedLog: unknown format name 'two': nothing is logged there @7",
      "LogFormat: '%q', '%{nonsense}': no such variable @3",
    ],
  ],
  "traces that there are not": [
    "Trace auth:10 auth.pam:3 DEFAULT:1\nTrace session fsio:3-5 tls.shmcache:1 tls:7\n" +
    "<Global>\nTrace lock:1\n</Global>",
    [
      "Trace: nothing is ever traced on 'fsio', 'tls.shmcache' @3",
      "Trace: nothing is ever traced on 'lock' @5",
    ],
  ],
  "links and missing directories": [
    "DefaultRoot /link/a staff\nDefaultRoot /gone\nDefaultRoot ~\n<Directory /link/*>\nUmask 022\n" +
    "</Directory>\n<Directory /nothing/yet>\nUmask 022\n</Directory>\n",
    [
      "DefaultRoot: '/link' is a symbolic link @2",
      "DefaultRoot: there is no directory '/gone' @3",
      "<Directory>: '/link' is a symbolic link @5",
    ],
  ],
  "directories out of reach": [
    "DefaultRoot /srv\n<Directory /srv/in>\nUmask 022\n</Directory>\n<Directory />\nUmask 022\n" +
    "</Directory>\n<Directory /var>\nUmask 022\n</Directory>\n<Directory ~/x>\nUmask 022\n</Directory>\n",
    ["<Directory>: '/var' lies in no root of clients, so it has no effect @9"],
  ],
};

for (const [name, [config, said]] of Object.entries(CASES)) {
  Deno.test(`advice on ${name}`, () => {
    assert.deepEqual(advice(config), said);
  });
}

Deno.test("a server without a name is told what clients see", () => {
  const checked = checkConfiguration(MAIN, filesOf({ [MAIN]: "Port 21\n" }), {
    ...vocabulary,
    defines: new Set(),
    modules: presentModules,
    env: () => undefined,
  });
  assert.deepEqual(advise(checked, machine).map(({ message }) => message), [
    "ServerName is missing: clients are told 'ProFTPD'",
  ]);
});
