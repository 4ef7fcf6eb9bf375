/**
 * Logins by PAM, beside the original: the reply, the lines in the server's log, and what PAM's modules
 * write to syslog.
 */
import assert from "node:assert/strict";
import { HASHES, PASSWORD } from "../harness/password.ts";
import { startPeer } from "../harness/peer.ts";
import { PRIVATE_ETC_NEEDS } from "../harness/private_etc.ts";
import { PEER_PROGRAM, test } from "../harness/requires.ts";
import { type Server, type ServerOptions, startServer } from "../harness/server.ts";
import { type SystemUser, systemUsers } from "../harness/system_users.ts";
import { waitFor } from "../harness/wait_for.ts";

const NEEDS = ["peer", "root", "python3", "logger", ...PRIVATE_ETC_NEEDS];

/**
 * Where modules fail: the argument of pam_debug(8), the kind of lines that it stands in, and the results
 * that are tried.
 */
const PLACES = [
  {
    argument: "auth",
    kind: "auth",
    results: ["auth_err", "authinfo_unavail", "cred_insufficient", "maxtries", "user_unknown"],
  },
  {
    argument: "acct",
    kind: "account",
    results: ["acct_expired", "new_authtok_reqd", "perm_denied", "user_unknown", "auth_err"],
  },
  {
    argument: "open_session",
    kind: "session",
    results: ["session_err", "acct_expired", "user_unknown", "system_err"],
  },
  {
    argument: "cred",
    kind: "auth",
    results: ["cred_err", "cred_expired", "cred_unavail", "user_unknown", "ignore"],
  },
  { argument: "close_session", kind: "session", results: ["session_err"] },
];

const PERMIT: Record<string, string> = {
  auth: "auth required pam_permit.so",
  account: "account required pam_permit.so",
  session: "session required pam_permit.so",
};

/** A service of which one kind of lines is another. */
function service(changed: Partial<Record<string, string>>): string {
  return Object.values({ ...PERMIT, ...changed }).join("\n") + "\n";
}

const services: Record<string, string> = {
  permit: service({}),
  deny: service({ auth: "auth required pam_deny.so" }),
  unix: "auth required pam_unix.so nodelay\naccount required pam_unix.so\n" +
    "session required pam_unix.so\n",
  empty: service({ auth: "auth required pam_unix.so nodelay nullok" }),
  told: ["auth", "account", "session"].map((kind) =>
    `${kind} optional pam_warn.so\n${kind} required pam_unix.so ${
      kind === "auth" ? "nodelay" : ""
    }\n`
  ).join(""),
};
for (const { argument, kind, results } of PLACES) {
  for (const result of results) {
    services[`${argument}-${result}`.replaceAll("_", "-")] = service({
      [kind]: `${kind} required pam_debug.so ${argument}=${result}`,
    });
  }
}

const today = Math.floor(Date.now() / 86_400_000);

/** System users with `aging` of shadow(5), and some with odd passwords. */
const users: SystemUser[] = Object.entries<Partial<SystemUser>>({
  carol: {},
  expired: { aging: `${today - 10}:0:99999:7::${today - 1}:` },
  ends: { aging: `${today - 10}:0:99999:7::${today + 30}:` },
  zero: { aging: `${today - 10}:0:99999:7::0:` },
  "must-change": { aging: "0:0:99999:7:::" },
  old: { aging: `${today - 100}:0:50:7:::` },
  inactive: { aging: `${today - 100}:0:50:7:10::` },
  warned: { aging: `${today - 45}:0:50:7:::` },
  "no-maximum": { aging: `${today - 100}:0::7:10::` },
  future: { aging: `${today + 100}:0:50:7:10::` },
  unset: { aging: ":::::::" },
  locked: { hash: `!${HASHES.sha512}` },
  star: { hash: "*" },
  open: { hash: "" },
  shadowless: { aging: null },
  "shell-less": { shell: "/no/such/shell" },
}).map(([name, more], index) => ({
  name,
  uid: 20_010 + index,
  gid: 20_010 + index,
  hash: HASHES.sha512,
  shell: "/bin/sh",
  ...more,
}));

/** A server and what came to its syslog. */
interface Side {
  readonly server: Server;
  syslog(): Promise<string>;
}

/** Both servers, each with the system's users and services above. */
async function both(options: ServerOptions, work: (side: Side) => Promise<string[]>) {
  const [theirs, ours] = await Promise.all([
    side(PEER_PROGRAM, startPeer, options, work),
    side(undefined, startServer, options, work),
  ]);
  assert.deepEqual(ours, theirs);
  return ours;
}

async function side(
  program: string | undefined,
  start: (options: ServerOptions) => Promise<Server>,
  options: ServerOptions,
  work: (side: Side) => Promise<string[]>,
): Promise<string[]> {
  await using system = await systemUsers(users, { services, program, syslog: true });
  await using server = await start({ ...options, program: system.program });
  return await work({ server, syslog: () => system.syslog() });
}

