/**
 * Checksums of files (mod_digest), compared with the original.
 */
import assert from "node:assert/strict";
import { compare } from "./dialogue/compare.ts";
import type { Difference } from "./dialogue/confront.ts";
import { furnish } from "./dialogue/furnish.ts";
import { get, login, put, type Step } from "./dialogue/talk.ts";
import { PROFTPD, run } from "../harness/programs.ts";
import { PEER_PROGRAM, test } from "../harness/requires.ts";
import { tempDir } from "../harness/temp_dir.ts";

/** Where Debian has the original's modules. */
const MODULES = "/usr/lib/proftpd";
const NEEDS = ["peer", `${MODULES}/mod_digest.so`];
const LOADED = `ModulePath ${MODULES}\nLoadModule mod_digest.c\n`;

const LINES = [
  ...["DigestAlgorithms", "DigestAlgorithms all", "DigestAlgorithms md5 SHA1"],
  ...["DigestAlgorithms foo", "DigestAlgorithms md5 all", "DigestCache", "DigestCache on"],
  ...["DigestCache off", "DigestCache x", "DigestCache size", "DigestCache size 5"],
  ...["DigestCache size x", "DigestCache size 0", "DigestCache size 5 maxAge 10"],
  ...["DigestCache maxAge 60s", "DigestCache maxAge x", "DigestCache maxage 0"],
  ...["DigestCache size 5 foo 1", "DigestDefaultAlgorithm", "DigestDefaultAlgorithm md5"],
  ...["DigestDefaultAlgorithm foo", "DigestEnable on", "DigestEngine", "DigestEngine x"],
  ...["DigestMaxSize", "DigestMaxSize 5", "DigestMaxSize 5 GB", "DigestMaxSize 5 XX"],
  ...["DigestMaxSize 5GB", "DigestMaxSize x", "DigestMaxSize 0", "DigestMaxSize -1"],
  ...["DigestMaxSize 0 MB", "DigestOptions", "DigestOptions NoTransferCache"],
  ...["DigestOptions notransfercache"],
];

for (const line of LINES) {
  test({
    name: `the original says the same of the line ${line}`,
    needs: NEEDS,
    async fn() {
      await using folder = await tempDir();
      const path = `${folder.path}/proftpd.conf`;
      await Deno.writeTextFile(path, `${LOADED}${line}\n`);
      const said = async (program: string) => {
        const { code, stderr } = await run(program, ["-t", "-c", path]);
        const error = /(?:fatal|error): (.*? on line \d+)/m.exec(stderr)?.[1];
        return { code, error };
      };
      assert.deepEqual(await said(PROFTPD), await said(PEER_PROGRAM));
    },
  });
}

const X = ["XCRC", "XMD5", "XSHA", "XSHA1", "XSHA256", "XSHA512"];
const ALL = ["HASH", "MD5", ...X];
const NAMES = [
  ...["file", "empty", "missing", "dir", "link", "dangling", "loop", "out", "unreadable"],
  ...["two words", '"two words"', 'quo"te', " leading", "closed/x", "fifo", "dir/inside", ""],
];
const PARTS = [
  ...["0 5", "5", "5 9", "5 10", "5 11", "9 9", "9 5", "x", "x 5", "1 x", "-3 5", "1 -1", "1x 5"],
  ...["1 5x", "1 2 3", "0 0", "10 11", " 0 5"],
];

/** What FEAT says of checksums; the rest is the business of other tests. */
const features: Step = async (talk) => {
  const { lines } = await talk.client.command("FEAT");
  talk.notes.push(...lines.filter((line) => /HASH|MD5|XCRC|XSHA/.test(line)));
};

