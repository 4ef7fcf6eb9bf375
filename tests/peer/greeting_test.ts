/**
 * The greeting: what a server says it is, and which server it is.
 */
import { freePort } from "../harness/free_port.ts";
import { HASHES } from "../harness/password.ts";
import type { Place } from "../harness/server.ts";
import { compare } from "./dialogue/compare.ts";
import { get, login, type Talk } from "./dialogue/talk.ts";

const IDENTS: Record<string, string> = {
  "on": "ServerIdent on",
  "off": "ServerIdent off",
  "a text": 'ServerIdent on "Our own words"',
  "a text with variables": 'ServerIdent on "%L %V %v %{version} %h %% %x"',
  "an empty text": 'ServerIdent on ""',
  "off with a text": 'ServerIdent off "unseen"',
  "a name with blanks": 'ServerName "The \\"big\\" server"\nServerAdmin me@here',
  "another address": "MasqueradeAddress 192.0.2.7",
};

for (const [name, config] of Object.entries(IDENTS)) {
  compare({
    name: `the greeting with ${name} is the original's`,
    session: "each",
    config: `${config}\nDisplayQuit /no/such/file`,
    cases: { "greeting": ["STAT", "HELP NOOP", "HELP", login("alice"), "PASV", "EPSV", "QUIT"] },
  });
}

/** The ports of the other servers of a configuration, by the port of its main server. */
const ports = new Map<number, number[]>();

/** Connects to the server with this number. */
const to = (number: number) => (talk: Talk) =>
  talk.connect(ports.get(talk.server.port)?.[number] ?? talk.server.port);

function servers({ folder, port }: Place): string {
  const [second, third, fourth] = Array.from({ length: 3 }, freePort);
  const bob = `bob:${HASHES.sha512}:65534:65534::${folder}/home/alice:/bin/sh\n`;
  Deno.writeTextFileSync(`${folder}/other`, bob, { mode: 0o600 });
  ports.set(port, [port, second ?? 0, third ?? 0, fourth ?? 0]);
  return `
ServerName "Main"
DefaultServer on
Umask 022
<Global>
  SyslogLevel info
  AccessGrantMsg "Global %u"
  MaxLoginAttempts 2
</Global>
<VirtualHost 127.0.0.1>
  Port ${second}
  ServerName "Second"
  ServerAdmin second@example.org
  AuthUserFile ${folder}/other
  RequireValidShell off
  DefaultRoot ~
  TransferLog ${folder}/xferlog
</VirtualHost>
<VirtualHost 127.0.0.1>
  Port ${third}
  ServerName "Third"
  ServerIdent off
  MaxLoginAttempts 1
  AccessGrantMsg "Third %u"
  AuthUserFile ${folder}/passwd
  RequireValidShell off
  TransferLog none
</VirtualHost>
<VirtualHost 127.0.0.1>
  Port ${fourth}
  ServerName "Closed"
  <Limit LOGIN>
    DenyAll
  </Limit>
</VirtualHost>
`;
}

compare({
  name: "each of several servers has its own settings, and what <Global> has for them",
  session: "each",
  config: servers,
  async prepare({ home }) {
    await Deno.writeTextFile(`${home}/file`, "text\n");
  },
  cases: {
    "main": [login("bob"), login("alice"), "PWD", "STAT", get("RETR file")],
    "second": [to(1), "HELP", login("alice"), login("bob"), "PWD", "STAT", get("RETR file")],
    "third": [to(2), "HELP", login("alice"), "PWD", "STAT", get("RETR file")],
    "third with a wrong password": [to(2), login("alice", "wrong")],
    "fourth": [to(3)],
  },
});
