import assert from "node:assert/strict";
import { kernelRoot } from "../../src/fs/kernel_root.ts";
import { list, listForStat, statRows } from "../../src/fs/listing/list.ts";
import { nlst } from "../../src/fs/listing/nlst.ts";
import type { Listing, ListRequest } from "../../src/fs/listing/request.ts";
import { type ListOptions, pathForStat } from "../../src/fs/listing/flags.ts";
import { stringOf } from "../../src/libc/bytes.ts";
import type { Client } from "../harness/client.ts";
import { startPeer } from "../harness/peer.ts";
import { test } from "../harness/requires.ts";
import type { Server } from "../harness/server.ts";
import { makeListingTree } from "../fs/listing_tree.ts";

/** Arguments in the tree's top directory. */
const listArguments = [
  ...["", "-a", "-A", "-1", "-C", "-F", "-h", "-L", "-n", "-r", "-S", "-t", "-tr", "-Sr", "-U"],
  ...["-u", "-c", "-R", "-aR", "-AR", "-1R", "-FC", "-1F", "-aC", "-lC", "-Cl", "-LF", "-z"],
  ...["-rS1", "-tS", "-h1", "-nF", "-l -a", "-- -a"],
  ...["dir", "-a dir", "-R dir", "-R ./dir", "-R dir/", "-R .", "-d dir", "-da .", "-la dir"],
  ...[
    "a",
    "./a",
    "-1 a",
    "-C a",
    "-F to-dir",
    "to-file",
    "-F to-program",
    "-L to-file",
    "-d to-dir",
  ],
  ...["to-dir", "to-nowhere", "nothing-there", "a b", "-l\tdir", ".hidden", "-a .hidden"],
  ...["*", "a*", "-1 *", "-C *", "d*", "-d d*", "[ab]*", "*.none", ".*", "-a .*", "dir/*", "*/*"],
  ...[
    "*/one",
    "-R d*",
    "-R dir/s*",
    "-R [do]*",
    "x*y",
    "[z]",
    "sp ace",
    "sp a*",
    " lead",
    "trail ",
  ],
  ...["back\\slash", "~tilde", "-S [a-c]*", "~", "~/dir", "~/a", "~/d*", "-C dir/sub", "links/10*"],
  ...[
    "-l/nothing",
    "-a.x",
    "-1./dir",
    "-1*",
    "-1/",
    "-;",
    "-l=dir",
    "-l. dir",
    "-1-a dir",
    "-1   -a dir",
  ],
  ...["-1 \tdir", "-1\t  a", "-1;  -a dir", "  -1 dir", "-1 -a./dir"],
];
const nlstArguments = [
  ...[
    "",
    "-a",
    "-A",
    "-l dir",
    "-1 dir",
    "-R",
    "-F",
    "dir",
    "dir/",
    "./dir",
    "a",
    "./a",
    "*",
    "d*",
  ],
  ...["[ab]*", "*/*", "nothing-there", "absent*", ".hidden", ".*", "to-nowhere", "to-dir"],
  ...["to-dir/", "a b", "dir/../dir", "-a dir", "./d*", "dir/.three", ".", "~/dir", "~/a", "~"],
  ...["-1 dir/.three", "-1 ./a", "-1a ~/a", "-1 to-file"],
  ...["-1./dir", "-1*", "-1  -a dir", "-1\t\tdir"],
];
const statArguments = [
  "dir",
  ".",
  "a",
  "to-file",
  "nothing-there",
  "-l dir",
  "-1 dir",
  "-R .",
  "-l/dir",
  "-l -a dir",
  " -l dir",
  "-;\v dir",
  "~",
  "~/..",
  "~/dir/..",
  "~/../x",
];

/** What ListOptions may say, as the directive and as we are told. */
const optionCases: [directive: string, options: ListOptions, commands: string[]][] = [
  ['"-a"', { flags: "-a", strict: false }, ["LIST dir", "LIST -A dir", "LIST -1 dir", "NLST dir"]],
  ['"-1"', { flags: "-1", strict: false }, ["LIST dir", "LIST -l dir", "NLST dir", "STAT dir"]],
  ['"-a" strict', { flags: "-a", strict: true }, ["LIST -1 dir", "NLST -1 dir", "LIST -R dir"]],
  ['"+R"', { flags: "+R", strict: false }, ["LIST -R dir", "LIST -1 dir"]],
  ['"-a +R" strict', { flags: "-a +R", strict: true }, ["LIST -R dir"]],
  ['"-t"', { flags: "-t", strict: false }, ["LIST dir", "LIST"]],
  ['"-F -h"', { flags: "-F -h", strict: false }, ["LIST", "LIST -a dir"]],
  ['"" maxfiles 3', { flags: "", strict: false, maxFiles: 3 }, ["LIST", "LIST -R", "LIST -1"]],
  ['"-R" maxfiles 50', { flags: "-R", strict: false, maxFiles: 50 }, ["LIST"]],
  ['"-R" maxdirs 2', { flags: "-R", strict: false, maxDirs: 2 }, ["LIST", "LIST dir"]],
  ['"-R" maxdirs 1', { flags: "-R", strict: false, maxDirs: 1 }, ["LIST"]],
  ['"-R" maxdepth 1', { flags: "-R", strict: false, maxDepth: 1 }, ["LIST", "LIST dir"]],
  ['"-R" maxdepth 2', { flags: "-R", strict: false, maxDepth: 2 }, ["LIST", "LIST dir"]],
  [
    '"-a" LISTOnly',
    { flags: "-a", strict: false, only: "LIST" },
    ["LIST dir", "NLST dir", "STAT dir"],
  ],
  ['"-a" NLSTOnly', { flags: "-a", strict: false, only: "NLST" }, ["LIST dir", "NLST dir"]],
  ['"" SortedNLST', { flags: "", strict: false, sortedNlst: true }, ["NLST", "NLST dir"]],
];