compare({
  name: "checksums are computed and refused as the original does",
  config: `${LOADED}DefaultRoot ~\nAllowOverwrite on`,
  needs: NEEDS,
  login: "alice",
  furnish,
  cases: {
    "FEAT and HELP": [features, "HELP", ...ALL.map((verb) => `HELP ${verb}`)],
    ...Object.fromEntries(
      ALL.map((verb) => [verb, NAMES.map((name) => `${verb} ${name}`.trimEnd())]),
    ),
    "parts": ["XCRC", "XSHA512"].flatMap((verb) => PARTS.map((part) => `${verb} file ${part}`)),
    "parts of what is not there": ["XMD5 missing 5 2", "XMD5 missing 1 x", "XMD5 dir 0 5"],
    "quotes": ['XCRC "file"', 'XCRC "file" 0 5', 'XCRC "file"x', 'XCRC "file', 'MD5 "file"'],
    "OPTS HASH": [
      ...["OPTS HASH", "OPTS HASH MD5", "HASH file", "OPTS HASH sha-256", "HASH file", features],
      ...["OPTS HASH SHA1", "OPTS HASH FOO", "OPTS HASH SHA-1 x", "OPTS HASH CRC32", "HASH file"],
      ...["OPTS HASH SHA-512", "HASH file", "OPTS HASH  SHA-1", "HASH file"],
    ],
    "REST and RANG have no say": [
      ...["TYPE I", "REST 3", "HASH file", "RANG 2 4", "XMD5 file", get("RETR file")],
    ],
    "a file that changes": [put("STOR new", "1"), "XMD5 new", put("STOR new", "22"), "XMD5 new"],
  },
});

const CHANGED = "a file that changed in the last seconds may do so again, unseen: it is read again";

const justChanged: Difference[] = [
  {
    why: CHANGED,
    theirs: [/^< 250-Computing SHA1/, /^< 250 [0-9A-F]{40}$/],
    ours: ["< 550 file: Device or resource busy"],
  },
  {
    why: CHANGED,
    theirs: [/^< 213-Computing SHA-1/, /^< 213 SHA-1 0-10 [0-9a-f]{40} file$/],
    ours: ["< 450 file: Device or resource busy"],
  },
];

for (
  const config of [
    ...["DigestAlgorithms md5 sha256", "DigestAlgorithms crc32", "DigestAlgorithms sha512 md5"],
    ...["DigestEngine off", "DigestMaxSize 9 B", "DigestMaxSize 10 B", "DigestCache size 1"],
    ...["DigestDefaultAlgorithm md5", "DigestAlgorithms md5\nDigestDefaultAlgorithm sha1"],
    ...["<Limit HASH XCRC MD5>\nDenyAll\n</Limit>", "<Limit READ>\nDenyAll\n</Limit>"],
  ]
) {
  compare({
    name: `checksums with ${config.replaceAll("\n", " ")} are those of the original`,
    config: `${LOADED}DefaultRoot ~\n${config}`,
    needs: NEEDS,
    login: "alice",
    furnish,
    cases: {
      "all": {
        differences: config.startsWith("DigestCache") ? justChanged : [],
        steps: [
          ...[features, "HELP XMD5", ...ALL.map((verb) => `${verb} file`), "XSHA1 file 0 5"],
          ...["HASH file", "HASH unreadable", "HASH missing", "MD5 dir", "OPTS HASH CRC32"],
          ...["OPTS HASH SHA-256", "HASH dir/inside"],
        ],
      },
    },
  });
}

for (
  const [server, area] of [
    ["", "DigestAlgorithms md5"],
    ["DigestAlgorithms md5", "DigestAlgorithms sha256 crc32"],
    ["DigestAlgorithms md5", ""],
    ["DigestEngine off", "DigestEngine on"],
    ["", "DigestEngine off"],
    ["DigestDefaultAlgorithm sha512", "DigestAlgorithms md5"],
  ] as const
) {
  compare({
    name: `checksums in an area: "${area}" in a server with "${server}"`,
    needs: NEEDS,
    config: ({ folder }) =>
      `${LOADED}${server}\n<Anonymous ${folder}/home/alice>\nUser alice\nGroup alices\n` +
      `AnonRequirePassword on\n${area}\n</Anonymous>`,
    session: "each",
    furnish,
    cases: {
      "changed after login": [
        ...[features, "HELP XCRC", "HELP MD5", login("alice"), features, "OPTS HASH"],
        ...["HASH file", "MD5 file", "XMD5 file", "XSHA1 file", "XCRC file", "XSHA256 file"],
        ...["XSHA512 file", "OPTS HASH SHA-1", "HASH file", "OPTS HASH MD5", "OPTS HASH SHA-256"],
        "HASH file",
      ],
      "changed before login": [
        ...["OPTS HASH SHA-256", "OPTS HASH MD5", "OPTS HASH", login("alice"), "OPTS HASH"],
        "HASH file",
      ],
    },
  });
}
