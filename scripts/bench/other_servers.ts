/**
 * vsftpd and pure-ftpd, where root has them on PATH. Their packages
 * conflict with ProFTPD's; this gets them without installing them:
 *
 *     apt-get download vsftpd pure-ftpd
 *     for package in *.deb; do dpkg -x $package others; done
 *     PATH=$PWD/others/usr/sbin:$PWD/others/usr/bin:$PATH deno task bench
 *
 * @module
 */
import type { Certificate } from "../../tests/harness/certificates.ts";
import { freePort, isListening } from "../../tests/harness/free_port.ts";
import { owner } from "./owner.ts";
import { HASHES } from "../../tests/harness/password.ts";
import { run } from "../../tests/harness/programs.ts";
import { missing } from "../../tests/harness/requires.ts";
import { stop } from "../../tests/harness/server.ts";
import { tempDir } from "../../tests/harness/temp_dir.ts";
import { waitFor } from "../../tests/harness/wait_for.ts";

/** A running server of another make. */
export interface OtherServer extends AsyncDisposable {
  readonly pid: number;
  readonly port: number;
  /** Whom its client logs in as. */
  readonly user: string;
  /** What its client calls the folder with the files. */
  readonly home: string;
}

/** Where the files are, and what TLS is done with, where it is. */
interface OtherStage {
  readonly home: string;
  readonly certificate?: Certificate;
}

/**
 * Starts vsftpd over the files in `home`; undefined where it is not there. Its client is anonymous,
 * since for others it asks PAM, whose settings are the system's. Its root is the folder above, for it
 * refuses one that an anonymous client can write to.
 */
export async function startVsftpd(
  { home, certificate }: OtherStage,
): Promise<OtherServer | undefined> {
  if (missing(["root", "vsftpd"]).length > 0) return undefined;
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(await tempDir()).path;
  const { name } = await owner();
  const port = freePort();
  const settings = {
    listen: "YES",
    listen_address: "127.0.0.1",
    listen_port: port,
    background: "NO",
    max_clients: 0,
    max_per_ip: 0,
    anonymous_enable: "YES",
    no_anon_password: "NO",
    anon_root: home.slice(0, home.lastIndexOf("/")),
    ftp_username: name,
    nopriv_user: name,
    secure_chroot_dir: `${folder}/empty`,
    write_enable: "YES",
    anon_upload_enable: "YES",
    anon_other_write_enable: "YES",
    anon_world_readable_only: "NO",
    ascii_upload_enable: "YES",
    ascii_download_enable: "YES",
    connect_from_port_20: "NO",
    xferlog_enable: "YES",
    xferlog_file: `${folder}/xferlog`,
    session_support: "NO",
    tcp_wrappers: "NO",
    ...certificate === undefined ? {} : {
      ssl_enable: "YES",
      allow_anon_ssl: "YES",
      force_anon_data_ssl: "YES",
      force_anon_logins_ssl: "YES",
      require_ssl_reuse: "NO",
      ssl_ciphers: "HIGH",
      rsa_cert_file: certificate.certificate,
      rsa_private_key_file: certificate.key,
    },
  };
  const lines = Object.entries(settings).map(([key, value]) => `${key}=${value}\n`);
  await Deno.mkdir(`${folder}/empty`, { mode: 0o555 });
  await Deno.writeTextFile(`${folder}/conf`, lines.join(""));
  return await started("vsftpd", [`${folder}/conf`], port, stack, {
    user: "anonymous",
    home: home.slice(home.lastIndexOf("/")),
  });
}

/** Starts pure-ftpd over the files in `home`; undefined where it is not there. */
export async function startPureFtpd(
  { home, certificate }: OtherStage,
): Promise<OtherServer | undefined> {
  if (missing(["root", "pure-ftpd", "pure-pw"]).length > 0) return undefined;
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(await tempDir()).path;
  const { uid, gid } = await owner();
  const port = freePort();
  const user = "bench";
  const users = `${folder}/users`;
  const fields = [user, HASHES.sha512, uid, gid, "", home, ...Array(12).fill("")];
  await Deno.writeTextFile(users, `${fields.join(":")}\n`, { mode: 0o600 });
  const made = await run("pure-pw", ["mkdb", `${users}.pdb`, "-f", users]);
  if (made.code !== 0) throw new Error(`pure-pw mkdb: ${made.stderr}`);
  const options = ["-S", `127.0.0.1,${port}`, "-l", `puredb:${users}.pdb`, "-4", "-E", "-H"];
  // Clients at once; names in a listing; who may log in; logs of transfers as the others have them.
  options.push("-c", "1000", "-L", "1000000:1", "-u", "1", "-g", `${folder}/pid`);
  options.push("-O", `clf:${folder}/log`);
  if (certificate !== undefined) {
    const { certificate: file, key } = certificate;
    const both = await Promise.all([file, key].map((path) => Deno.readTextFile(path)));
    await Deno.writeTextFile(`${folder}/pem`, both.join(""), { mode: 0o600 });
    options.push("-Y", "3", "-2", `${folder}/pem`);
  }
  return await started("pure-ftpd", options, port, stack, { user, home });
}

async function started(
  program: string,
  args: readonly string[],
  port: number,
  stack: AsyncDisposableStack,
  client: { readonly user: string; readonly home: string },
): Promise<OtherServer> {
  const child = new Deno.Command(program, { args: [...args], stdin: "null" }).spawn();
  stack.defer(async () => {
    await stop(child.pid);
    await child.status;
  });
  await waitFor(`${program} listens`, () => isListening(port));
  const all = stack.move();
  return { pid: child.pid, port, ...client, [Symbol.asyncDispose]: () => all.disposeAsync() };
}
