/**
 * HASH and OPTS HASH (draft-bryan-ftp-hash), MD5 (draft-twine-ftpmd5), and XCRC, XMD5, XSHA, XSHA1,
 * XSHA256, XSHA512, which no standard has. The replies are those of the original.
 *
 * @module
 */

import { type Reply, reply, unknownVerbReply } from "../../protocol/mod.ts";
import type { Command, Handlers, Request } from "../../session/module.ts";
import { wrongParameters } from "../../session/requests.ts";
import type { Session } from "../../session/session.ts";
import { digestEngine } from "../../settings/mod.ts";
import { type AlgorithmName, ALGORITHMS, HASH_NAMES, usualAlgorithm } from "./algorithms.ts";
import { openChecksums } from "./checksums.ts";
import { digestAlgorithms, digestDefaultAlgorithm } from "./directives.ts";
import { type FileChecksum, FileChecksums, filePath, type RefusalCodes } from "./file_checksums.ts";
import { type ByteSpan, parseChecksum } from "./request.ts";

const PLAIN: RefusalCodes = { denied: 550, irregular: 550, tooLarge: 550, busy: 550 };
const OF_MD5: RefusalCodes = { ...PLAIN, irregular: 504 };
const OF_HASH: RefusalCodes = { denied: 552, irregular: 553, tooLarge: 556, busy: 450 };

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
  const files = new FileChecksums(session, checksums);
  let algorithm = usualAlgorithm(listed, session.config.get(digestDefaultAlgorithm));

  /** The checksum of a file, which logs may name from now on. */
  function compute(
    { verb }: Request,
    which: AlgorithmName,
    argument: string,
    codes: RefusalCodes,
    span?: (size: number) => ByteSpan,
  ): FileChecksum {
    const found = files.compute(verb, which, argument, codes, span);
    session.notes.set(NOTES.algorithm, HASH_NAMES[which].replace("-", ""));
    session.notes.set(NOTES.digest, found.hex);
    return found;
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
        (path) => session.root.tryStat(filePath(session, path)) !== undefined,
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
