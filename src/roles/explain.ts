/**
 * `proftpd --explain`: how the configuration would decide about a client's commands.
 *
 * It is a session without a client, in this process: what decides is what decides in sessions. The
 * password is taken as right, limits that count clients as not reached, and where a command would
 * change or transfer anything it ends. Logging in happens in earnest: as root, this process becomes
 * the user in its jail, so that the kernel's permissions are asked, too.
 *
 * @module
 */

import type { ProftpdSettings, Question } from "../cli/mod.ts";
import type { Chain } from "../auth/mod.ts";
import type { Loaded } from "../daemon/load.ts";
import { receive, socketpair } from "../libc/sockets.ts";
import type { SocketAddress } from "../libc/sockaddr.ts";
import { formatAddress, parseAddress, withPort } from "../net/mod.ts";
import { formatReply, parseCommandLine, type Reply } from "../protocol/mod.ts";
import { Scope } from "../config/mod.ts";
import { stringOf } from "../libc/bytes.ts";
import { port as portSetting, serverType, useReverseDNS } from "../settings/mod.ts";
import { disarm, type Outcome, rehearse } from "../session/rehearsal/rehearse.ts";
import { UnseenScore } from "../session/rehearsal/unseen_score.ts";
import type { Session } from "../session/session.ts";
import { Snapshot } from "../session/snapshot_file.ts";
import { type Behaviour, Stage } from "../session/stage.ts";
import { welcome } from "../session/welcome.ts";
import { ExplainingLog } from "./explaining_log.ts";
import { print } from "./print.ts";
import { say } from "./say.ts";
import { behaviourFor } from "./session.ts";
import { read, report } from "./start.ts";

const ALLOWED = 0;
const DENIED = 1;
const BAD_INPUT = 2;

/** Prints the explanation; the result is the exit status. */
export async function explain(settings: ProftpdSettings, question: Question): Promise<number> {
  const asked = parseQuestion(question);
  if (typeof asked === "string") {
    say(`fatal: --explain: ${asked}`);
    return BAD_INPUT;
  }
  if (settings.configFile !== undefined && !settings.configFile.startsWith("/")) {
    say("fatal: -c requires an absolute path");
    return BAD_INPUT;
  }
  const { findings, loaded } = await read(settings);
  report(findings);
  if (!loaded) return BAD_INPUT;
  const behaviour = await behaviourFor(loaded.handover, loaded.main.get(useReverseDNS));
  return new Explanation(loaded, behaviour, asked).tell();
}

/** A question that makes sense. */
interface Asked {
  readonly user: string;
  readonly address: SocketAddress;
  /** The address of the server; undefined for the main server's. */
  readonly server: SocketAddress | undefined;
  readonly port: number | undefined;
  /** Command lines. */
  readonly lines: readonly string[];
}

/** What is asked, or what is wrong with the question. */
function parseQuestion({ client, words }: Question): Asked | string {
  const at = client.lastIndexOf("@");
  if (at <= 0) return `'${client}' is not user@address[,server[:port]]`;
  const [from, to, ...more] = client.slice(at + 1).split(",");
  if (more.length > 0) return `'${client}' is not user@address[,server[:port]]`;
  const address = parseAddress(from);
  if (address === undefined) return `'${from}' is not an address`;
  const place = to === undefined ? { server: undefined, port: undefined } : parseServer(to);
  if (place === undefined) return `'${to}' is not the address of a server`;
  if (words.length === 0) return "a command is missing";
  const lines: string[] = [];
  for (let i = 0; i < words.length; i += 2) {
    lines.push(words[i + 1] === undefined ? words[i] : `${words[i]} ${words[i + 1]}`);
  }
  return { user: client.slice(0, at), address, ...place, lines };
}

/** `192.0.2.1`, `192.0.2.1:21`, `2001:db8::1`, `[2001:db8::1]:21`. */
function parseServer(text: string) {
  const [, inBrackets, bare, digits] = /^(?:\[([^\]]*)\]|([^:]*))(?::(\d+))?$/.exec(text) ?? [];
  const server = parseAddress(inBrackets ?? bare ?? text);
  const port = digits === undefined ? undefined : Number(digits);
  return server === undefined || port !== undefined && port > 65535 ? undefined : { server, port };
}

/** One explanation on its way. */
class Explanation {
  readonly #log = new ExplainingLog();
  readonly #stage: Stage;

