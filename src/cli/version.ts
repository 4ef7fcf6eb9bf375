/**
 * What `-l`, `-v`, `-vv` and `-V` print. Scripts read all four, so the shape is that of proftpd
 * 1.3.8, and what is said has to be true of this program.
 *
 * @module
 */

/**
 * The version of ProFTPD that this program stands in for: scripts, `<IfVersion>` and clients read
 * it. Its own version is in `Build`.
 */
export const PROFTPD_VERSION = "1.3.8";

/** The word that the original puts behind its version. */
export const PROFTPD_STATUS = "stable";

/** The version of the scoreboard file's layout that the original reports for 1.3.8. */
const SCOREBOARD_VERSION = "01040003";

/** Facts about the executable that were settled when it was built. */
export interface Build {
  /** The version of this program, as in deno.json. */
  readonly version: string;
  /** When it was built, in the original's form: `Fri May 1 2026 20:02:15 UTC`. */
  readonly built: string;
  /** The runtime in it, such as `2.9.6`. */
  readonly deno: string;
}

/** A module as the listings show it. */
export interface ModuleName {
  /** Its name in <IfModule>: `mod_core.c`. */
  readonly name: string;
  /** Its version, where it has one of its own: `1.0`. */
  readonly version?: string;
  /** Names of its directives, sections with their brackets. */
  readonly directives?: readonly string[];
}

/** Where things are unless the configuration says otherwise. */
export interface Places {
  readonly configFile: string;
  readonly pidFile: string;
  readonly scoreboardFile: string;
}

/** The machine, as uname(2) and os-release(5) tell. */
export interface Machine {
  readonly system: string;
  readonly release: string;
  readonly architecture: string;
  /** Lines of /etc/os-release; none where that file is missing. */
  readonly osRelease: readonly string[];
}

/** `-l`: the modules in load order. */
export function moduleList(modules: readonly ModuleName[]): string {
  return lines("Compiled-in modules:", ...modules.map(({ name }) => `  ${name}`));
}

/** The text that `-v` prints, in the original's words. */
export function versionLine(): string {
  return lines(`ProFTPD Version ${PROFTPD_VERSION}`);
}

/**
 * `-vv`, and with `directives` what a third `-v` adds. Modules come latest first, as the original
 * has them.
 */
export function versionStatus(
  build: Build,
  modules: readonly ModuleName[],
  directives: boolean,
): string {
  const loaded = modules.toReversed().map(({ name, version }) =>
    `  ${version === undefined ? name : `${shortName(name)}/${version}`}`
  );
  return lines(
    `ProFTPD Version: ${PROFTPD_VERSION} (${PROFTPD_STATUS})`,
    `  Scoreboard Version: ${SCOREBOARD_VERSION}`,
    `  Built: ${build.built}`,
    `  Program: ${programName(build)}`,
    "",
    "Loaded modules:",
    ...loaded,
    ...(directives ? directiveList(modules) : []),
  );
}

function directiveList(modules: readonly ModuleName[]): string[] {
  const rows = modules.flatMap(({ name, directives }) =>
    (directives ?? []).map((directive) => `  ${directive} (from ${shortName(name)})`)
  );
  return ["", "Configuration Directives:", ...rows.toSorted()];
}

function shortName(module: string): string {
  return module.replace(/\.c$/, "");
}

function programName({ version, deno }: Build): string {
  return `proftpd in TypeScript ${version}, Deno ${deno}`;
}

/**
 * What this program can do, under the names that `-V` of the original has for it. Rigs decide by
 * these lines what to configure: a `true` here is a promise that tests hold it to.
 */
const FEATURES: readonly (readonly [string, boolean])[] = [
  ["Autoshadow", true],
  ["Controls", true],
  ["curses", true], // without the library: ftptop draws by itself
  ["Developer", false],
  ["DSO", false],
  ["IPv6", true],
  ["Largefile", true],
  ["Lastlog", true],
  ["Memcache", false],
  ["ncursesw", false],
  ["NLS", true],
  ["OpenSSL", true],
  ["PCRE", false],
  ["PCRE2", false],
  ["POSIX ACL", false],
  ["Redis", false],
  ["Sendfile", true],
  ["Shadow file", true],
  ["Sodium", false],
  ["Trace", true],
  ["xattr", false],
];

/** Defaults under the names of the original's build options, in its order; those that we have. */
const TUNABLES: readonly (readonly [string, number])[] = [
  ["PR_TUNABLE_TIMEOUTIDLE", 600],
  ["PR_TUNABLE_TIMEOUTLOGIN", 300],
  ["PR_TUNABLE_TIMEOUTNOXFER", 300],
  ["PR_TUNABLE_TIMEOUTSTALLED", 3600],
];

/** The text that `-V` prints: what was built, where, and the paths that the program knows. */
export function compileTimeSettings(build: Build, machine: Machine, places: Places): string {
  const { system, release, architecture, osRelease } = machine;
  return lines(
    "Compile-time Settings:",
    `  Version: ${PROFTPD_VERSION} (${PROFTPD_STATUS})`,
    `  Platform: ${system.toUpperCase()} [${system} ${release} ${architecture}]`,
    ...(osRelease.length === 0 ? [] : ["  OS/Release:", ...osRelease.map((line) => `    ${line}`)]),
    `  Built: ${build.built}`,
    "  Built With:",
    `    ${programName(build)}`,
    "",
    "  Files:",
    "    Configuration File:",
    `      ${places.configFile}`,
    "    Pid File:",
    `      ${places.pidFile}`,
    "    Scoreboard File:",
    `      ${places.scoreboardFile}`,
    "",
    "  Info:",
    "    + Max supported UID: 4294967295",
    "    + Max supported GID: 4294967295",
    "",
    "  Features:",
    ...FEATURES.map(([name, there]) => `    ${there ? "+" : "-"} ${name} support`),
    "",
    "  Tunable Options:",
    ...TUNABLES.map(([name, value]) => `    ${name} = ${value}`),
    "",
  );
}

function lines(...rows: string[]): string {
  return rows.map((row) => `${row}\n`).join("");
}
