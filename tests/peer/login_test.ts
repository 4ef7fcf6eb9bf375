/**
 * Logins: who gets in, what everybody is told, and what the log says about it.
 */
import { HASHES } from "../harness/password.ts";
import { compare } from "./dialogue/compare.ts";
import type { Difference } from "./dialogue/confront.ts";
import { ends, get, login, put, reconnect } from "./dialogue/talk.ts";
import type { Server } from "../harness/server.ts";

const users = [
  { name: "alice" },
  { name: "toor", uid: 0, gid: 0 },
  { name: "nobody" }, // stands in /etc/ftpusers
  { name: "shell-less", shell: "/no/such/shell" },
  { name: "no-shell", shell: "" },
  { name: "homeless", home: "/no/such/home" },
  { name: "nowhere", home: "" },
  { name: "locked", hash: "!" },
  { name: "star", hash: "*" },
  { name: "open", hash: "" },
  { name: "odd\xe9%u" },
];

/** Everybody's names, and some that nobody has. */
const NAMES = [...users.map(({ name }) => name), "unknown", "root", "ALICE", "x".repeat(300), '"'];

const GUESSES = ["secret", "wrong", ""];

compare({
  name: "refused logins look the same for every reason, and are logged as the original logs them",
  config: "MaxLoginAttempts 1000\nRequireValidShell on\nDefaultRoot ~",
  users: users.filter(({ name }) => name !== "alice" && name !== "no-shell"),
  cases: {
    "names and passwords": NAMES.filter((name) => name !== "odd\xe9%u" && name !== "no-shell")
      .flatMap((name) =>
        GUESSES.slice(name === "homeless" ? 1 : 0)
          .flatMap((guess) => [`USER ${name}`, `PASS ${guess}`])
      ),
    "order": [
      ...["PASS secret", "USER", "USER ", "PASS", "USER unknown", "USER alice", "PASS wrong"],
      ...["PASS secret", "ACCT x", "REIN", "USER unknown", "NOOP", "PASS", "PASS  secret"],
    ],
  },
});

compare({
  name: "logins come to the same end as with the original",
  session: "each",
  config: "MaxLoginAttempts 2",
  users,
  cases: {
    "right": [login("alice"), "PWD", "USER alice", "USER bob", "PASS secret", "QUIT", ends],
    "right after a wrong one": [login("alice", "wrong"), login("alice"), "PWD"],
    "too many wrong ones": [login("alice", "wrong"), login("unknown"), ends],
    "without the right shell": [login("shell-less"), "PWD"],
    "without a shell": [login("no-shell"), "PWD"],
    "with an odd name": [login("odd\xe9%u"), "PWD"],
    "that needs no password": [login("open", "x"), "PWD"],
    "that has none": [login("locked"), login("star"), ends],
    "root": [login("toor"), login("root", ""), ends],
    "in ftpusers": [login("nobody"), login("alice"), "PWD"],
    "with a name that is too long": [
      ...["a", "ab"].map((end) => login("x".repeat(255) + end)),
      ...[`USER ${"y".repeat(300)}`, login("alice")],
    ],
    "hanging up": [login("alice"), reconnect],
    "hanging up before": ["USER alice"],
    "other protocols": ["GET / HTTP/1.1", reconnect, "HELO x", reconnect, "SSH-2.0-x", ends],
  },
});

/** Where somebody starts: the user's name, and what is set for the user's group. */
const PLACES: Record<string, { home?: string; lines: string }> = {
  "jail": { lines: "DefaultRoot ~ <group>" },
  "jail-two-words": { lines: "DefaultRoot ~ <group> <group>" },
  "jail-quoted": { lines: 'DefaultRoot ~ "<group> <group>"' },
  "jail-not": { lines: "DefaultRoot ~/sub !<group>,<group>\nDefaultRoot ~ !nosuchgroup,<group>" },
  "jail-comma": { lines: "DefaultRoot ~ <group>,<group>" },
  "jail-first": { lines: "DefaultRoot ~/sub <group>\nDefaultRoot ~ <group>" },
  "jail-other-word": { lines: "DefaultRoot ~ <group> nosuchgroup" },
  "chdir-other-word": { lines: "DefaultChdir / <group> nosuchgroup" },
  "jail-slash": { lines: "DefaultRoot ~/ <group>" },
  "jail-below": { lines: "DefaultRoot ~/sub <group>" },
  "jail-missing": { lines: "DefaultRoot ~/nope <group>" },
  "jail-file": { lines: "DefaultRoot ~/file <group>" },
  "jail-above": { lines: "DefaultRoot <folder>/home <group>" },
  "jail-above-homeless": { home: "<folder>/home/no", lines: "DefaultRoot <folder>/home <group>" },
  "jail-other": { lines: "DefaultRoot <folder>/other <group>" },
  "jail-user": { lines: "DefaultRoot <folder>/home/%u <group>" },
  "jail-closed": { lines: "DefaultRoot ~/closed <group>" },
  "jail-homeless": { home: "/no/such/home", lines: "DefaultRoot ~ <group>" },
  "jail-nameless": { home: "", lines: "DefaultRoot ~ <group>" },
  "homeless": { home: "/no/such/home", lines: "" },
  "nameless": { home: "", lines: "" },
  "home-is-file": { home: "<folder>/file", lines: "" },
  "home-with-dots": { home: "<folder>/home/../home/jail/./sub", lines: "" },
  "home-by-link": { home: "<folder>/link/jail", lines: "DefaultRoot ~ <group>" },
  "chdir": { lines: "DefaultChdir ~/sub <group>" },
  "chdir-relative": { lines: "DefaultChdir sub <group>" },
  "chdir-absolute": { lines: "DefaultChdir <folder>/other <group>" },
  "chdir-missing": { lines: "DefaultChdir ~/nope <group>" },
  "chdir-file": { lines: "DefaultChdir file <group>" },
  "chdir-closed": { lines: "DefaultChdir closed <group>" },
  "chdir-homeless": { home: "/no/such/home", lines: "DefaultChdir / <group>" },
  "both": { lines: "DefaultRoot ~ <group>\nDefaultChdir ~/sub <group>" },
  "both-relative": { lines: "DefaultRoot ~ <group>\nDefaultChdir sub <group>" },
  "both-absolute": { lines: "DefaultRoot ~ <group>\nDefaultChdir /sub <group>" },
  "both-missing": { lines: "DefaultRoot ~ <group>\nDefaultChdir /nope <group>" },
  "both-above": { lines: "DefaultRoot <folder>/home <group>\nDefaultChdir /jail/sub <group>" },
};