test({
  name: "LIST, NLST and STAT give what the original gives, byte for byte",
  needs: ["peer", "root"],
  fn: async () => {
    const now = Math.floor(Date.now() / 1000);
    await using peer = await startPeer("UseReverseDNS off");
    makeTree(peer, now);
    const commands = [
      ...listArguments.map((argument) => `LIST ${argument}`),
      ...nlstArguments.map((argument) => `NLST ${argument}`),
      ...statArguments.map((argument) => `STAT ${argument}`),
    ];
    for (const command of commands) await compare(peer, command, {});
  },
});

test({
  name: "ListOptions and ShowSymlinks mean what they mean in the original",
  needs: ["peer", "root"],
  fn: async () => {
    const now = Math.floor(Date.now() / 1000);
    for (const [directive, options, commands] of optionCases) {
      await using peer = await startPeer(`ListOptions ${directive}`);
      makeTree(peer, now);
      for (const command of commands) await compare(peer, command, { options });
    }
    await using peer = await startPeer("ShowSymlinks off");
    makeTree(peer, now);
    for (const command of ["LIST", "LIST -F", "LIST -1", "LIST -R", "LIST to-file", "STAT ."]) {
      await compare(peer, command, { showSymlinks: false });
    }
    await using globless = await startPeer("UseGlobbing off");
    makeTree(globless, now);
    await compare(globless, "NLST d*", { globbing: false });
  },
});

function makeTree(peer: Server, now: number): void {
  makeListingTree(peer.home, now);
  const { uid, gid } = peer.account();
  if (Deno.uid() === 0) {
    new Deno.Command("chown", { args: ["-hR", `${uid}:${gid}`, peer.home] }).outputSync();
    // chown takes these bits away
    Deno.chmodSync(`${peer.home}/setuid`, 0o4755);
    Deno.chmodSync(`${peer.home}/setgid`, 0o2755);
  }
}

/** Compares one command. Each has a session of its own: the original keeps flags for the next one. */
async function compare(
  peer: Server,
  command: string,
  more: Partial<ListRequest>,
): Promise<void> {
  await using client = await peer.login();
  const space = command.indexOf(" ");
  const verb = space < 0 ? command : command.slice(0, space);
  const account = peer.account();
  const request: ListRequest = {
    root: kernelRoot(),
    cwd: peer.home,
    argument: space < 0 ? "" : command.slice(space + 1),
    now: Math.floor(Date.now() / 1000),
    names: {
      user: (uid) => uid === account.uid ? account.name : `${uid}`,
      group: (gid) => gid === account.gid ? `${account.name}s` : `${gid}`,
    },
    expand: (path) => path === "~" || path.startsWith("~/") ? peer.home + path.slice(1) : path,
    ...more,
  };
  const ours = verb === "STAT"
    ? statText(request)
    : textOf(verb === "LIST" ? list(request) : nlst(request));
  const theirs = verb === "STAT"
    ? await theirStat(client, command)
    : await received(client, command);
  // Nobody promises an order there: the C library's glob(3) turns the directory's own round.
  const isUnordered = verb === "NLST" && request.options?.sortedNlst !== true;
  const shown = (text: string) => isUnordered ? text.split("\r\n").sort().join("\r\n") : text;
  assert.equal(shown(ours), shown(theirs), `${command} ${JSON.stringify(more)}`);
}

/** Rows and final reply. */
function textOf(listing: Listing): string {
  switch (listing.kind) {
    case "rows":
      return Array.from(listing.rows, (piece) => stringOf(piece)).join("") +
        "226 Transfer complete";
    case "absent":
      return `450 ${listing.path}: ${listing.error.reason}`;
    case "unmatched":
      return "450 No files found";
    case "irregular":
      return `450 ${listing.path}: Not a regular file`;
  }
}

function statText(request: ListRequest): string {
  const listing = listForStat({ ...request, argument: pathForStat(request.argument) });
  if (listing.kind !== "rows") return textOf(listing);
  const code = listing.isDirectory ? 212 : 213;
  return [`${code}`, ...statRows(listing.rows)].join("\n");
}

async function theirStat(client: Client, command: string): Promise<string> {
  const { code, lines, text } = await client.command(command);
  if (code === 450) return text;
  return [`${code}`, ...lines.slice(1, -1).map((line) => line.slice(1))].join("\n");
}

async function received(client: Client, command: string): Promise<string> {
  await using data = await client.passive();
  const first = await client.command(command);
  if (first.code !== 150) return first.text;
  const bytes = stringOf(await data.readAll());
  return bytes + (await client.reply()).text;
}
