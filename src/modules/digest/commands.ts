/**
 * HASH and OPTS HASH (draft-bryan-ftp-hash), MD5 (draft-twine-ftpmd5), and XCRC, XMD5, XSHA, XSHA1,
 * XSHA256, XSHA512, which no standard has. The replies are those of the original.
 *
 * @module
 */

import { close, O } from "../../libc/files.ts";
import { errno, strerror } from "../../libc/errno.ts";
import { fstat, S_IFMT, S_IFREG, type Stat } from "../../libc/statx.ts";
import { FtpError, type Reply, reply, unknownVerbReply } from "../../protocol/mod.ts";
import type { Command, Handlers, Request } from "../../session/module.ts";
import { permit, settingsAt } from "../../session/permit.ts";
import { pathOf, wrongParameters } from "../../session/requests.ts";
import type { Session } from "../../session/session.ts";
import { digestEngine } from "../../settings/mod.ts";
import { type AlgorithmName, ALGORITHMS, HASH_NAMES, usualAlgorithm } from "./algorithms.ts";
import { DigestCache } from "./cache.ts";
import { openChecksums } from "./checksums.ts";
import { digestFile } from "./digest_file.ts";
import {
  digestAlgorithms,
  digestCache,
  digestDefaultAlgorithm,
  digestEnable,
  digestMaxSize,
} from "./directives.ts";
import { type ByteSpan, parseChecksum } from "./request.ts";

/** Codes by which one command tells reasons apart: the others say 550 to all. */
interface Codes {
  readonly denied: number;
  readonly irregular: number;
  readonly tooLarge: number;
  readonly busy: number;
}

const PLAIN: Codes = { denied: 550, irregular: 550, tooLarge: 550, busy: 550 };
const OF_MD5: Codes = { ...PLAIN, irregular: 504 };
const OF_HASH: Codes = { denied: 552, irregular: 553, tooLarge: 556, busy: 450 };

/** The X commands but XCRC, and what their replies call the checksum. */
const X_COMMANDS: readonly (readonly [verb: string, algorithm: AlgorithmName, title: string])[] = [
  ["XMD5", "md5", "MD5"],
  ["XSHA", "sha1", "SHA1"],
  ["XSHA1", "sha1", "SHA1"],
  ["XSHA256", "sha256", "SHA256"],
  ["XSHA512", "sha512", "SHA512"],
];

/** What logs may say of the running command: `%{note:mod_digest.digest}`. */
const NOTES = { algorithm: "mod_digest.algo", digest: "mod_digest.digest" } as const;

function note({ notes }: Session, which: AlgorithmName, hex: string): void {
  notes.set(NOTES.algorithm, HASH_NAMES[which].replace("-", ""));
  notes.set(NOTES.digest, hex);
}

