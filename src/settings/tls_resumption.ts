/**
 * Which TLS sessions can be resumed by other processes than the one that began them: what the daemon
 * keeps for its sessions (mod_tls).
 *
 * @module
 */

import type { Arguments } from "../config/arguments.ts";
import type { Directive } from "../config/directive.ts";
import type { AccessRule } from "../controls/access.ts";
import { ruleOf } from "./controls.ts";

/** A table of sessions that all processes share. */
export interface SharedSessionCache {
  /** What the line calls it: `shm`. */
  readonly type: string;
  /** Bytes. */
  readonly size: number;
  /** Seconds for which a session can be resumed. */
  readonly seconds: number;
}

/** Kinds of caches that more processes than one can look into, and where ours is instead. */
const SHARED: Readonly<Record<string, string | undefined>> = {
  shm: undefined,
  fs: "sessions are kept in memory here, not in files",
  memcache: "sessions are kept in this machine's memory, no other machine has them",
  redis: "sessions are kept in this machine's memory, no other machine has them",
};

/** What has no `size`, or too little. */
const DEFAULT_SIZE = 1_576_960;

/** Room for a head and a record. */
const LEAST_SIZE = 2048;
const MOST_SIZE = 1 << 30;

const DEFAULT_SECONDS = 1800;

/**
 * `TLSSessionCache off|type:info [timeout]`; undefined for `off` and `internal:`, where a session without a
 * ticket is resumed by its own data connections only. Those always can, as long as the control
 * connection lasts.
 */
export const tlsSessionCache: Directive<SharedSessionCache | undefined> = {
  name: "TLSSessionCache",
  contexts: ["server"],
  syntax: "TLSSessionCache off|internal:|shm:info|fs:info|memcache:info|redis:info [timeout]",
  fallback: undefined,
  parse(args) {
    args.between(1, 2);
    const word = args.word(0);
    const isOff = word.toLowerCase() === "off";
    const colon = word.indexOf(":");
    if (!isOff && colon < 0) args.fail("badly formatted parameter");
    const type = word.slice(0, Math.max(0, colon));
    const isShared = Object.hasOwn(SHARED, type);
    if (!isOff && !isShared && type !== "internal") {
      args.fail(`session cache type '${type}' not available`);
    }
    const seconds = args.words.length === 2 ? timeoutOf(args) : undefined;
    if (isShared) {
      const warning = SHARED[type];
      if (warning !== undefined) args.warn(warning);
      const size = type === "shm" ? sizeOf(word.slice(colon + 1), args) : DEFAULT_SIZE;
      return { type, size, seconds: seconds ?? DEFAULT_SECONDS };
    }
    if (!isOff && seconds !== undefined) {
      args.warn(
        "a TLS session can be resumed as long as its control connection lasts, the timeout is " +
          "without effect",
      );
    }
    return undefined;
  },
};

function timeoutOf(args: Arguments): number {
  const word = args.word(1);
  if (!/^[-+]?\d+$/.test(word)) args.fail(`'${word}' is not a valid timeout value`);
  const seconds = Number(word);
  return seconds < 1 ? args.fail("timeout must be at least 1") : seconds;
}

/** The bytes that `/file=path[&size=bytes]` asks for; there is no file here. */
function sizeOf(info: string, args: Arguments): number {
  if (!info.startsWith("/")) args.fail(`badly formatted info '${info}'`);
  const parts = info.slice(1).split("&").map((part) => part.split("=", 2));
  const file = parts.find(([key]) => key === "file")?.[1];
  if (file === undefined) return args.fail(`badly formatted info '${info}'`);
  if (!file.startsWith("/")) args.fail(`file '${file}' not an absolute path`);
  const size = parts.find(([key]) => key === "size")?.[1];
  if (size === undefined) return DEFAULT_SIZE;
  if (!/^\d+$/.test(size)) args.fail(`'${size}' is no size`);
  if (Number(size) > MOST_SIZE) args.fail(`size must be at most ${MOST_SIZE}`);
  if (Number(size) >= LEAST_SIZE) return Number(size);
  args.warn(`size ${size} has no room for a session, ${DEFAULT_SIZE} is used`);
  return DEFAULT_SIZE;
}

/** No key of tickets may be given up sooner, in seconds. */
const LEAST_AGE = 60;

/** How long keys of tickets are good, and how many of them there are. */
export interface TicketKeyAges {
  /** Seconds. */
  readonly age: number;
  readonly count: number;
}

const DEFAULT_AGES: TicketKeyAges = { age: 12 * 3600, count: 25 };

/** `TLSSessionTicketKeys [age secs] [count number]`. */
export const tlsSessionTicketKeys: Directive<TicketKeyAges> = {
  name: "TLSSessionTicketKeys",
  contexts: ["server"],
  syntax: "TLSSessionTicketKeys [age secs] [count number]",
  fallback: DEFAULT_AGES,
  parse(args) {
    if (args.words.length !== 2 && args.words.length !== 4) args.fail("wrong number of parameters");
    let ages = DEFAULT_AGES;
    for (let i = 0; i < args.words.length; i += 2) {
      const word = args.word(i);
      switch (word.toLowerCase()) {
        case "age": {
          const age = args.duration(i + 1);
          if (age < LEAST_AGE) args.fail(`max key age must be at least ${LEAST_AGE}sec`);
          ages = { ...ages, age };
          break;
        }
        case "count": {
          const count = args.word(i + 1);
          if (!/^0*[1-9]\d*$/.test(count)) args.fail("max key count must be at least 1");
          ages = { ...ages, count: Number(count) };
          break;
        }
        default:
          args.fail(`unknown parameter: ${word}`);
      }
    }
    return ages;
  },
};

/** What `TLSControlsACLs` can be about: the action `tls sesscache`, and what it can be asked to do. */
export const TLS_ACTIONS = ["clear", "info", "ocspcache", "remove", "sesscache"] as const;

/** `TLSControlsACLs`: who may do what with the cache of sessions by ftpdctl. */
export const tlsControlsACLs: Directive<AccessRule | undefined> = {
  name: "TLSControlsACLs",
  contexts: ["server"],
  syntax: "TLSControlsACLs actions|all allow|deny user|group list",
  fallback: undefined,
  repeat: "all",
  parse: (args) => ruleOf(args, TLS_ACTIONS),
};