/** Virtual hosts, each with the lines under its name; a client asks for one by HOST. */
function hosts(lines: Record<string, string>): (place: { port: number }) => string {
  return ({ port }) =>
    [
      "SyslogLevel info",
      ...Object.entries(lines).flatMap(([name, text]) => [
        "<VirtualHost 127.0.0.1>",
        `Port ${port}`,
        `ServerName ${name}`,
        `ServerAlias ${name}.test`,
        "SyslogLevel info",
        text,
        "</VirtualHost>",
      ]),
    ].join("\n");
}

/** Logs in at `host`, if there are any, and out again; the reply, and what the log says of it. */
async function login(server: Server, host: string, name: string, password: string) {
  const before = (await server.log()).length;
  await using client = await server.connect();
  if (host !== "") await client.expect(`HOST ${host}.test`, 220);
  await client.expect(`USER ${name}`, 331);
  const { text } = await client.command(`PASS ${password}`);
  await client.command("QUIT");
  await waitFor("the session's end", async () => {
    return (await server.log()).slice(before).includes("FTP session closed.");
  });
  const log = (await server.log()).slice(before).split("\n")
    .filter((line) => /PAM|USER|ANON|account for|SECURITY/.test(line))
    .map((line) => line.replace(/^.*\]\): /, "").replace(/:\d+$/, ":<port>"));
  return [`${host}: ${name} ${password}: ${text}`, ...log];
}

test({
  name: "every refusal of PAM's is told and logged as by the original",
  needs: NEEDS,
  async fn() {
    const names = Object.keys(services).filter((name) => name.includes("-"));
    const config = hosts(Object.fromEntries(names.map((name) => [
      name,
      `AuthPAMConfig ${name}\nAuthOrder mod_auth_pam.c* mod_auth_unix.c`,
    ])));
    await both({ config }, async ({ server }) => {
      const told: string[] = [];
      for (const name of names) told.push(...await login(server, name, "carol", "any"));
      return told;
    });
  },
});

test({
  name: "PAM and the sources of users have their say in the original's order",
  needs: NEEDS,
  async fn() {
    const orders = [
      ...["mod_auth_pam.c", "mod_auth_pam.c*", "mod_auth_unix.c", "mod_auth_unix.c mod_auth_pam.c"],
      ...["mod_auth_unix.c* mod_auth_pam.c", "mod_auth_unix.c mod_auth_pam.c*"],
      ...["mod_auth_pam.c mod_auth_unix.c", "mod_auth_pam.c* mod_auth_file.c mod_auth_unix.c"],
      ...["mod_auth_pam.c mod_auth_file.c mod_auth_unix.c", "mod_auth_file.c* mod_auth_pam.c"],
    ];
    const lines: Record<string, string> = {};
    for (const [index, order] of orders.entries()) {
      for (const service of ["permit", "deny"]) {
        lines[`order${index}${service}`] = `AuthPAMConfig ${service}\nAuthOrder ${order}`;
      }
    }
    const config = (place: { folder: string; port: number }) =>
      hosts(lines)(place).replaceAll("Port ", `AuthUserFile ${place.folder}/passwd\nPort `);
    await both(
      { config, users: [{ name: "alice", uid: 20_001, gid: 20_001 }] },
      async ({ server }) => {
        const told: string[] = [];
        for (const host of Object.keys(lines)) {
          told.push(
            ...await login(server, host, "alice", PASSWORD),
            ...await login(server, host, "alice", "wrong"),
            ...await login(server, host, "carol", PASSWORD),
          );
        }
        return told;
      },
    );
  },
});

/** Ways to ask, each on servers of its own: there, what one host makes authoritative is so for all. */
const WAYS: Record<string, string> = {
  "by PAM alone": "AuthPAM on\nAuthPAMConfig unix\nAuthOrder mod_auth_pam.c* mod_auth_unix.c",
  "by PAM as well": "AuthPAM on\nAuthPAMConfig unix\nAuthOrder mod_auth_pam.c mod_auth_unix.c",
  "without PAM": "AuthOrder mod_auth_pam.c* mod_auth_unix.c\nAuthPAM off",
  "with empty passwords":
    "AuthPAM on\nAuthPAMConfig empty\nAuthOrder mod_auth_pam.c* mod_auth_unix.c",
};

for (const [way, lines] of Object.entries(WAYS)) {
  test({
    name: `accounts that shadow(5) limits are open and closed as with the original, ${way}`,
    needs: NEEDS,
    async fn() {
      const config = `SyslogLevel info\nRequireValidShell on\n${lines}`;
      await both({ config }, async ({ server }) => {
        const told: string[] = [];
        const isEmpty = lines.includes("empty");
        const password = isEmpty ? "" : PASSWORD;
        // Of whom nobody lets in PAM is not told the password, so that the log has the other reason.
        const asked = users.filter(({ name }) => !isEmpty || name !== "shell-less");
        for (const { name } of asked) told.push(...await login(server, "", name, password));
        for (const name of ["carol", "expired", "old", "open"]) {
          told.push(...await login(server, "", name, "wrong"));
        }
        return told;
      });
    },
  });
}

