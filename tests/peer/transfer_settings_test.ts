/**
 * Settings of transfers: which lines are right, and what they do, compared with the original.
 */
import assert from "node:assert/strict";
import { compare } from "./dialogue/compare.ts";
import type { Difference } from "./dialogue/confront.ts";
import { furnish } from "./dialogue/furnish.ts";
import { get, put, type Step } from "./dialogue/talk.ts";
import { PROFTPD, run } from "../harness/programs.ts";
import { PEER_PROGRAM, test } from "../harness/requires.ts";
import { tempDir } from "../harness/temp_dir.ts";

const LINES = [
  ...["HiddenStores", "HiddenStores on", "HiddenStores a b", 'HiddenStores "" .part'],
  ...["DeleteAbortedStores x", "DeleteAbortedStores on", "StoreUniquePrefix"],
  ...["StoreUniquePrefix a/b", "StoreUniquePrefix x-", 'StoreUniquePrefix ""'],
  ...["MaxStoreFileSize", "MaxStoreFileSize *", "MaxStoreFileSize * Mb", "MaxStoreFileSize 1"],
  ...["MaxStoreFileSize 1 Mb", "MaxStoreFileSize 1Mb", "MaxStoreFileSize 1 XX"],
  ...["MaxRetrieveFileSize 0 Mb", "MaxRetrieveFileSize -1 Mb", "MaxRetrieveFileSize 1.5 Mb"],
  ...["MaxRetrieveFileSize 1 K", "MaxRetrieveFileSize 1 Tb", "MaxRetrieveFileSize 1 Mb user"],
  ...["MaxRetrieveFileSize 1 Mb user a", "MaxRetrieveFileSize 1 Mb host a"],
  ...["MaxRetrieveFileSize * user a", "MaxRetrieveFileSize 99999999999 Gb"],
  ...["TransferRate RETR", "TransferRate RETR 1.5", "TransferRate RETR x", "TransferRate RETR 0"],
  ...["TransferRate RETR -1", "TransferRate RETR 1:x", "TransferRate RETR 1:", "TransferRate X 1"],
  ...["TransferRate RETR,X 1", "TransferRate retr,stor 1e3:1024", "TransferRate RETR 1 user"],
  ...["TransferRate RETR 1 user a", "TransferRate RETR 1 host a", "TransferRate , 1"],
  ...["TransferOptions", "TransferOptions IgnoreASCII", "TransferOptions ignoreascii"],
  ...["SocketOptions", "SocketOptions rcvbuf", "SocketOptions rcvbuf 8192 maxseg 500"],
  ...["SocketOptions rcvbuf x", "SocketOptions sndbuf 10", "SocketOptions x 1"],
  ...["SocketOptions keepalive x", "SocketOptions keepalive 1:2:3", "SocketOptions keepalive 1:2"],
  ...["SocketOptions keepalive 0:1:1", "SocketOptions keepalive 1:0:1"],
  ...["SocketOptions keepalive 1:1:0", "SocketOptions reuseport x", "SocketOptions maxseg x"],
  ...["TCPNoDelay x", "TCPNoDelay off", "TimeoutLinger x", "TimeoutLinger 1m", "TimeoutLinger"],
  ...["TransferOptions X", "TransferOptions IgnoreASCII AllowSymlinkUpload"],
];

for (const line of LINES) {
  test({
    name: `the original says the same of the line ${line}`,
    needs: ["peer", "root"],
    async fn() {
      await using folder = await tempDir();
      const path = `${folder.path}/proftpd.conf`;
      await Deno.writeTextFile(path, `${line}\n`);
      const said = async (program: string) => {
        const { code, stderr } = await run(program, ["-t", "-c", path]);
        // What ours adds in brackets is a hint.
        const error = /(?:fatal|error): (.*?)(?: \(.*\))?$/m.exec(stderr)?.[1];
        return { code, error };
      };
      assert.deepEqual(await said(PROFTPD), await said(PEER_PROGRAM));
    },
  });
}

