/**
 * The greeting: what a server says it is, and which server it is.
 */
import { HASHES } from "../harness/password.ts";
import type { Place } from "../harness/server.ts";
import { compare } from "./dialogue/compare.ts";
import { atHost, QUICK, virtualHosts } from "./dialogue/hosts.ts";
import { get, login } from "./dialogue/talk.ts";

const IDENTS: Record<string, string> = {
  "on": "ServerIdent on",
  "off": "ServerIdent off",
  "a text": 'ServerIdent on "Our own words"',
  "a text with variables": 'ServerIdent on "%L %V %v %{version} %h %% %x"',
  "an empty text": 'ServerIdent on ""',
  "off with a text": 'ServerIdent off "unseen"',
  "a name with blanks": 'ServerName "The \\"big\\" server"\nServerAdmin me@here',
  "another address": "MasqueradeAddress 192.0.2.7",
  "an address by its name": "MasqueradeAddress localhost",
};

function servers(place: Place): string {
  const { folder } = place;
  const [second, third, fourth] = virtualHosts(place, 3);
  const bob = `bob:${HASHES.sha512}:65534:65534::${folder}/home/alice:/bin/sh\n`;
  Deno.writeTextFileSync(`${folder}/other`, bob, { mode: 0o600 });
  return `
ServerName "Main"
ServerAdmin main@example.org
DefaultServer on
Umask 022
<Global>${QUICK}
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
    "second": atHost(0, "HELP", login("alice"), login("bob"), "PWD", "STAT", get("RETR file")),
    "third": atHost(1, "HELP", login("alice"), "PWD", "STAT", get("RETR file")),
    "third with a wrong password": atHost(1, login("alice", "wrong")),
    "fourth": atHost(2),
  },
});

/** A server for each way to be greeted. */
function greeters(place: Place): string {
  const own = Object.values(IDENTS);
  const hosts = virtualHosts(place, own.length);
  return `
<Global>${QUICK}
  SyslogLevel info
  AuthUserFile ${place.folder}/passwd
  RequireValidShell off
  DisplayQuit /no/such/file
</Global>
${
    own.map((lines, index) =>
      `<VirtualHost 127.0.0.1>\nPort ${hosts[index]}\n${lines}\n</VirtualHost>`
    )
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
      atHost(index, "HELP NOOP", "HELP", login("alice"), "PASV", "EPSV", "STAT", "QUIT"),
    ]),
  ),
});
