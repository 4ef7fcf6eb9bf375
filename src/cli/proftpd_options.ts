/**
 * The command line of `proftpd` (proftpd(8)): what it asks for, without doing anything yet.
 *
 * @module
 */

import { getopt, type OptionRow, type Piece } from "./getopt.ts";

const table = [
  { name: "help", short: "h", takesValue: false },
  { name: "longHelp", long: "help", takesValue: false },
  { name: "format", long: "format", takesValue: true },
  { name: "noCollision", short: "N", long: "nocollision", takesValue: false },
  { name: "noDaemon", short: "n", long: "nodaemon", takesValue: false },
  { name: "quiet", short: "q", long: "quiet", takesValue: false },
  { name: "debug", short: "d", long: "debug", takesValue: true },
  { name: "define", short: "D", long: "define", takesValue: true },
  { name: "config", short: "c", long: "config", takesValue: true },
  { name: "persistent", short: "p", long: "persistent", takesValue: true },
  { name: "list", short: "l", long: "list", takesValue: false },
  { name: "serverAddress", short: "S", long: "serveraddr", takesValue: true },
  { name: "configTest", short: "t", long: "configtest", takesValue: false },
  { name: "settings", short: "V", long: "settings", takesValue: false },
  { name: "version", short: "v", long: "version", takesValue: false },
  { name: "versionStatus", long: "version-status", takesValue: false },
  { name: "noFork", short: "X", long: "nofork", takesValue: false },
  { name: "ipv4", short: "4", long: "ipv4", takesValue: false },
  { name: "ipv6", short: "6", long: "ipv6", takesValue: false },
  { name: "explain", long: "explain", takesValue: true },
] as const satisfies readonly OptionRow<string>[];

type Name = typeof table[number]["name"];

/** The usage text, to the letter that of proftpd 1.3.8: scripts compare it. */
export const PROFTPD_USAGE = `usage: proftpd [options]
 -h, --help
     Display proftpd usage
 -N, --nocollision
     Disable address/port collision checking
 -n, --nodaemon
     Disable background daemon mode (and send all output to stderr)
 -q, --quiet
     Don't send output to stderr when running with -n or --nodaemon
 -d [level], --debug
     Set debugging level (0-10, 10 = most debugging)
 -D [definition], --define
     Set arbitrary IfDefine definition
 -c [config-file], --config
     Specify alternate configuration file
 -p [0|1], --persistent
     Enable/disable default persistent passwd support
 -l, --list
     List all compiled-in modules
 -S, --serveraddr
     Specify IP address for server config
 -t, --configtest
     Test the syntax of the specified config
 -V, --settings
     Print compile-time settings and exit
 -v, --version
     Print version number and exit
 -vv, --version-status
     Print extended version information and exit
 -X, --nofork
     Non-forking debug mode; exits after one session
 -4, --ipv4
     Support IPv4 connections only
 -6, --ipv6
     Support IPv6 connections
`;

/** What `--help` adds to it: the options that the original does not have. */
export const OWN_USAGE = `
Options that ProFTPD does not have:
 --format [text|json]
     With -t: say what is wrong as text on stderr, or as one JSON object on stdout,
     {"file", "ok", "findings": [{"severity", "file", "line", "column", "directive",
     "message", "hint"}]}; what is unknown is null. The exit status is the same.
 --explain user@address[,server[:port]] command [argument [command argument ...]]
     Tell how the configuration would decide about a client's commands, and why.
     Exit status 0: the last one is allowed, 1: denied, 2: bad input.
`;

/** How the server is to run. All strings are byte strings, as given. */
export interface ProftpdSettings {
  /** `-c`: an absolute path; undefined for the built-in place. */
  readonly configFile: string | undefined;
  /** `-D`, in the order given. */
  readonly defines: readonly string[];
  /** `-d`; undefined when not given. */
  readonly debugLevel: number | undefined;
  /** `-n`: stay in the foreground and log to standard error. */
  readonly noDaemon: boolean;
  /** `-q`: nothing on standard error in the foreground. */
  readonly quiet: boolean;
  /** `-t`: read the configuration, say what is wrong with it, end. */
  readonly configTest: boolean;
  /** `--format` */
  readonly format: "text" | "json";
  /** `-N`: do not look for servers that share address and port. */
  readonly noCollision: boolean;
  /** `-X`: serve one connection in this process, then end. */
  readonly noFork: boolean;
  /** `-S`: the address of the main server, instead of the one the host name has. */
  readonly serverAddress: string | undefined;
  /** `-p`: what PersistentPasswd is where the configuration does not say. */
  readonly persistentPasswd: boolean | undefined;
  /** `-6` or `-4`; undefined: what UseIPv6 says. */
  readonly ipv6: boolean | undefined;
}

/** What `--explain` asks: byte strings, as given. */
export interface Question {
  /** `user@address[,server[:port]]`. */
  readonly client: string;
  /** A command, its argument, the next command … */
  readonly words: readonly string[];
}

