/**
 * FTP over TLS with FileZilla in a window: what its users do with the keyboard. Keys are pressed until
 * they have had their effect: a window that is busy may have missed them, and a second transfer of the
 * same files changes nothing.
 */
import assert from "node:assert/strict";
import { tlsDirectives } from "../../harness/certificates.ts";
import { urlOf, type Workplace, workplace } from "../../harness/client_program.ts";
import { DISPLAY_NEEDS, startDisplay } from "../../harness/display.ts";
import { type Server, startServer, stop } from "../../harness/server.ts";
import { test } from "../../harness/requires.ts";
import { content, digest, readTree } from "../../harness/tree.ts";
import { waitFor } from "../../harness/wait_for.ts";

/** Two lists of files beside each other and nothing else; binary transfers that replace what is there. */
const SETTINGS = {
  "Greeting version": "99.0.0",
  "Update Check": 0,
  "Timeout": 120,
  "Prompt password save": 0,
  "Toolbar hidden": 1,
  "Show quickconnect bar": 0,
  "Show message log": 0,
  "Show Tree Local": 0,
  "Show Tree Remote": 0,
  "Show queue": 0,
  "Ascii Binary mode": 2,
  "File exists action download": 1,
  "File exists action upload": 1,
};

/** Empty places of the two lists, below the files in them. */
const LOCAL = { across: 0.25, down: 0.7 };
const REMOTE = { across: 0.75, down: 0.7 };

/** Transfers the first file of the list, which is behind `..`. */
const FIRST = ["Home", "Down", "Return"];

/** Transfers all files of the list. */
const ALL = ["Home", "Down", "shift+End", "Return"];

/** Makes FileZilla's folder, in which the server's certificate is one that its user has accepted. */
async function furnish(work: Workplace, server: Server): Promise<void> {
  const pem = await Deno.readTextFile(`${server.folder}/server.crt`);
  const certificate = Uint8Array.fromBase64(pem.replace(/-----.*-----/g, "")).toHex();
  const day = 86_400;
  const now = Math.floor(Date.now() / 1000);
  const settings = Object.entries(SETTINGS).map(([name, value]) =>
    `<Setting name="${name}">${value}</Setting>`
  );
  await Deno.mkdir(`${work.folder}/.config/filezilla`, { recursive: true });
  const write = (name: string, content: string) =>
    Deno.writeTextFile(
      `${work.folder}/.config/filezilla/${name}.xml`,
      `<?xml version="1.0" encoding="UTF-8"?>
      <FileZilla3 version="3.63.0" platform="*nix">${content}</FileZilla3>`,
    );
  await write("filezilla", `<Settings>${settings.join("")}</Settings>`);
  await write(
    "trustedcerts",
    `<TrustedCerts><Certificate>
      <Data>${certificate}</Data>
      <ActivationTime>${now - day}</ActivationTime><ExpirationTime>${now + day}</ExpirationTime>
      <Host>127.0.0.1</Host><Port>${server.port}</Port><TrustSANs>0</TrustSANs>
    </Certificate></TrustedCerts>`,
  );
}

/** Presses until `look` is content, no faster than its effect can be seen on a busy machine. */
async function pressUntil(
  what: string,
  press: () => Promise<void>,
  look: () => Promise<boolean>,
): Promise<void> {
  for (let time = 0; time < 20; time++) {
    await press();
    try {
      await waitFor(what, look, 3000);
      return;
    } catch (error) {
      if (time === 19) throw error;
    }
  }
}

for (
  const [version, scheme, options] of [
    ["1.3", "ftpes", ""],
    ["1.2", "ftps", "TLSOptions UseImplicitSSL"],
  ] as const
) {
  test({
    name: `FileZilla lists, downloads and uploads under ${scheme} and TLS ${version}`,
    needs: [...DISPLAY_NEEDS, "filezilla", "openssl"],
    async fn() {
      await using server = await startServer({
        config: (place) =>
          `${tlsDirectives(place)}
          DefaultRoot ~
          AllowOverwrite on
          TLSRequired on
          TLSProtocol TLSv${version}
          ${options}`,
      });
      await using work = await workplace();
      await furnish(work, server);
      const [near, far] = [`${work.folder}/near`, server.home];
      await Deno.mkdir(near);
      await Deno.writeFile(`${near}/mine`, content(3_000_000));
      await Deno.writeFile(`${far}/one`, content(2_000_000, 1));
      await Deno.writeFile(`${far}/two`, content(100, 2));

      await using display = await startDisplay();
      const child = new Deno.Command("filezilla", {
        args: [`--local=${near}`, urlOf(server).replace("ftp:", `${scheme}:`)],
        clearEnv: true,
        env: {
          DISPLAY: display.name,
          DBUS_SESSION_BUS_ADDRESS: "disabled:",
          HOME: work.folder,
          LC_ALL: "C.UTF-8",
          NO_AT_BRIDGE: "1",
          PATH: "/usr/local/bin:/usr/bin:/bin",
        },
        stdin: "null",
        stdout: "null",
        stderr: "null",
      }).spawn();
      await using ending = new AsyncDisposableStack();
      ending.defer(async () => {
        await stop(child.pid);
        await child.status;
      });

      const window = await display.window("127.0.0.1.* - FileZilla");
      await waitFor("the listing", async () => {
        return (await server.read("tls.log")).includes("data connection accepted");
      }, 60_000);
      const there = await readTree(far);
      await pressUntil("the downloads", () => window.press(REMOTE, ...ALL), async () => {
        const found = await readTree(near);
        return [...there].every(([name, digest]) => found.get(name) === digest);
      });
      const mine = await digest(content(3_000_000));
      await pressUntil("the upload", () => window.press(LOCAL, ...FIRST), async () => {
        return (await readTree(far)).get("mine") === mine;
      });

      const log = await server.read("tls.log");
      assert.match(log, new RegExp(`TLSv${version} data connection accepted.*resumed session`));
      assert.doesNotMatch(log, /unable|reject/);
    },
  });
}
