/**
 * What the variables of a LogFormat say of one command.
 *
 * @module
 */

import { getegid, geteuid, getpid } from "../../../libc/process.ts";
import type { LogField, LogRecord } from "../../../log/log_format.ts";
import { formatReply } from "../../../protocol/mod.ts";
import { serverName } from "../../../settings/mod.ts";
import { SECRET } from "../../../session/dispatch.ts";
import type { Session } from "../../../session/session.ts";
import type { Exchange } from "../../../session/transfer_record.ts";
import { endReason } from "./end_reason.ts";
import {
  baseName,
  type Deed,
  directoryName,
  directoryPath,
  filePath,
  shownPath,
} from "./named_paths.ts";

/** What is known of a command only while it runs. */
export interface Moment {
  /** When it came in, in milliseconds of the monotonic clock. */
  readonly begun: number;
  /** The data port that was agreed on before it ran. */
  readonly port: number | undefined;
  /** How much had been sent before the reply; undefined for a last one, which is yet to be sent. */
  readonly bytesOut: number | undefined;
  /** What RNFR named, as the client sees it, if that is what comes before. */
  readonly renamedFrom: string | undefined;
  /** The variables of the environment that formats ask for. */
  readonly environment: ReadonlyMap<string, string>;
  /** What USER said last. */
  readonly namedUser: string | undefined;
}

/** Verbs that use the data connection. */
const TRANSFERRING = new Set(["RETR", "STOR", "STOU", "APPE", "LIST", "NLST", "MLSD"]);

/** What formats may ask of one command, looked up when they do. */
export class CommandRecord implements LogRecord {
  readonly time = Date.now();

  constructor(
    private readonly session: Session,
    private readonly deed: Deed,
    private readonly moment: Moment,
  ) {}

  value(field: LogField, argument: string): string | number | undefined {
    const { session, deed, moment } = this;
    const { answer, request, transfer } = deed;
    const { client, control, login, local, totals } = session;
    const exchange = this.#exchange;
    switch (field) {
      case "clientIp":
        return client.ip;
      case "clientName":
        return client.name;
      case "clientPort":
        return client.address.port;
      case "localIp":
      case "serverIp":
        return local.ip;
      case "serverDnsName":
        return local.name;
      case "serverName":
        return session.config.get(serverName);
      case "serverPort":
        return local.address.port;
      case "anonymousPassword":
        return login?.email;
      case "className":
        return session.access.className;
      case "ident":
        return session.ident;
      case "user":
        return login?.account.name;
      case "originalUser":
        return login?.name ?? moment.namedUser;
      case "group":
        return login?.account.groups.find(({ gid }) => gid === login.account.gid)?.name;
      case "uid":
        return login?.account.uid ?? geteuid();
      case "gid":
        return login?.account.gid ?? getegid();
      case "pid":
        return getpid();
      case "protocol":
        return session.protocol;
      case "version":
        return "1.3.8";
      case "command":
        return commandName(deed);
      case "commandArguments":
        return this.#argument();
      case "commandLine":
        return this.#line();
      case "replyCode":
        return answer?.code;
      case "replyText":
        return answer?.lines.at(-1);
      case "responseMilliseconds":
        return Math.round(performance.now() - moment.begun);
      case "rawBytesIn":
        return control.bytesIn + totals.wireIn;
      case "rawBytesOut":
        return this.#bytesSent() + totals.wireOut;
      case "commandBytes":
        return this.#bytes();
      case "directory":
        return directoryName(session, deed);
      case "directoryPath":
        return directoryPath(session, deed);
      case "file":
        return filePath(session, deed);
      case "shownFile":
        return shownPath(session, deed);
      case "basename":
        return baseName(session, deed);
      case "renamedFrom":
        return request.verb === "RNTO" ? moment.renamedFrom : undefined;
      case "fileModified":
        return String(transfer?.modified ?? false);
      case "fileOffset":
        return isTransfer(deed) ? transfer?.offset : undefined;
      case "fileSize":
        return isTransfer(deed) && transfer?.complete ? transfer.fileSize : undefined;
      case "transferSeconds":
        return exchange?.milliseconds === undefined
          ? undefined
          : (exchange.milliseconds / 1000).toFixed(3);
      case "transferMilliseconds":
        return exchange?.milliseconds === undefined ? undefined : Math.floor(exchange.milliseconds);
      case "transferSpeed":
        return this.#speed();
      case "transferPort":
        return TRANSFERRING.has(request.verb) ? moment.port : session.data.port;
      case "transferStatus":
        return this.#status();
      case "transferFailure":
        return this.#failure();
      case "transferType":
        if (!TRANSFERRING.has(request.verb)) return undefined;
        return session.data.type === "ascii" ? "ASCII" : "binary";
      case "endReason":
        return session.ending && endReason(session.ending);
      case "environment":
        return session.environment.get(argument) ?? moment.environment.get(argument);
      case "note":
        return session.notes.get(argument);
    }
  }

