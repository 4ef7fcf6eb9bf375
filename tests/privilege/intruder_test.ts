/**
 * Whoever takes a session over stays in it: no way back to root, out of the jail, into the daemon.
 */
import assert from "node:assert/strict";
import { attempt } from "../../src/libc/kernel.ts";
import { makeCertificate } from "../harness/certificates.ts";
import { ordinaryUser } from "../harness/ordinary_user.ts";
import { HASHES } from "../harness/password.ts";
import { type Need, test } from "../harness/requires.ts";
import { type ServerOptions, startServer } from "../harness/server.ts";
import { tempDir } from "../harness/temp_dir.ts";
import { intrudedProgram } from "./intruded_program.ts";
import type { Intrusion } from "./intruder.ts";

/** Ways in which a server runs. */
interface Manners {
  readonly needs: readonly Need[];
  options(): Promise<ServerOptions>;
  readonly configs: Readonly<Record<string, string>>;
}

const MANNERS: Readonly<Record<string, Manners>> = {
  "root's daemon": {
    needs: ["root"],
    options: () => Promise.resolve({ users: [{ name: "alice", uid: 20_001, gid: 20_001 }] }),
    configs: {
      "in a jail": "DefaultRoot ~",
      "without a jail": "",
      "from a template": "DefaultRoot ~\nSessionTemplate on",
    },
  },
  "an ordinary user's daemon": {
    needs: [],
    options: async () => ({ asUser: await ordinaryUser() }),
    configs: {
      "in a jail": "DefaultRoot ~",
      "from a template": "DefaultRoot ~\nSessionTemplate on",
    },
  },
};

/** What was tried and did not fail in one of the ways in which the kernel and the runtime refuse. */
function successes({ attempts }: Intrusion): string[] {
  const refusal = /^(E[A-Z0-9]+|NotCapable|PermissionDenied|denied)$/;
  return Object.entries(attempts).filter(([, result]) => !refusal.test(result)).map((row) =>
    row.join(": ")
  );
}

/** Whether the kernel can hold a process in a directory without chroot(2): see libc/landlock.ts. */
const HAS_LANDLOCK = attempt("landlock_create_ruleset", 0, 0, 1) >= 2;

/** What the kernel would do for anybody without the list of refused calls. */
const REFUSED_BY_THE_LIST = [
  ...["fork", "clone", "a program", "a user namespace", "io_uring_enter"],
  ...["a signal to the daemon", "being debugged", "a descriptor of the daemon's", "fspick"],
];

for (const [manner, { needs, options, configs }] of Object.entries(MANNERS)) {
  test({
    name: `whoever takes over a session of ${manner} stays in it`,
    needs,
    async fn(context) {
      await using folder = await tempDir();
      const program = await intrudedProgram(folder.path);
      for (const [name, config] of Object.entries(configs)) {
        await context.step(name, async () => {
          await using server = await startServer({
            ...await options(),
            config: ({ folder }) => `${config}\n${withSecrets(folder)}`,
            program,
          });
          await using client = await server.login();
          const isHeld = !needs.includes("root") && HAS_LANDLOCK;
          const { text } = await client.expect(isHeld ? "XINT OUTSIDE" : "XINT", 200);
          const intrusion: Intrusion = JSON.parse(text.replace(/^200 /, ""));
          confined(intrusion, needs.includes("root") ? 0 : 1);
          for (const [what, result] of Object.entries(intrusion.outside)) {
            assert.equal(result, "EACCES", what);
          }
          // The daemon and the session are as they were.
          await client.expect("NOOP", 200);
          await client.expect("PWD", 257);
          await using _other = await server.login();
        });
      }
    },
  });
}

/** Settings with secrets in them that no session needs after login. */
function withSecrets(folder: string): string {
  const { certificate, key } = makeCertificate(folder);
  return [
    `UserPassword bob ${HASHES.sha512}`,
    "TLSEngine on",
    `TLSECCertificateFile ${certificate}`,
    `TLSECCertificateKeyFile ${key}`,
  ].join("\n");
}

/**
 * Nothing that was tried came to anything. Without chroot(2) the root directory is a descriptor, one
 * of `directories`, and every path is held in there.
 */
function confined(intrusion: Intrusion, directories: number): void {
  const { attempts, descriptors } = intrusion;
  assert.deepEqual(successes(intrusion), []);
  for (const name of REFUSED_BY_THE_LIST) assert.equal(attempts[name], "EPERM", name);
  for (const name of ["a netlink socket", "a socket to the host", "an SCTP socket"]) {
    assert.equal(attempts[name], "EAFNOSUPPORT", name);
  }
  assert.deepEqual(descriptors.filter(({ kind }) => kind === "listening socket"), []);
  assert.deepEqual(descriptors.filter(({ tells }) => tells.length > 0), []);
  // The scoreboard and its lock: every session writes its own record there.
  const changeable = descriptors.filter(({ kind, changeable }) => kind === "file" && changeable);
  assert.equal(changeable.length, 2, JSON.stringify(changeable));
  assert.equal(descriptors.filter(({ kind }) => kind === "directory").length, directories);
}
