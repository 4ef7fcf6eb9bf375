/**
 * A server for a test: its own folder, its own port, its own users; gone when the test ends.
 *
 * ```ts
 * await using server = await startServer("Umask 022");
 * await using client = await server.login();
 * await client.expect('MKD a"b', '257 "/a""b" - Directory successfully created');
 * ```
 *
 * @module
 */
import { bytesOf, stringOf } from "../../src/libc/bytes.ts";
import { type Account, account, groupText, passwdText, type TestUser } from "./accounts.ts";
import { Client } from "./client.ts";
import { withDefaults } from "./config_text.ts";
import { freePort, isListening } from "./free_port.ts";
import { type Ids, ordinaryUser } from "./ordinary_user.ts";
import { awaitsClient, childrenOf, isAlive, signal, waitForEnd } from "./processes.ts";
import { PROFTPD } from "./programs.ts";
import { reachableCopy } from "./reachable_copy.ts";
import { tempDir } from "./temp_dir.ts";
import { DEADLINE, type Deadline, waitFor, within } from "./wait_for.ts";

/** Where a server lives: known before its configuration is written. */
export interface Place {
  readonly port: number;
  /** The server's folder: configuration, logs, users' homes. */
  readonly folder: string;
}

/** How to start a server. */
export interface ServerOptions {
  /** Directives (byte string) that replace or add to the harness's own. */
  config?: string | ((place: Place) => string);
  /** Further arguments. */
  args?: readonly string[];
  /** Start it as this user instead of as the one that runs the tests. */
  asUser?: Ids;
  /** True: as a daemon in the background; default: in the foreground, with `-n -q`. */
  daemon?: boolean;
  /** Who can log in; the first one is `login()`'s. Default: `alice`. */
  users?: readonly TestUser[];
  env?: Record<string, string>;
  /** Default: `dist/proftpd`. */
  program?: string;
  /** Where it listens; default: at a port of its own. */
  port?: number;
  /** Directives for every server of this program, over the harness's own. */
  defaults?: readonly string[];
  /** The harness's own directives that are left out, by name. */
  without?: readonly string[];
}

/** Starts our server and waits until its port answers. Throws with its log when it does not. */
export function startServer(what: string | ServerOptions = {}): Promise<Server> {
  const options = typeof what === "string" ? { config: what } : what;
  // Only root can see which of the daemon's children wait for a client (`Server.sessions`).
  const blind = Deno.uid() === 0 ? [] : ["SpareSessions 0"];
  return Server.start({ ...options, defaults: [...options.defaults ?? [], ...blind] });
}

/** A running server. */
export class Server implements AsyncDisposable {
  private constructor(
    readonly place: Place,
    /** Process number of the daemon. */
    readonly pid: number,
    readonly accounts: readonly Account[],
    private readonly output: Output,
    private readonly stack: AsyncDisposableStack,
  ) {}