/** What a command line asks for. */
export type ProftpdRequest =
  /** Run the server, or test the configuration. */
  | { readonly kind: "run"; readonly settings: ProftpdSettings }
  /** `-h`: print `PROFTPD_USAGE`, status 0; `--help`: `OWN_USAGE`, too. */
  | { readonly kind: "usage"; readonly own: boolean }
  /** `-l`: print the modules, status 0. */
  | { readonly kind: "modules" }
  /** `-V`: print the compile-time settings, status 0. */
  | { readonly kind: "settings" }
  /** `-v`: print the version, status 0. */
  | { readonly kind: "version" }
  /** `-vv`, `-vvv`: read the configuration, then print version and modules, directives too. */
  | {
    readonly kind: "status";
    readonly directives: boolean;
    readonly settings: ProftpdSettings;
  }
  /** `--explain`: tell what would become of commands; status 0 allowed, 1 denied, 2 bad input. */
  | { readonly kind: "explain"; readonly question: Question; readonly settings: ProftpdSettings }
  /** Print `message` as a start-up line on standard error, and maybe the usage; status 1. */
  | { readonly kind: "refuse"; readonly message: string; readonly usage: boolean };

/**
 * Reads the words behind `proftpd` (byte strings). Of the options that print and leave, the first
 * one wins over all that follows it, errors included; only `-v` waits for the end, since two of it
 * mean more than one.
 */
export function parseProftpdOptions(words: readonly string[]): ProftpdRequest {
  const settings = { ...nothingGiven, defines: [] as string[] };
  const strayWords: string[] = [];
  let versions = 0;
  let client: string | undefined;
  for (const piece of getopt<Name>(table, words)) {
    if (piece.kind === "wrong") return refuseOption(piece);
    if (piece.kind === "word") {
      strayWords.push(piece.word);
      continue;
    }
    switch (piece.name) {
      case "help":
        return { kind: "usage", own: false };
      case "longHelp":
        return { kind: "usage", own: true };
      case "list":
        return { kind: "modules" };
      case "settings":
        return { kind: "settings" };
      case "version":
        versions += 1;
        break;
      case "versionStatus":
        versions += 2;
        break;
      case "explain":
        client = piece.value;
        break;
      default: {
        const complaint = take(settings, piece.name, piece.value);
        if (complaint !== undefined) return refuse(complaint);
      }
    }
  }
  if (client !== undefined) {
    return { kind: "explain", question: { client, words: strayWords }, settings };
  }
  // "-" by itself is no option and no word to the original either.
  const stray = strayWords.find((word) => word !== "-");
  if (stray !== undefined) return refuse(`fatal: unknown parameter: '${stray}'`);
  if (versions === 1) return { kind: "version" };
  if (settings.configFile !== undefined && !settings.configFile.startsWith("/")) {
    return refuse("fatal: -c requires an absolute path");
  }
  if (settings.format === "json" && !settings.configTest) {
    return refuse("fatal: --format goes with -t");
  }
  if (versions > 1) return { kind: "status", directives: versions > 2, settings };
  return { kind: "run", settings };
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };
type SettingName = Exclude<
  Name,
  "help" | "longHelp" | "list" | "settings" | "version" | "versionStatus" | "explain"
>;

const nothingGiven: ProftpdSettings = {
  configFile: undefined,
  defines: [],
  debugLevel: undefined,
  noDaemon: false,
  quiet: false,
  configTest: false,
  format: "text",
  noCollision: false,
  noFork: false,
  serverAddress: undefined,
  persistentPasswd: undefined,
  ipv6: undefined,
};

/** Notes one option in `settings`; the result is the complaint about its value, if there is one. */
function take(
  settings: Writable<ProftpdSettings> & { defines: string[] },
  name: SettingName,
  value: string,
): string | undefined {
  switch (name) {
    case "config":
      settings.configFile = value;
      break;
    case "define":
      settings.defines.push(value);
      break;
    case "serverAddress":
      settings.serverAddress = value;
      break;
    case "debug":
      if (!/^[0-9]{1,9}$/.test(value)) return "fatal: -d requires a debug level from 0 to 10";
      settings.debugLevel = Number(value);
      break;
    case "persistent":
      if (value !== "0" && value !== "1") return "fatal: -p requires Boolean (0|1) parameter";
      settings.persistentPasswd = value === "1";
      break;
    case "format":
      if (value !== "text" && value !== "json") return "fatal: --format requires text or json";
      settings.format = value;
      break;
    case "ipv4":
      settings.ipv6 = false;
      break;
    case "ipv6":
      settings.ipv6 = true;
      break;
    default:
      settings[name] = true;
  }
}

function refuse(message: string): ProftpdRequest {
  return { kind: "refuse", message, usage: false };
}

function refuseOption(
  { option, reason }: Extract<Piece<Name>, { kind: "wrong" }>,
): ProftpdRequest {
  // The original calls all four unknown; the words in brackets are ours.
  const more = {
    unknown: "",
    ambiguous: " (it fits several)",
    "value missing": " (it needs a value)",
    "value not wanted": " (it takes no value)",
  }[reason];
  return { kind: "refuse", message: `unknown option: ${option}${more}`, usage: true };
}