const RESOLVED = "the log names the directory that is meant";
const missingRoot: readonly Difference[] = [
  { why: RESOLVED, theirs: [/: notice: unable to use DefaultRoot /], ours: [] },
  {
    why: RESOLVED,
    theirs: [/: chroot to '~.*' failed for /],
    ours: [/: chroot to '[/<].*' failed for /],
  },
];
const unusable: Record<string, readonly Difference[]> = {
  "jail-missing": missingRoot,
  "jail-homeless": missingRoot,
};

const placed = Object.keys(PLACES).map((name, index) => ({
  name,
  uid: 65534,
  gid: 3000 + index,
  ...PLACES[name]?.home === undefined ? {} : { home: PLACES[name].home },
}));

compare({
  name: "DefaultRoot and DefaultChdir lead where the original's lead",
  session: "each",
  config: ({ folder }) =>
    Object.entries(PLACES).map(([name, { lines }]) =>
      lines.replaceAll("<group>", `${name}s`).replaceAll("<folder>", folder)
    ).join("\n"),
  users: placed,
  async prepare({ folder, accounts }) {
    await Deno.mkdir(`${folder}/other`);
    await Deno.symlink(`${folder}/home`, `${folder}/link`);
    await Deno.writeTextFile(`${folder}/file`, "");
    // Homes can only be told once the folder is known.
    const passwd = await Deno.readTextFile(`${folder}/passwd`);
    await Deno.writeTextFile(`${folder}/passwd`, passwd.replaceAll("<folder>", folder));
    for (const { home } of accounts.filter(({ home }) => home.startsWith(`${folder}/home/`))) {
      await Deno.mkdir(`${home}/sub`);
      await Deno.mkdir(`${home}/closed`, { mode: 0o700 });
      await Deno.writeTextFile(`${home}/file`, "");
    }
  },
  cases: Object.fromEntries(placed.map(({ name }) => [name, {
    steps: [login(name), "PWD"],
    differences: unusable[name],
  }])),
});

compare({
  name: "RootLogin, UseFtpUsers and AccessGrantMsg mean what they mean in the original",
  session: "each",
  config: [
    "RootLogin on",
    "UseFtpUsers off",
    "MaxLoginAttempts 1",
    'AccessGrantMsg "Welcome %u, %% %n"',
    'AccessDenyMsg "No, %u, %x"',
  ].join("\n"),
  users,
  cases: {
    "root": [login("toor"), "PWD"],
    "in ftpusers": [login("nobody"), "PWD"],
    "alice": [login("alice"), "USER alice"],
    "wrong": [login("alice", "wrong"), ends],
    "unknown": [login("unknown"), ends],
  },
});

/** A folder for anonymous users with a file in it. */
async function prepare({ folder }: Server): Promise<void> {
  for (const name of ["anon", "guest", "anon/pub"]) await Deno.mkdir(`${folder}/${name}`);
  await Deno.writeTextFile(`${folder}/anon/file`, "free for all\n");
  await Deno.writeTextFile(`${folder}/anon/login.txt`, "Hello %U in %C\n");
}