const ALLOWED = "DefaultRoot ~\nAllowOverwrite on\nAllowStoreRestart on\n";
const kilobytes = (count: number) => "x".repeat(count * 1024);

/** A file of ten kilobytes, and everything else. */
async function furnishMore(home: string, server: Parameters<typeof furnish>[1]): Promise<void> {
  await furnish(home, server);
  await Deno.writeTextFile(`${home}/ten`, kilobytes(10));
  await Deno.writeTextFile(`${home}/.in.taken.`, "of an upload that nobody ended");
  const { uid, gid } = server.account();
  await Deno.chown(`${home}/ten`, uid, gid);
  await Deno.chown(`${home}/.in.taken.`, uid, gid);
}

/** An upload during which `meanwhile` happens in the user's home. */
function putWhile(line: string, meanwhile: (home: string) => Promise<void>): Step {
  return async (talk) => {
    await using data = await talk.data();
    await talk.begin(line);
    await meanwhile(talk.server.home);
    data?.close();
    await talk.hear();
  };
}

const HIDDEN: Readonly<Record<string, readonly Step[]>> = {
  "STOR": [
    ...["new", "file", "read-only", "link", "dangling", "out", "loop", "dir", "dir/new"],
    ...["taken", "missing/new", "closed/x", "dirlink/new", "../above", "x".repeat(252)],
  ].map((name) => put(`STOR ${name}`)),
  "REST and RANG": [
    ...["TYPE I", "REST 3", put("STOR file"), "REST 0", put("STOR file"), "RANG 1 2"],
    ...[put("STOR file"), put("STOR file")],
  ],
  "other commands": [put("APPE file"), put("APPE new"), put("STOU")],
  "ASCII": [put("STOR new", "a\r\nb\r\n")],
  "what is in the way at the end": [
    putWhile("STOR new", (home) => Deno.mkdir(`${home}/new`)),
    putWhile("STOR newer", (home) => Deno.remove(`${home}/.in.newer.`)),
    putWhile("STOR newe", (home) => Deno.chmod(home, 0o555)),
    async ({ server }) => await Deno.chmod(server.home, 0o755),
  ],
};

const forAll: Difference = {
  why: "STOU's files have the mode of all new files from the start, not when they are complete",
  theirs: [/^left .<unique name> 0600/],
  ours: [/^left .<unique name> 0644/],
};

const unfinished: Difference = {
  why: "an upload that does not get its name is logged as one that failed",
  theirs: [],
  ours: [/^transfer <time> 127.0.0.1 0 <folder>\/home\/alice\/newe?r? a _ i r alice ftp 0 \* i$/],
};

for (
  const [config, name] of [
    ["HiddenStores on", "uploads are hidden until they are complete"],
    ["HiddenStores on\nMaxStoreFileSize 5 B", "hidden uploads that are too large go away"],
  ] as const
) {
  compare({
    name,
    config: `${ALLOWED}${config}`,
    login: "alice",
    furnish: furnishMore,
    cases: {
      ...HIDDEN,
      "other commands": {
        steps: HIDDEN["other commands"] ?? [],
        differences: name.includes("too large") ? [forAll] : [],
      },
      "what is in the way at the end": {
        steps: HIDDEN["what is in the way at the end"] ?? [],
        differences: [unfinished],
      },
    },
  });
}

compare({
  name: "hidden uploads take the place of nothing unless AllowOverwrite says so",
  config: "DefaultRoot ~\nHiddenStores part",
  login: "alice",
  furnish: furnishMore,
  cases: HIDDEN["STOR"] ? { "STOR": HIDDEN["STOR"] } : {},
});

