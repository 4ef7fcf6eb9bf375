/**
 * The directives of mod_digest.
 *
 * @module
 */

import { type Directive, duration, size, toggle } from "../../config/mod.ts";
import { digestEngine } from "../../settings/mod.ts";
import { type AlgorithmName, ALGORITHMS } from "./algorithms.ts";

/** `DigestEnable on|off`: whether files at a place may be read for their checksums. */
export const digestEnable = toggle("DigestEnable", ["directory", "ftpaccess"], true);

/** `DigestAlgorithms all|algorithm ...`. */
export const digestAlgorithms: Directive<readonly AlgorithmName[]> = {
  name: "DigestAlgorithms",
  contexts: ["server", "vhost", "global", "anonymous"],
  syntax: "DigestAlgorithms all|crc32|md5|sha1|sha256|sha512 ...",
  fallback: ALGORITHMS,
  parse(args) {
    if (args.words.length === 0) args.fail("wrong number of parameters");
    if (args.words.length === 1 && args.word(0).toLowerCase() === "all") return ALGORITHMS;
    const named = args.words.map((word) =>
      algorithmOf(word) ?? args.fail(`unknown/unsupported DigestAlgorithm: ${word}`)
    );
    return ALGORITHMS.filter((name) => named.includes(name));
  },
};

/** `DigestDefaultAlgorithm algorithm`: the one of HASH, unless `DigestAlgorithms` leaves it out. */
export const digestDefaultAlgorithm: Directive<AlgorithmName> = {
  name: "DigestDefaultAlgorithm",
  contexts: ["server", "vhost", "global"],
  syntax: "DigestDefaultAlgorithm crc32|md5|sha1|sha256|sha512",
  fallback: "sha1",
  parse(args) {
    const word = args.single();
    return algorithmOf(word) ?? args.fail(`unknown/unsupported DigestAlgorithm: ${word}`);
  },
};

function algorithmOf(word: string): AlgorithmName | undefined {
  return ALGORITHMS.find((name) => name === word.toLowerCase());
}

/** `DigestMaxSize number [units]`: bytes that one command reads; `Infinity` for any number. */
export const digestMaxSize: Directive<number> = {
  name: "DigestMaxSize",
  contexts: ["server", "vhost", "global", "anonymous"],
  syntax: "DigestMaxSize number [B|KB|MB|GB|TB]",
  fallback: Infinity,
  parse(args) {
    if (args.words.length === 0 || args.words.length > 2) args.fail("wrong number of parameters");
    const [number = "", unit = ""] = args.words;
    if (!/^\d+$/.test(number) || !/^(?:|[KMGT]?B)$/i.test(unit)) {
      args.fail(`badly formatted size value: ${number}${unit}`);
    }
    const most = size(number + unit, args);
    if (most === 0 && unit !== "") args.fail("requires a value greater than zero");
    return most === 0 ? Infinity : most;
  },
};

/** What is remembered of checksums. */
export interface CacheSettings {
  /** How many at most; while so many are remembered, none is computed. 0: none is remembered. */
  readonly most: number;
  /** For how long, in seconds. */
  readonly age: number;
}

const DEFAULT_CACHE: CacheSettings = { most: 10_000, age: 30 };

/** `DigestCache on|off|size count [maxAge secs]`. */
export const digestCache: Directive<CacheSettings> = {
  name: "DigestCache",
  contexts: ["server", "vhost", "global", "anonymous"],
  syntax: "DigestCache on|off|[size count] [maxAge secs]",
  fallback: DEFAULT_CACHE,
  parse(args) {
    const { words } = args;
    if (words.length === 0) args.fail("wrong number of parameters");
    if (words.length === 1) return args.boolean() ? DEFAULT_CACHE : { ...DEFAULT_CACHE, most: 0 };
    if (words.length > 4) args.fail("wrong number of parameters");
    let settings = DEFAULT_CACHE;
    for (let i = 0; i < words.length; i += 2) {
      const value = words[i + 1] ?? "";
      switch (args.word(i).toLowerCase()) {
        case "size":
          if (!/^\d+$/.test(value)) args.fail(`invalid cache size: ${value}`);
          if (Number(value) === 0) args.fail("cache size must be greater than 0");
          settings = { ...settings, most: Number(value) };
          break;
        case "maxage":
          if (!/^\d/.test(value)) args.fail(`invalid max age: ${value}`);
          settings = { ...settings, age: duration(value, args) };
          if (settings.age === 0) args.fail("maxAge parameter must be greater than 1");
          break;
        default:
          args.fail(`unknown DigestCache parameter: ${args.word(i)}`);
      }
    }
    return settings;
  },
};

/** `DigestOptions NoTransferCache`: transfers are never read for their checksums here. */
export const digestOptions: Directive<boolean> = {
  name: "DigestOptions",
  contexts: ["server", "vhost", "global"],
  syntax: "DigestOptions NoTransferCache",
  fallback: true,
  parse(args) {
    if (args.words.length === 0) args.fail("wrong number of parameters");
    const unknown = args.words.find((word) => word !== "NoTransferCache");
    return unknown === undefined || args.fail(`: unknown DigestOption '${unknown}'`);
  },
};

/** All of them, for the vocabulary. */
export const digestDirectives: readonly Directive<unknown>[] = [
  digestAlgorithms,
  digestCache,
  digestDefaultAlgorithm,
  digestEnable,
  digestEngine,
  digestMaxSize,
  digestOptions,
];