  constructor(
    private readonly loaded: Loaded,
    private readonly behaviour: Behaviour,
    private readonly asked: Asked,
  ) {
    const standalone = loaded.main.get(serverType) !== "inetd";
    const log = this.#log;
    const snapshot = Snapshot.inMemory(loaded.snapshot);
    const main = new Scope([snapshot.server(0).section]);
    this.#stage = new Stage(
      snapshot,
      {
        ...behaviour,
        openSources: (...args) => trusting(behaviour.openSources(...args)),
      },
      standalone ? {} : undefined,
      { log, score: new UnseenScore(main, () => 0, log) },
    );
  }

  /** Prints everything; the result is the exit status. */
  tell(): number {
    const { user, lines } = this.asked;
    const session = this.#connect();
    if (session === undefined) return this.#conclude(false);
    this.behaviour.prepareLogin();
    const deciding = this.behaviour.modules.filter(({ recordsOnly }) => !recordsOnly);
    session.table.open(deciding, session);
    // HOST has its say before anybody logs in.
    const hosts = lines.slice(0, -1).filter((line) => /^host /i.test(line));
    for (const line of [...hosts, `USER ${user}`, "PASS of this user"]) {
      const { allowed, deed } = this.#rehearse(session, line);
      if (!allowed) return this.#conclude(false);
      if (deed !== undefined) {
        print("  what comes then can be asked about when that is done\n");
        return BAD_INPUT;
      }
      if (session.login) break;
    }
    if (!session.login) return this.#conclude(false);
    print(
      `  root directory ${session.root.realPath("/") || "/"}, working directory ${session.cwd}\n`,
    );
    disarm(session);
    const rest = lines.filter((line) => !hosts.includes(line));
    for (const [index, line] of rest.entries()) {
      const { verb } = parseCommandLine(line);
      if (!session.table.commands.has(verb)) {
        say(`fatal: --explain: there is no command '${verb}'`);
        return BAD_INPUT;
      }
      const { allowed } = this.#rehearse(session, line);
      if (!allowed || index === rest.length - 1) return this.#conclude(allowed);
    }
    return BAD_INPUT;
  }

  #connect(): Session | undefined {
    const remote = withPort(this.asked.address, 50000);
    const local = this.#serverAddress();
    print(`${formatAddress(remote)} connects to ${formatAddress(local)}:${local.port}\n`);
    const [here, there] = socketpair();
    const session = welcome(this.#stage, {
      fd: here,
      local,
      remote,
      setOptions: () => {},
    });
    this.#printLog();
    if (session === undefined) {
      const buffer = new Uint8Array(1024);
      print(indented(stringOf(buffer, 0, receive(there, buffer) ?? 0)));
    }
    return session;
  }

  /** Where the client connects to: as asked, else where the main server listens. */
  #serverAddress(): SocketAddress {
    const { address, server, port } = this.asked;
    const { bindings } = this.loaded.handover;
    const main = bindings.find((binding) => binding.server === 0);
    const itself = parseAddress(main?.address ?? "") ??
      parseAddress(address.family === "inet" ? "127.0.0.1" : "::1");
    const chosen = server ?? itself ?? address;
    return withPort(chosen, port ?? main?.port ?? this.loaded.main.get(portSetting));
  }

  #rehearse(session: Session, line: string): Outcome {
    const request = parseCommandLine(line);
    print(`${request.verb === "PASS" ? "PASS (taken as right)" : line}\n`);
    const outcome = rehearse(session, request, () => this.#log.pause());
    this.#printLog();
    if (outcome.reply) print(replyText(outcome.reply));
    else if (outcome.deed !== undefined) print(`  would ${outcome.deed}\n`);
    return outcome;
  }

  #printLog(): void {
    for (const line of new Set(this.#log.take())) print(`  ${line}\n`);
  }

  #conclude(allowed: boolean): number {
    print(allowed ? "allowed\n" : "denied\n");
    return allowed ? ALLOWED : DENIED;
  }
}

/** `chain`, to which every password is right. */
function trusting(chain: Chain): Chain {
  chain.verify = (name) => chain.find(name) ? "ok" : "no-such-user";
  return chain;
}

function replyText(reply: Reply): string {
  return indented(formatReply(reply));
}

function indented(lines: string): string {
  return lines.split("\r\n").filter((line) => line !== "").map((line) => `  ${line}\n`).join("");
}