compare({
  name: "anonymous areas let in whom the original lets in",
  session: "each",
  needs: [],
  config: ({ folder }) => `
MaxLoginAttempts 2
DefaultRoot ~
AccessGrantMsg "Server %u"
UserAlias al alice
UserAlias nobodys-alias nosuch
<Anonymous ${folder}/anon>
  User ftp-user
  Group nogroup
  UserAlias anonymous ftp-user
  UserAlias ftp ftp-user
  AccessGrantMsg "Area %u"
  DisplayLogin login.txt
  RequireValidShell off
</Anonymous>
<Anonymous ${folder}/guest>
  User guest
  UserAlias g guest
  AnonRequirePassword on
  AccessDenyMsg "Not %u"
  DefaultChdir pub
</Anonymous>
`,
  users: [{ name: "alice" }, { name: "ftp-user" }, { name: "guest" }],
  prepare,
  cases: {
    "anonymous": [
      ...[login("anonymous", "me@example.org"), "PWD", "CWD ..", "PWD", "SIZE file", "STAT"],
      ...["TYPE I", get("RETR file"), put("STOR pub/x y", "up"), get("LIST pub")],
    ],
    "an odd address": {
      steps: [login("ftp", "a b\xe9%\x01"), get("RETR file"), "DELE login.txt"],
      differences: [{
        why: "no client can add columns to the TransferLog",
        theirs: [/ o a a b\xe9%.* ftp 0 [*] c$/],
        ours: [/ o a a_b\xe9%_ ftp 0 [*] c$/],
      }],
    },
    "ftp without a password": [login("ftp", ""), "PWD"],
    "its own name": [login("ftp-user", "x"), "MKD new", "USER ftp-user", "USER anonymous"],
    "with the right password": [login("g"), "PWD"],
    "with a wrong one": [login("g", "wrong"), login("guest", "wrong"), ends],
    "an alias": {
      steps: [login("al"), "PWD", "USER al", "USER alice", "STAT"],
      differences: [{
        why: "who has to give a password is not anonymous",
        theirs: [/: ANON alice: Login successful.$/],
        ours: [/: USER alice: Login successful.$/],
      }],
    },
    "an alias for nobody": {
      steps: [login("nobodys-alias"), login("alice")],
      differences: [
        {
          why: "the words of an area are for those who wanted to go there",
          theirs: ["< 530 Not nobodys-alias"],
          ours: ["< 530 Login incorrect."],
        },
        {
          why: "an unknown user is logged in one form, with the name that was sent",
          theirs: [/: USER nosuch \(Login failed\): No such user found$/],
          ours: [/: USER nobodys-alias: no such user found from 127.0.0.1 \[127.0.0.1\] to /],
        },
      ],
    },
    "another user": [login("alice"), "PWD"],
  },
});

compare({
  name: "an alias for everybody leads to the anonymous area",
  session: "each",
  config: ({ folder }) => `
<Anonymous ${folder}/anon>
  User alice
  UserAlias * alice
  <Limit WRITE>
    DenyAll
  </Limit>
</Anonymous>
`,
  prepare,
  cases: {
    "anybody": [login("anybody", "x"), "PWD", "MKD new", "DELE file", "RETR file", "STOR x"],
    "alice": [login("alice", "x"), "PWD"],
  },
});

compare({
  name: "blanks in a quoted list belong to the names, as in the original",
  session: "each",
  config: `
MaxLoginAttempts 2
<Limit LOGIN>
  Order deny,allow
  DenyUser "alice, bob"
  DenyUser " bob"
  AllowUser "carl dora"
  AllowUser "emil, x",fred
  AllowGroup AND "alices bobs"
</Limit>`,
  users: ["alice", "bob", "carl", "dora", "emil", "fred", "carl dora"].map((name) => ({ name })),
  cases: Object.fromEntries(
    ["alice", "bob", "carl", "dora", "emil", "fred"].map((name) => [name, [login(name), "PWD"]]),
  ),
});

compare({
  name: "LOGIN is denied as the original denies it",
  session: "each",
  config: `
MaxLoginAttempts 2
<Limit LOGIN>
  AllowUser alice
  DenyAll
</Limit>
`,
  users: [{ name: "alice" }, { name: "bob" }],
  cases: {
    "allowed": [login("alice"), "PWD"],
    "denied": [login("bob"), login("bob", "wrong"), ends],
  },
});

compare({
  name:
    "UserPassword takes the place of the password that a user has elsewhere, as in the original",
  session: "each",
  config: `
MaxLoginAttempts 3
UserPassword locked ${HASHES.sha512}
UserPassword open ${HASHES.sha512}
UserPassword closed !
UserPassword odd no-hash
UserPassword ghost ${HASHES.sha512}
UserPassword toor ${HASHES.sha512}
UserPassword twice ${HASHES.sha512}
UserPassword twice !
`,
  users: [
    { name: "locked", hash: "!" },
    { name: "open", hash: "" },
    { name: "closed" },
    { name: "odd" },
    { name: "toor", uid: 0, gid: 0, hash: "!" },
    { name: "twice", hash: "!" },
    { name: "usual" },
  ],
  cases: Object.fromEntries(
    ["locked", "open", "closed", "odd", "ghost", "toor", "twice", "usual"].map((name) => [
      name,
      [login(name, "wrong"), login(name, "no-hash"), login(name), "PWD"],
    ]),
  ),
});