test({
  name: "PAM's modules are called, and told about the client, as by the original",
  needs: NEEDS,
  async fn() {
    const anonymous = [
      "<Anonymous ~carol>",
      "User carol",
      "UserAlias guest carol",
      "AnonRequirePassword on",
      "</Anonymous>",
    ].join("\n");
    const common = "AuthPAMConfig told\nAuthOrder mod_auth_pam.c* mod_auth_unix.c\n";
    const config = hosts({
      jailed: `${common}DefaultRoot ~`,
      quiet: `${common}AuthPAMOptions NoTTY`,
      area: common + anonymous,
    });
    await both({ config }, async ({ server, syslog }) => {
      const told = [
        ...await login(server, "jailed", "carol", PASSWORD),
        ...await login(server, "jailed", "carol", "wrong"),
        ...await login(server, "jailed", "expired", PASSWORD),
        ...await login(server, "quiet", "carol", PASSWORD),
        ...await login(server, "area", "guest", PASSWORD),
      ];
      const lines = (await syslog()).replace(/<\d+>.{15} /g, (start) => start.slice(0, 4))
        .replace(/ftpd\d+/g, "ftpd<pid>");
      return [...told, ...lines.split("\n")];
    });
  },
});

test({
  name:
    "who is not known is asked about in PAM like others, and nothing is opened for whom is refused",
  needs: NEEDS.filter((need) => need !== "peer"),
  async fn() {
    await using system = await systemUsers(users, { services, syslog: true });
    await using server = await startServer({
      program: system.program,
      config: "AuthPAMConfig told\nAuthOrder mod_auth_pam.c* mod_auth_unix.c\n" +
        "RequireValidShell on\nMaxLoginAttempts 100\n<Limit LOGIN>\nDenyUser old\n</Limit>",
    });
    const asked = async (name: string, password: string) => {
      const before = (await system.syslog()).length;
      await using client = await server.connect();
      await client.expect(`USER ${name}`, 331);
      await client.expect(`PASS ${password}`, "530 Login incorrect.");
      const lines = (await system.syslog()).slice(before);
      return [...lines.matchAll(/function=\[(\w+)\]/g)].map(([, called]) => called);
    };
    const known = await asked("carol", "wrong");
    assert.deepEqual(known, ["pam_sm_authenticate"]);
    assert.deepEqual(await asked("nobody-there", "wrong"), known);
    assert.deepEqual(await asked("root", "wrong"), known);
    // Not even of a right password: PAM lets those wait whose password is wrong.
    assert.deepEqual(await asked("old", PASSWORD), known);
    assert.deepEqual(await asked("shell-less", PASSWORD), known);
    assert.equal((await system.syslog()).split("authentication failure").length - 1, 5);
  },
});

test({
  name: "the trace log tells what the original's tells of PAM",
  needs: NEEDS,
  async fn() {
    const said = /using PAM service|authentication error|ing PAM session/;
    const config = ({ folder }: { folder: string }) =>
      "AuthPAM on\nAuthPAMConfig unix\nAuthOrder mod_auth_pam.c* mod_auth_unix.c\n" +
      `SyslogLevel info\nTraceLog ${folder}/trace\nTrace auth.pam:20`;
    await both({ config }, async ({ server }) => {
      await login(server, "", "carol", "wrong");
      await login(server, "", "carol", PASSWORD);
      return (await server.read("trace")).split("\n").filter((line) => said.test(line))
        .map((line) => line.replace(/^.*</, "<"));
    });
  },
});

for (const template of ["off", "on"]) {
  test({
    name: `PAM sessions last as long as logins (SessionTemplate ${template})`,
    needs: NEEDS.filter((need) => need !== "peer"),
    async fn() {
      await using system = await systemUsers(users, { services, syslog: true });
      await using server = await startServer({
        program: system.program,
        config: "AuthPAMConfig unix\nAuthOrder mod_auth_pam.c* mod_auth_unix.c\nDefaultRoot ~\n" +
          `SessionTemplate ${template}`,
      });
      await using client = await server.connect();
      await client.expect("USER carol", 331);
      await client.expect("PASS wrong", 530);
      assert.doesNotMatch(await system.syslog(), /session opened/);
      await client.login("carol", PASSWORD);
      await client.expect("PWD", '257 "/" is the current directory');
      assert.match(
        await system.syslog(),
        /proftpd: pam_unix\(unix:session\): session opened for user carol/,
      );
      assert.doesNotMatch(await system.syslog(), /session closed/);
      await client.expect("QUIT", 221);
      await waitFor("the end of the session", async () => {
        return /pam_unix\(unix:session\): session closed for user carol/.test(
          await system.syslog(),
        );
      });
    },
  });
}
