/**
 * `<Anonymous>` areas and passwords: who gets in where, as whom, and what the log says.
 */
import { HASHES } from "../harness/password.ts";
import type { Server } from "../harness/server.ts";
import { compare } from "./dialogue/compare.ts";
import type { Difference } from "./dialogue/confront.ts";
import { ends, get, login, put } from "./dialogue/talk.ts";

const users = ["alice", "bob", "carol", "dora", "nobody"].map((name) => ({ name }));

async function prepare({ folder }: Server): Promise<void> {
  for (const path of ["anon", "anon/pub", "own", "own/g", "home/carol/deep", "robots"]) {
    await Deno.mkdir(`${folder}/${path}`);
  }
  await Deno.chown(`${folder}/anon/pub`, 65534, 65534);
  await Deno.symlink(`${folder}/anon`, `${folder}/link`);
  await Deno.writeTextFile(`${folder}/anon/file`, "free for all\n");
  await Deno.writeTextFile(`${folder}/anon/login.txt`, "Hello %U\n");
  await Deno.writeTextFile(`${folder}/own/g/mine`, "mine\n");
  await Deno.writeTextFile(`${folder}/robots/robots.txt`, "Allow: /\n");
}

const inaccessible = (ours: RegExp): Difference => ({
  why: "the log names the directory that is meant",
  theirs: [/: Directory <folder>\/\w+\/ is not accessible$/],
  ours: [ours],
});

compare({
  name: "anonymous areas reject and let in whom the original does",
  session: "each",
  config: ({ folder }) => `
MaxLoginAttempts 3
<Anonymous ${folder}/anon>
  User alice
  UserAlias anonymous alice
  UserAlias ftp alice
  AnonRejectPasswords evil[.]org$ [NC]
  AllowEmptyPasswords off
  DisplayLogin login.txt
  DefaultChdir pub
  <Directory pub>
    <Limit STOR>
      DenyAll
    </Limit>
  </Directory>
</Anonymous>
<Anonymous ${folder}/own>
  User bob
  UserAlias g bob
  UserAlias h bob
  UserDirRoot on
</Anonymous>
<Anonymous ~carol>
  User carol
  RequireValidShell on
  <Limit LOGIN>
    DenyUser alice
  </Limit>
</Anonymous>
<Anonymous ${folder}/none>
  User dora
  AccessDenyMsg "No area for %u"
</Anonymous>
<Anonymous ${folder}/anon>
  User nobody
</Anonymous>
`,
  users,
  prepare,
  cases: {
    "an address that is rejected": [
      login("ftp", "me@EVIL.org"),
      login("ftp", "me@evil.organisation"),
      "PWD",
      put("STOR x", "x"),
    ],
    "no address": ["USER ftp", "PASS", "PASS me@here", "USER ftp", "PASS ", "USER ftp", "PASS"],
    "too many rejected addresses": [
      ...[login("ftp", "@evil.org"), login("ftp", "@evil.org"), login("ftp", "@evil.org"), ends],
    ],
    "a directory of one's own": [login("g", "me@here"), "PWD", get("NLST")],
    "no directory of one's own": {
      steps: [login("h", "me@here"), "PWD"],
      differences: [inaccessible(/: Directory <folder>\/own\/h is not accessible$/)],
    },
    "by the name of the area": [login("bob", "me@here"), "PWD", get("NLST")],
    "a home as area": [login("carol", "x"), "PWD", "CWD deep", "PWD"],
    "no directory at all": {
      steps: [login("dora", "x"), "PWD"],
      differences: [inaccessible(/: Directory <folder>\/none is not accessible$/)],
    },
    "in ftpusers": [login("nobody", "x"), "PWD"],
    "robots": {
      steps: [
        ...[login("g", "@"), "SIZE robots.txt", "MDTM robots.txt", "MLST robots.txt"],
        ...[get("RETR robots.txt"), get("RETR /robots.txt"), get("RETR pub/robots.txt")],
        ...["TYPE I", get("RETR robots.txt"), "CWD g"],
      ],
      differences: [{
        why: "nothing went wrong",
        theirs: [/: error using sendfile\(\): \[9\] Bad file descriptor$/],
        ours: [],
      }],
    },
    "robots from below": [login("ftp", "@"), get("RETR robots.txt"), get("RETR ../robots.txt")],
  },
});

compare({
  name: "passwords in areas are asked for as by the original",
  session: "each",
  config: ({ folder }) => `
MaxLoginAttempts 3
MaxPasswordSize 8
UserPassword alice ${HASHES.sha512.replace("$6$", "$6$x")}
UserPassword dora ${HASHES.sha512}
<Anonymous ${folder}/anon>
  User bob
  UserAlias g bob
  UserAlias carol bob
  AnonRequirePassword on
  AuthUsingAlias on
</Anonymous>
<Anonymous ${folder}/robots>
  User alice
  AnonAllowRobots on
  UserPassword alice ${HASHES.sha512}
  AnonRequirePassword on
</Anonymous>
`,
  users,
  prepare,
  cases: {
    "an alias without a password": [login("g"), login("g", "wrong")],
    "an alias with a password": [login("carol"), "PWD"],
    "the user himself": [login("bob"), "PWD"],
    "a password of the area": [login("alice"), get("RETR robots.txt")],
    "a password that is too long": [login("dora", "secret789"), login("dora"), "PWD"],
    "no password": ["USER dora", "PASS", "USER dora", "PASS secret"],
  },
});

compare({
  name: "AuthAliasOnly refuses whom the original refuses",
  session: "each",
  config: ({ folder }) => `
UserAlias al alice
<Anonymous ${folder}/anon>
  User bob
  UserAlias g bob
  AuthAliasOnly on
</Anonymous>
`,
  users,
  prepare,
  cases: {
    "an alias": [login("g"), "PWD"],
    "the user of the area": [login("bob")],
    "another user": [login("carol")],
    "nobody's name": [login("unknown")],
  },
});

compare({
  name: "AllowChrootSymlinks off refuses links that the original refuses",
  session: "each",
  config: ({ folder }) => `
AllowChrootSymlinks off
DefaultRoot ${folder}/link/pub alices
DefaultRoot ${folder}/link carols
DefaultRoot ${folder}/anon doras
<Anonymous ${folder}/link>
  User bob
</Anonymous>
`,
  users: users.map((user, index) => ({ ...user, uid: 65534, gid: 3000 + index })),
  prepare,
  cases: {
    "on the way": [login("alice"), ends],
    "at the end": [login("carol"), ends],
    "none": [login("dora"), "PWD"],
    "an area": [login("bob", "x"), "PWD"],
  },
});