  /** See `startServer`. */
  static async start(options: ServerOptions): Promise<Server> {
    await using stack = new AsyncDisposableStack();
    const folder = stack.use(await tempDir()).path;
    const place = { folder, port: options.port ?? freePort() };
    const accounts = await furnish(place, options);
    const program = options.program ?? PROFTPD;
    const asUser = Deno.uid() === 0 ? options.asUser : undefined;
    const child = new Deno.Command(asUser ? await reachableCopy(program, folder) : program, {
      args: [
        ...(options.daemon ? [] : ["-n", "-q"]),
        ...["-c", `${folder}/proftpd.conf`],
        ...(options.args ?? []),
      ],
      env: { ...(asUser ? homeless(folder) : {}), ...options.env },
      ...(asUser ? { uid: asUser.uid, gid: asUser.gid } : {}),
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const output = stack.adopt(new Output(child), (output) => output.end());
    const launcher = stack.adopt(child.pid, (pid) => output.ended ? undefined : stop(pid));
    const pid = options.daemon ? await daemonPid(place, output) : launcher;
    if (options.daemon) stack.defer(() => stop(pid));
    const server = new Server(place, pid, accounts, output, stack.move());
    try {
      await server.#answers();
      return server;
    } catch (error) {
      const told = `${await server.log()}${output.text}`;
      await server[Symbol.asyncDispose]();
      throw new Error(`${program} did not start: ${(error as Error).message}\n${told}`);
    }
  }

  get port(): number {
    return this.place.port;
  }

  get folder(): string {
    return this.place.folder;
  }

  /** Home of the first user. */
  get home(): string {
    return this.account().home;
  }

  /** The user `name`, or the first one. Throws when there is none. */
  account(name?: string): Account {
    const found = this.accounts.find((account) => name === undefined || account.name === name);
    if (found === undefined) throw new Error(`no user ${name ?? ""} in this server`);
    return found;
  }

  /** Connects and reads the greeting. */
  connect(host = "127.0.0.1", deadline?: Deadline): Promise<Client> {
    return Client.connect(this.port, host, deadline);
  }

  /** Connects and logs in as `name`, or as the first user. */
  async login(name?: string, deadline?: Deadline): Promise<Client> {
    const { name: user, password } = this.account(name);
    const client = await this.connect(undefined, deadline);
    try {
      await client.login(user, password);
      return client;
    } catch (error) {
      client.close();
      throw error;
    }
  }

  /** What the server wrote to its SystemLog so far, as a byte string. */
  async log(): Promise<string> {
    return await this.read("system.log");
  }

  /** A file of the server's folder as a byte string, empty when it is not there. */
  async read(name: string): Promise<string> {
    try {
      return stringOf(await Deno.readFile(`${this.folder}/${name}`));
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return "";
      throw error;
    }
  }

  /** What the server wrote to its standard output and standard error so far. */
  get printed(): string {
    return this.output.text;
  }

  /** Status of the process that was started: of the daemon itself, or of its launcher. */
  get status(): Promise<Deno.CommandStatus> {
    return this.output.status;
  }

  /** The numbers of the session processes that have a client. */
  async sessions(): Promise<number[]> {
    const children = await childrenOf(this.pid);
    const busy = await Promise.all(
      children.map(async (pid) => await isAlive(pid) && !await awaitsClient(pid)),
    );
    return children.filter((_, index) => busy[index]);
  }

  /** Writes a new configuration (over the same defaults) to the file; HUP is the test's to send. */
  async reconfigure(config: string, defaults: readonly string[] = []): Promise<void> {
    const text = await this.read("defaults");
    await writeConfig(this.place, config, [...defaults, ...text.split("\n")]);
  }

  /** Sends `name` to the daemon. */
  signal(name: Deno.Signal): void {
    signal(this.pid, name);
  }

  /**
   * Ends the server and its sessions and removes the folder. Throws when TERM did not end them:
   * whatever test that happened in, it is a failure.
   */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.stack.disposeAsync();
  }

  async #answers(): Promise<void> {
    await waitFor("a server that listens", async () => {
      if (!await isAlive(this.pid)) throw new Error("it ended");
      return await isListening(this.port);
    });
  }
}

/** Fills the folder of `place` as `options` say and returns who can log in. */
export async function furnish(place: Place, options: ServerOptions): Promise<Account[]> {
  const { folder } = place;
  const asRoot = Deno.uid() === 0 && options.asUser === undefined;
  const ids = options.asUser ?? await ordinaryUser();
  const users = options.users ?? [{ name: "alice" }];
  const accounts = users.map((user) => account(user, `${folder}/home`, ids.uid, ids.gid));
  await Deno.mkdir(`${folder}/home`);
  for (const { home, uid, gid } of accounts) {
    if (!home.startsWith(`${folder}/home/`)) continue;
    await Deno.mkdir(home);
    if (Deno.uid() === 0) await Deno.chown(home, uid, gid);
  }
  await Deno.writeTextFile(`${folder}/passwd`, passwdText(accounts), { mode: 0o600 });
  await Deno.writeTextFile(`${folder}/group`, groupText(accounts), { mode: 0o600 });
  if (!asRoot && Deno.uid() === 0) {
    for (const path of ["", "/passwd", "/group"]) {
      await Deno.chown(`${folder}${path}`, ids.uid, ids.gid);
    }
  }
  const defaults = [...options.defaults ?? [], ...ownDefaults(place, ids)]
    .filter((line) => !options.without?.includes(line.split(" ", 1)[0] ?? ""));
  await Deno.writeFile(`${folder}/defaults`, bytesOf(defaults.join("\n")));
  const config = typeof options.config === "function" ? options.config(place) : options.config;
  await writeConfig(place, config ?? "", defaults);
  return accounts;
}