/** What the module does in one session. */
export function digestCommands(session: Session): Handlers {
  // All of them: an area may have others than its server, and after login none can be opened.
  const { checksums, lacking } = openChecksums(ALGORITHMS);
  const usable = () => session.config.get(digestAlgorithms).filter((name) => checksums.has(name));
  // HELP and FEAT tell what the server has.
  const listed = usable();
  if (lacking !== undefined && listed.length < session.config.get(digestAlgorithms).length) {
    session.log.error(`mod_digest: ${lacking}`);
  }
  const cache = new DigestCache();
  let algorithm = usualAlgorithm(listed, session.config.get(digestDefaultAlgorithm));

  /** The checksum of a file, in lower case, and the bytes that it is about. */
  function compute(
    { verb }: Request,
    which: AlgorithmName,
    argument: string,
    codes: Codes,
    span?: (size: number) => ByteSpan,
  ): { readonly hex: string; readonly span: ByteSpan } {
    const path = pathOf(session, argument);
    const refuse = (code: number, number: number) =>
      new FtpError(reply(code, `${argument}: ${strerror(number)}`));
    const stat = session.root.stat(path);
    const scope = settingsAt(session, path);
    if (!permit(session, verb, path, argument) || !scope.get(digestEnable)) {
      throw refuse(codes.denied, errno.EPERM);
    }
    if ((stat.mode & S_IFMT) !== S_IFREG) {
      throw new FtpError(reply(codes.irregular, `${argument}: Not a regular file`));
    }
    const bytes = span?.(stat.size) ?? { start: 0, end: stat.size };
    const settings = session.config.get(digestCache);
    const key = [which, bytes.start, bytes.end, ...identityOf(stat)].join(" ");
    const known = cache.get(key);
    if (known !== undefined) {
      note(session, which, known);
      return { hex: known, span: bytes };
    }
    if (cache.isFull(settings)) throw refuse(codes.busy, errno.EBUSY);
    const begin = checksums.get(which);
    if (begin === undefined) throw refuse(codes.denied, errno.ENOTSUP);
    const file = session.root.open(path, O.RDONLY | O.NONBLOCK | O.NOCTTY);
    try {
      if (bytes.end - bytes.start > session.config.get(digestMaxSize)) {
        throw refuse(codes.tooLarge, errno.EPERM);
      }
      const hex = digestFile(session, begin(), file, bytes);
      // One that is not to be found again still counts: the limit is about what computing costs.
      const isLasting = isSettled(stat, fstat(file));
      cache.put(isLasting ? key : `${key} at ${performance.now()}`, hex, settings);
      note(session, which, hex);
      return { hex, span: bytes };
    } finally {
      close(file);
    }
  }

  /** A command, refused where checksums, or its algorithm, are not enabled. */
  function command(
    verb: string,
    syntax: string,
    which: AlgorithmName | undefined,
    run: (request: Request) => Reply,
    features?: () => readonly string[],
  ): Command {
    const isListed = which === undefined || listed.includes(which);
    return {
      verb,
      class: "read",
      ...isListed ? { syntax, features: features ?? (() => [verb]) } : {},
      run(request) {
        const isEnabled = session.config.get(digestEngine) !== false &&
          (which === undefined || usable().includes(which));
        if (!isEnabled) return unknownVerbReply(request);
        if (!request.hasArgument || request.argument === "") throw wrongParameters();
        return run(request);
      },
    };
  }

  function checksum(verb: string, which: AlgorithmName, title: string): Command {
    return command(verb, "<sp> pathname [<sp> start <sp> end]", which, (request) => {
      const { path, span } = parseChecksum(
        request,
        (path) => session.root.tryStat(pathOf(session, path)) !== undefined,
      );
      const { hex } = compute(request, which, path, PLAIN, span);
      return reply(250, `Computing ${title} digest`, hex.toUpperCase());
    });
  }

  const hash = command("HASH", "<sp> pathname", undefined, (request) => {
    const { argument } = request;
    const name = HASH_NAMES[algorithm];
    const { hex, span } = compute(request, algorithm, argument, OF_HASH);
    const line = `${name} ${span.start}-${span.end} ${hex} ${argument}`;
    return reply(213, `Computing ${name} digest`, line);
  }, () => {
    const names = listed.map((name) => `${HASH_NAMES[name]}${name === algorithm ? "*" : ""};`);
    return [`HASH ${names.join("")}`];
  });

  const md5 = command("MD5", "<sp> pathname", "md5", (request) => {
    const { hex } = compute(request, "md5", request.argument, OF_MD5);
    return reply(251, "Computing MD5 digest", `${request.argument} ${hex.toUpperCase()}`);
  });

  function choose([word, ...more]: readonly string[]): Reply {
    if (session.config.get(digestEngine) === false) {
      return reply(500, "OPTS HASH not understood");
    }
    if (word === undefined) return reply(200, HASH_NAMES[algorithm]);
    if (more.length > 0) return reply(501, "OPTS HASH: Wrong number of parameters");
    const wanted = usable().find((name) => HASH_NAMES[name] === word.toUpperCase());
    if (wanted === undefined) return reply(501, `${word}: Unsupported algorithm`);
    algorithm = wanted;
    return reply(200, word);
  }

  return {
    commands: [
      hash,
      checksum("XCRC", "crc32", "CRC32"),
      md5,
      ...X_COMMANDS.map((it) => checksum(...it)),
    ],
    options: { HASH: choose },
    pace() {
      for (const name of Object.values(NOTES)) session.notes.delete(name);
    },
  };
}

/**
 * Whether a file, `before` and `after` it was read, is one that would be known for another if it
 * changed: times are whole seconds, in which much can happen.
 */
function isSettled(before: Stat, after: Stat): boolean {
  const age = Date.now() / 1000 - Math.max(after.mtime, after.ctime);
  return age > 2 && identityOf(before).join() === identityOf(after).join();
}

/** What a file is known by, and changes with it. */
function identityOf({ device, inode, size, mtime, ctime }: Stat): readonly (number | bigint)[] {
  return [device, inode, size, mtime, ctime];
}
