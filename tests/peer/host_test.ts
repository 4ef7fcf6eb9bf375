/**
 * HOST: which server a name leads to, and what is another server's afterwards.
 */
import type { Place } from "../harness/server.ts";
import { compare } from "./dialogue/compare.ts";
import type { Difference } from "./dialogue/confront.ts";
import { QUICK } from "./dialogue/hosts.ts";
import { ends, get, login } from "./dialogue/talk.ts";

const MAIN_HAS_NAMES: Difference = {
  why: "the documentation allows ServerAlias in the main server, too",
  theirs: ["< 504 main.org: Unknown hostname provided"],
  ours: [/^< 220 ProFTPD Server \(Main\)/],
};

function servers(place: Place): string {
  const { folder, port } = place;
  return `
ServerName "Main"
ServerAlias main.org
DefaultServer off
MaxLoginAttempts 3
UserAlias al alice
<Global>${QUICK}
  SyslogLevel info
  AuthUserFile ${folder}/passwd
  RequireValidShell off
</Global>
<VirtualHost 127.0.0.1>
  Port ${port}
  ServerName "First"
  ServerAlias first.org *.first.org ab*.org
  ServerAlias First.Two.ORG
  ServerIdent on "first server %v"
  ServerAdmin admin@first.org
  DisplayConnect ${folder}/connect.txt
  TransferLog ${folder}/xferlog
  AccessGrantMsg "First %u"
  UserAlias al bob
  DefaultRoot ~
</VirtualHost>
<VirtualHost localhost>
  Port ${port}
  ServerName "Second"
  ServerAlias second.org first.org abc.org sec?nd.net
  MaxLoginAttempts 1
  MasqueradeAddress 192.0.2.9
  AccessDenyMsg "Second does not know %u"
  <Limit LOGIN>
    DenyUser bob
  </Limit>
  <Anonymous ${folder}/anon>
    User alice
    UserAlias ftp alice
    RequireValidShell off
  </Anonymous>
</VirtualHost>
<VirtualHost 127.0.0.1>
  Port ${port}
  ServerName "Closed"
  ServerAlias closed.org
  <Limit LOGIN>
    DenyAll
  </Limit>
</VirtualHost>
<VirtualHost 127.0.0.2>
  Port ${port}
  ServerName "Elsewhere"
  ServerAlias elsewhere.org
</VirtualHost>
`;
}

compare({
  name: "HOST leads where the original's leads, and takes over what the original takes over",
  session: "each",
  config: servers,
  users: [{ name: "alice" }, { name: "bob" }],
  async prepare({ folder, home }) {
    await Deno.writeTextFile(`${folder}/connect.txt`, "Welcome to %V\n");
    await Deno.writeTextFile(`${home}/file`, "text\n");
    await Deno.mkdir(`${folder}/anon`);
  },
  cases: {
    "names": [
      ...["HOST first.org", "HOST x.first.org", "HOST X.FIRST.ORG", "HOST .first.org"],
      ...[
        "HOST first.two.org",
        "HOST abx.org",
        "HOST localhost",
        "HOST abc.org",
        "HOST closed.org",
      ],
      "HOST second.org",
    ],
    "the main server's": { steps: ["HOST main.org"], differences: [MAIN_HAS_NAMES] },
    "no names": [
      ...["HOST", "HOST ", "HOST a b", "HOST [", "HOST ]", "HOST []", "HOST [x]", "HOST ::1"],
      ...["HOST [::1]", "HOST 127.0.0.1", "HOST 127.0.0.2", "HOST 1.2.3", "HOST 01.2.3.4"],
      ...["HOST [127.0.0.1]", "HOST x:21", "HOST first.org:21", "HOST 127.0.0.1:21"],
      ...["HOST fe80::1%1", 'HOST "first.org"', "HELP HOST"],
    ],
    "before USER": [
      "HOST first.org",
      "HELP",
      login("alice"),
      "PWD",
      "STAT",
      get("RETR file"),
      "HOST first.org",
      "HOST",
    ],
    "between USER and PASS": ["USER alice", "HOST first.org", "PASS secret", "STAT"],
    "an alias of the server before": ["USER al", "HOST second.org", "PASS secret", ends],
    "an alias of the server after": ["USER al", "HOST first.org", "PASS secret", "STAT"],
    "into an anonymous area": ["USER ftp", "HOST second.org", "PASS me@here", "STAT", "PASV"],
    "out of an anonymous area": [
      "HOST second.org",
      "USER ftp",
      "HOST first.org",
      "PASS x",
      login("alice"),
      "STAT",
    ],
    "after a refused login": [login("alice", "wrong"), "HOST first.org", login("bob"), "STAT"],
    "to a server that lets nobody in": ["HOST closed.org", login("alice"), "HOST first.org"],
    "to a server that refuses somebody": ["HOST second.org", login("bob"), ends],
    "after login": [login("alice"), "HOST first.org", "HOST 127.0.0.1", "HOST [x", "HOST"],
  },
});