async function writeConfig(place: Place, text: string, defaults: readonly string[]) {
  await Deno.writeFile(`${place.folder}/proftpd.conf`, bytesOf(withDefaults(text, defaults)));
}

function ownDefaults({ port, folder }: Place, ids: Ids): string[] {
  return [
    `ServerName "Test"`,
    `ServerType standalone`,
    `DefaultServer on`,
    `DefaultAddress 127.0.0.1`,
    `UseIPv6 off`,
    `Port ${port}`,
    `User ${ids.name}`,
    `Group ${ids.group}`,
    `PidFile ${folder}/proftpd.pid`,
    `ScoreboardFile ${folder}/scoreboard`,
    `SystemLog ${folder}/system.log`,
    `TransferLog ${folder}/xferlog`,
    `AuthOrder mod_auth_file.c`,
    `AuthUserFile ${folder}/passwd`,
    `AuthGroupFile ${folder}/group`,
    `RequireValidShell off`,
    `UseReverseDNS off`,
    `WtmpLog off`,
    `DelayEngine off`,
  ];
}

/** Environment for a program that runs as another user than the test: none of root's folders. */
function homeless(folder: string): Record<string, string> {
  const cache = Deno.env.get("PROFTPD_TEST_CACHE") ?? folder;
  return { HOME: "/nonexistent", XDG_CACHE_HOME: cache };
}

/** Waits for the launcher to end well and reads the daemon's number from the PidFile. */
async function daemonPid({ folder }: Place, output: Output): Promise<number> {
  const { code } = await within("return of the starting command", output.status);
  if (code !== 0) throw new Error(`status ${code} of the starting command\n${output.text}`);
  return await waitFor("a PidFile", async () => {
    const names = await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
    if (!names.includes("proftpd.pid")) return 0;
    return Number((await Deno.readTextFile(`${folder}/proftpd.pid`)).trim());
  });
}

/** TERM for the daemon; it and its sessions must be gone soon, or they are killed and it throws. */
export async function stop(pid: number): Promise<void> {
  const family = [pid, ...await childrenOf(pid)];
  signal(pid, "SIGTERM");
  const left: number[] = [];
  for (const member of family) {
    try {
      await waitForEnd(member, DEADLINE / 2);
    } catch {
      left.push(member);
      signal(member, "SIGKILL");
      await waitForEnd(member);
    }
  }
  if (left.length > 0) throw new Error(`processes ${left.join(", ")} survived TERM of ${pid}`);
}

/** Collects what a child prints, as it comes. */
class Output {
  text = "";
  /** True when the child has ended and its number may be another process's. */
  ended = false;
  readonly status: Promise<Deno.CommandStatus>;
  readonly #readers: ReadableStreamDefaultReader<Uint8Array>[] = [];
  readonly #done: Promise<void>[] = [];

  constructor(child: Deno.ChildProcess) {
    this.status = child.status.finally(() => this.ended = true);
    for (const stream of [child.stdout, child.stderr]) {
      const reader = stream.getReader();
      this.#readers.push(reader);
      this.#done.push(this.#collect(reader));
    }
  }

  /** Stops collecting: the child has ended. */
  async end(): Promise<void> {
    await this.status;
    for (const reader of this.#readers) await reader.cancel();
    await Promise.all(this.#done);
  }

  async #collect(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      this.text += stringOf(next.value);
    }
  }
}