  notes(): Iterable<readonly [name: string, text: string]> {
    return this.session.notes;
  }

  /** Without the reply, as the original counts; a goodbye is counted. */
  #bytesSent(): number {
    const { deed: { answer }, moment, session } = this;
    const last = answer && !answer.isSent ? formatReply(answer).length : 0;
    return moment.bytesOut ?? session.control.bytesOut + last;
  }

  #argument(): string {
    const { verb, argument } = this.deed.request;
    return SECRET.has(verb) && argument !== "" ? "(hidden)" : argument;
  }

  /** The whole command; blanks in a row are one, as in the original. */
  #line(): string {
    const { verb } = this.deed.request;
    if (this.deed.answer === undefined) return "";
    const argument = this.#argument();
    const words = verb === "SITE" ? argument.trimEnd() : argument.trim().replace(/[ \t]+/g, " ");
    return words === "" ? verb : `${verb} ${words}`;
  }

  /** What the command has transferred; the end of the session is no command, whatever came before. */
  get #exchange(): Exchange | undefined {
    return this.deed.answer === undefined ? undefined : this.session.exchange;
  }

  #bytes(): number | undefined {
    const { request: { verb }, answer, transfer } = this.deed;
    if (this.#exchange) return this.#exchange.bytes;
    if (verb === "DELE") return transfer?.bytes ?? 0;
    // The original counts what it has not transferred for those whose file it has found.
    if (verb === "RNFR") return answer && answer.code < 400 ? 0 : undefined;
    return verb === "RNTO" && this.moment.renamedFrom !== undefined ? 0 : undefined;
  }

  /** KB a second, with two places. */
  #speed(): string | undefined {
    const exchange = this.#exchange;
    if (exchange?.milliseconds === undefined) return undefined;
    return (exchange.bytes / 1024 / Math.max(exchange.milliseconds / 1000, 0.001)).toFixed(2);
  }

  #status(): string | undefined {
    const { request: { verb }, answer } = this.deed;
    if (verb === "ABOR") return "cancelled";
    if (!TRANSFERRING.has(verb) || answer === undefined) return undefined;
    return this.#exchange?.outcome ?? (answer.code < 400 ? "success" : "failed");
  }

  #failure(): string | undefined {
    const { answer } = this.deed;
    const status = this.#status();
    if (this.deed.request.verb === "ABOR" || answer === undefined) return undefined;
    if (status === undefined || status === "success") return undefined;
    if (status === "cancelled") return "aborted";
    return answer.lines.at(-1)?.replace(/^Transfer aborted\. /, "");
  }
}

/** Whether the file that the record speaks of went over the wire. */
function isTransfer({ transfer }: Deed): boolean {
  return transfer !== undefined && transfer.direction !== "d";
}

/** `%m`: the verb, of SITE with what it is told to do. */
function commandName({ request: { verb, argument } }: Deed): string {
  if (verb !== "SITE") return verb;
  return `SITE ${argument.split(" ", 1)[0].toUpperCase()}`;
}
