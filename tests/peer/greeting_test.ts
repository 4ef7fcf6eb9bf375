/**
 * The greeting: what a server says it is, and which server it is.
 */
import { freePort } from "../harness/free_port.ts";
import { HASHES } from "../harness/password.ts";
import type { Place } from "../harness/server.ts";
import { type Case, compare } from "./dialogue/compare.ts";
import { get, login, type Step } from "./dialogue/talk.ts";

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

/** What would make the original wait at every login; ours has none of it. */
const QUICK = `
  <IfModule mod_auth_pam.c>
    AuthPAM off
  </IfModule>
  <IfModule mod_delay.c>
    DelayEngine off
  </IfModule>
  SyslogLevel info`;

/** The ports of the other servers of a configuration, by the port of its main server. */
const ports = new Map<number, number[]>();

/** A conversation with the server that has this number. */
const at = (number: number, ...steps: Step[]): Case => ({
  steps,
  port: (server) => ports.get(server.port)?.[number] ?? server.port,
});

function servers({ folder, port }: Place): string {
  const [second, third, fourth] = Array.from({ length: 3 }, freePort);
  const bob = `bob:${HASHES.sha512}:65534:65534::${folder}/home/alice:/bin/sh\n`;
  Deno.writeTextFileSync(`${folder}/other`, bob, { mode: 0o600 });
  ports.set(port, [port, second ?? 0, third ?? 0, fourth ?? 0]);
  return `
ServerName "Main"
ServerAdmin main@example.org
DefaultServer on
Umask 022
<Global>${QUICK}
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
    "second": at(1, "HELP", login("alice"), login("bob"), "PWD", "STAT", get("RETR file")),
    "third": at(2, "HELP", login("alice"), "PWD", "STAT", get("RETR file")),
    "third with a wrong password": at(2, login("alice", "wrong")),
    "fourth": at(3),
  },
});

/** A server for each way to be greeted. */
function greeters({ folder, port }: Place): string {
  const own = Object.values(IDENTS).map((lines) => ({ lines, port: freePort() }));
  ports.set(port, own.map(({ port }) => port));
  return `
<Global>${QUICK}
  AuthUserFile ${folder}/passwd
  RequireValidShell off
  DisplayQuit /no/such/file
</Global>
${
    own.map(({ lines, port }) => `<VirtualHost 127.0.0.1>\nPort ${port}\n${lines}\n</VirtualHost>`)
      .join("\n")
  }
`;
}

compare({
  name: "the greeting is the original's",
  session: "each",
  config: greeters,
  cases: Object.fromEntries(
    Object.keys(IDENTS).map((name, index) => [
      name,
      at(index, "HELP NOOP", "HELP", login("alice"), "PASV", "EPSV", "STAT", "QUIT"),
    ]),
  ),
});