compare({
  name: "MaxStoreFileSize ends uploads that get larger, and refuses to touch what is",
  config: `${ALLOWED}MaxStoreFileSize 10 Kb`,
  login: "alice",
  furnish: furnishMore,
  cases: {
    "new files": {
      steps: [
        ...["TYPE I", put("STOR new", kilobytes(10)), put("STOR new", `${kilobytes(10)}y`)],
        put("STOU", kilobytes(20)),
      ],
      differences: [forAll],
    },
    "adding": [put("APPE ten", ""), put("APPE ten", "y"), put("APPE file", kilobytes(10))],
    "resuming": [
      ...["TYPE I", "REST 10240", put("STOR ten", "y"), "REST 5", put("STOR file", kilobytes(10))],
      ...["REST 2", put("STOR file", "xy")],
    ],
    "ASCII counts what is written": [put("STOR new", "\r\n".repeat(6000))],
  },
});

compare({
  name: "files that are too large already can be replaced, and not added to",
  config: `${ALLOWED}MaxStoreFileSize 9 Kb`,
  login: "alice",
  furnish: furnishMore,
  cases: {
    "every way": [
      ...["TYPE I", put("APPE ten"), "REST 10000", put("STOR ten"), "REST 10", put("STOR ten")],
      ...[put("STOR ten"), put("STOR file")],
    ],
  },
});

compare({
  name: "MaxRetrieveFileSize is about the whole file",
  config: `${ALLOWED}MaxRetrieveFileSize 9 Kb`,
  login: "alice",
  furnish: furnishMore,
  cases: {
    "every way": [
      ...["TYPE I", get("RETR ten"), "REST 10000", get("RETR ten"), "RANG 1 5", get("RETR ten")],
      ...[get("RETR file"), get("RETR missing"), "TYPE A", get("RETR ten")],
    ],
  },
});

for (
  const [config, name] of [
    ["MaxRetrieveFileSize 9 Kb user bob\nMaxRetrieveFileSize 20 Kb", "a limit for somebody else"],
    ["MaxRetrieveFileSize 9 Kb user bob,alice\nMaxRetrieveFileSize 20 Kb", "a user's limit"],
    ["MaxRetrieveFileSize 9 Kb group alices\nMaxRetrieveFileSize *", "a group's limit"],
    ["MaxRetrieveFileSize 9 Kb class here\n<Class here>\nFrom 127.0.0.1\n</Class>", "a class's"],
    ["MaxRetrieveFileSize 9 Kb\n<Directory />\nMaxRetrieveFileSize *\n</Directory>", "no limit"],
  ] as const
) {
  compare({
    name: `${name} holds for whom the original lets it hold`,
    config: `${ALLOWED}${config}`,
    login: "alice",
    furnish: furnishMore,
    cases: { "RETR": [get("RETR ten"), get("RETR file")] },
  });
}

compare({
  name: "AllowRetrieveRestart off refuses parts of files",
  config: `${ALLOWED}AllowRetrieveRestart off`,
  login: "alice",
  furnish,
  cases: {
    "REST": [
      ...["TYPE I", "REST 3", get("RETR file"), get("RETR file"), "REST 0", get("RETR file")],
      ...["REST 3", get("RETR missing"), "REST 99", get("RETR file"), "REST 3", put("STOR file")],
    ],
    "RANG": ["TYPE I", "RANG 2 4", get("RETR file"), "RANG 0 4", get("RETR file")],
  },
});

compare({
  name: "TransferOptions IgnoreASCII leaves bytes as they are",
  config: `${ALLOWED}TransferOptions IgnoreASCII`,
  login: "alice",
  furnish,
  cases: {
    "ASCII": ["TYPE A", put("STOR new", "a\r\nb\n"), get("RETR new"), get("RETR crlf"), "STAT"],
  },
});

compare({
  name: "TransferOptions AllowSymlinkUpload makes what links lead to",
  config: `${ALLOWED}TransferOptions AllowSymlinkUpload`,
  login: "alice",
  furnish,
  cases: {
    "STOR": ["link", "dangling", "out", "absolute", "loop", "dirlink", "dirlink/q"]
      .map((name) => put(`STOR ${name}`)),
    "APPE": ["link", "dangling", "out", "loop"].map((name) => put(`APPE ${name}`)),
    "REST": ["TYPE I", "REST 2", put("STOR link", "xy")],
  },
});
