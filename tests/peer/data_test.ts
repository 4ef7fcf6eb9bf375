/**
 * Data connections: how they are agreed on, what goes over them, and how they end.
 */
import assert from "node:assert/strict";
import { stringOf } from "../../src/libc/bytes.ts";
import { type Case, compare } from "./dialogue/compare.ts";
import type { Difference } from "./dialogue/confront.ts";
import { get, put, type Step } from "./dialogue/talk.ts";
import { DataChannel } from "../harness/data_channel.ts";
import { freePortRange } from "../harness/free_port.ts";
import { waitFor } from "../harness/wait_for.ts";
import { startPeer } from "../harness/peer.ts";
import { test } from "../harness/requires.ts";
import { startServer } from "../harness/server.ts";
import { furnish } from "./dialogue/furnish.ts";

const CRLF = "one\r\ntwo\nthree\rfour\r\r\n\r\n\n";

compare({
  name: "data connections are agreed on and refused as the original does",
  config: "DefaultRoot ~",
  login: "alice",
  furnish,
  cases: {
    "PASV and EPSV": [
      ...["PASV", "EPSV", "EPSV 1", "EPSV 2", "EPSV 3", "EPSV 0", "EPSV x", "epsv 1", "PASV x"],
      ...["STAT", "ABOR", "EPSV 1 2"],
    ],
    "PORT": [
      ...["PORT 127,0,0,1,200,200", "PORT 127,0,0,1,4,0", "PORT 127,0,0,1,3,255"],
      ...["PORT 127,0,0,1,0,80", "PORT 8,8,8,8,200,200", "PORT 127,0,0,2,200,200"],
      ...["PORT 0,0,0,0,200,200", "PORT 127,0,0,1,0,0", "PORT 127,0,0,1", "PORT 127,0,0,1,2"],
      ...["PORT 256,0,0,1,200,200", "PORT 127,0,0,1,256,0", "PORT 127,0,0,1,200,200,1"],
      ...["PORT a,b,c,d,e,f", "PORT 127,0,0,1,-1,5", 'PORT "127,0,0,1,200,200"', "PORT ,,,,,"],
      ...["PORT 127.0.0.1.200.200", "PORT 0127,0,0,01,200,200", "PORT 127, 0,0,1,200,200"],
    ],
    "EPRT": [
      ...["EPRT |1|127.0.0.1|51400|", "EPRT !1!127.0.0.1!51400!", "EPRT |1|127.0.0.1|80|"],
      ...["EPRT |1|8.8.8.8|51400|", "EPRT |1|127.0.0.2|51400|", "EPRT |2|::1|51400|"],
      ...["EPRT |3|127.0.0.1|51400|", "EPRT |1|::1|51400|", "EPRT |1|localhost|51400|"],
      ...["EPRT |1|127.0.0.1|51400", "EPRT |1|127.0.0.1|x|", "EPRT |1||51400|", "EPRT ||"],
      ...["EPRT |1", "EPRT |2", "EPRT x", "EPRT |1|127.0.0.1|51400|x", "EPRT |1|0.0.0.0|51400|"],
    ],
    "no agreement": [
      ...["RETR file", "LIST", "NLST", "MLSD", "RETR missing", "LIST missing", "NLST missing"],
      ...["MLSD missing", "RETR dir"],
    ],
    "nobody listens": [
      ...[
        "PORT 127,0,0,1,4,1",
        "LIST",
        "PORT 127,0,0,1,4,1",
        "RETR file",
        "EPRT |1|127.0.0.1|1025|",
      ],
      ...["NLST", "LIST"],
    ],
    "one connection for one transfer": [get("NLST dir"), "LIST", get("RETR file"), "RETR file"],
    "the last agreement counts": ["PASV", "PORT 127,0,0,1,4,1", "LIST", get("RETR file", "EPSV")],
    "EPSV ALL, from which there is no way back": [
      ...["EPSV ALL", "PASV", "PORT 127,0,0,1,200,200", "EPRT |1|127.0.0.1|51400|", "EPSV"],
      get("NLST dir", "EPSV"),
    ],
  },
});

compare({
  name: "what ALLO announces has to fit, where the free space can be seen",
  config: "",
  login: "alice",
  cases: {
    "ALLO": [
      ...["ALLO 0", "ALLO 100", "ALLO -1", "ALLO 1 R 2", "ALLO 999999999999999"],
      ...["ALLO 999999999999999 R 10", "ALLO x"],
    ],
  },
});

compare({
  name: "representation commands are answered as the original does",
  config: "DefaultRoot ~",
  login: "alice",
  cases: {
    "TYPE": [
      ...["TYPE A", "TYPE a", "TYPE I", "TYPE i", "TYPE A N", "TYPE A T", "TYPE A C", "TYPE A X"],
      ...["TYPE I N", "TYPE L", "TYPE L 8", "TYPE L 7", "TYPE L 9", "TYPE l 8", "TYPE E", "TYPE"],
      ...["TYPE AN", "TYPE A N T", "TYPE L 08", "TYPE  I", "TYPE \tI", "STAT"],
    ],
    "MODE": ["MODE S", "MODE s", "MODE B", "MODE C", "MODE Z", "MODE X", "MODE", "MODE S S"],
    "STRU": ["STRU F", "STRU f", "STRU R", "STRU P", "STRU X", "STRU", "STRU F F", "STRU FILE"],
    "ALLO": [
      "ALLO 0",
      "ALLO 100",
      "ALLO 1 R 2",
      "ALLO 1 R",
      "ALLO x",
      "ALLO -1",
      "ALLO 1x",
      "ALLO",
    ],
    "REST": [
      ...[
        "REST 0",
        "REST 5",
        "TYPE I",
        "REST 5",
        "REST 0",
        "REST -1",
        "REST x",
        "REST",
        "REST 1 2",
      ],
      ...["REST 99999999999", "REST 5x", "REST +5", "REST 05"],
    ],
    "RANG": [
      ...["RANG 1 2", "TYPE I", "RANG 1 2", "RANG 1 1", "RANG 2 1", "RANG 1 0", "RANG 0 0"],
      ...["RANG -1 2", "RANG 1 x", "RANG 1", "RANG", "RANG 1 2 3", "RANG 0 99999999999"],
    ],
  },
});

/** The same steps for every way to a data connection. */
const ways = (line: string): Step[] => [
  get(line, "PASV"),
  get(line, "EPSV"),
  get(line, "PORT"),
  get(line, "EPRT"),
];

const NAMES = [
  ...["file", "empty", "crlf", "dir", "missing", "dir/inside", "link", "dangling", "loop", "out"],
  ...["two words", 'quo"te', "m\xc3\xbcll", "100%", " leading", "closed/x", "file/", "-dash"],
  ...["unreadable", "file/x", "dirlink/inside", "../file", "*"],
];

compare({
  name: "downloads have the bytes and the replies that the original's have",
  config: "DefaultRoot ~",
  login: "alice",
  furnish,
  cases: {
    "every way": ["TYPE I", ...ways("RETR crlf")],
    "ASCII": NAMES.map((name) => get(`RETR ${name}`)),
    "binary": ["TYPE I", ...NAMES.map((name) => get(`RETR ${name}`))],
    "REST": [
      ...["TYPE I", "REST 3", get("RETR file"), get("RETR file"), "REST 10", get("RETR file")],
      ...["REST 11", get("RETR file"), get("RETR file"), "REST 3", get("RETR missing")],
      ...[
        get("RETR file"),
        "REST 3",
        get("NLST dir"),
        get("RETR file"),
        "REST 1",
        get("RETR empty"),
      ],
      ...["REST 3", "TYPE A", get("RETR crlf"), "REST 0", get("RETR crlf")],
    ],
    "RANG": [
      ...["TYPE I", "RANG 2 4", get("RETR file"), get("RETR file"), "RANG 8 20", get("RETR file")],
      ...["RANG 10 20", get("RETR file"), "RANG 20 30", get("RETR file"), get("RETR file")],
      ...["RANG 2 4", "REST 1", get("RETR file"), "REST 1", "RANG 2 4", get("RETR file")],
      ...["RANG 2 4", get("RETR missing"), get("RETR file"), "RANG 2 4", "RANG 1 0"],
      get("RETR file"),
    ],
  },
});

const LISTED = [
  ...[
    "",
    "dir",
    "missing",
    "-a missing",
    " missing",
    "miss*",
    "-a miss*",
    " leading",
    "-a  leading",
  ],
  ...["leading", "fifo", "dangling", "closed", "file", "-a file", "-l dir", "-d dir", "-"],
  ...["dirlink", "file/x", "dir/"],
];

compare({
  name: "listings of what is there and what is not",
  config: "DefaultRoot ~",
  login: "alice",
  async furnish(home, server) {
    await furnish(home, server);
    // The original leaves one kind of listing or another without them.
    for (const name of ["up", "loop", "round", "*"]) await Deno.remove(`${home}/${name}`);
  },
  cases: {
    "LIST": LISTED.map((argument) => get(`LIST ${argument}`.trimEnd())),
    "NLST": LISTED.map((argument) => get(`NLST ${argument}`.trimEnd())),
    "STAT": {
      steps: [...LISTED, "f*", "*", "-a f*", "-zz file", "-hnFtrLS dir", "-dash"]
        .map((argument) => `STAT ${argument}`),
      differences: [{
        why: "no name of a file can break a reply in two",
        theirs: [/^< .* new\nline$/],
        ours: [/^< .* new[?]line$/],
      }],
    },
    "~ in a jail": {
      steps: [get("LIST ~/dir"), "STAT"],
      differences: [
        {
          why: "a client is told no path outside of its root; there is a file named ~",
          theirs: ["< 450 <folder>/home/alice/dir: No such file or directory"],
          ours: ["< 450 ~/dir: Not a directory"],
        },
      ],
    },
  },
});

compare({
  name: "UseSendfile off makes no difference to anybody",
  config: "DefaultRoot ~\nUseSendfile off",
  login: "alice",
  furnish,
  cases: {
    "binary": ["TYPE I", get("RETR crlf"), "REST 3", get("RETR file"), get("RETR empty")],
  },
});

const leftEmpty: Difference = {
  why: "a file that REST or RANG cannot be about is not made",
  theirs: [/^left .new 0644 \d+:\d+ ""$/],
  ours: [],
};

const uploads: Readonly<Record<string, readonly Step[] | Case>> = {
  "STOR": [
    ...["new", "file", "empty", "dir", "dir/new", "missing/new", "link", "dirlink/new"],
    ...["loop", "out", "two words", 'quo"te', "m\xc3\xbcll", "100%", " leading", "closed/x"],
    ...["file/x", "newdir/", "file/", "../above", "read-only", ".", "/", "new*", "x".repeat(256)],
  ].map((name) => put(`STOR ${name}`)),
  "STOR by a dangling link": [put("STOR dangling")],
  "APPE": ["new", "file", "empty", "dir", "missing/new", "link", "read-only", "new"]
    .map((name) => put(`APPE ${name}`)),
  "ASCII": [
    put("STOR new", CRLF),
    put("STOR nothing", ""),
    put("STOR cr", "\r"),
    put("APPE new", CRLF),
  ],
  "binary": ["TYPE I", put("STOR new", CRLF), put("STOR none", ""), put("APPE new", CRLF)],
  "every way": ["PASV", "EPSV", "PORT", "EPRT"]
    .map((way) => put(`STOR by ${way}`, way, way as "PASV")),
  "REST and STOR": {
    steps: [
      ...["TYPE I", "REST 3", put("STOR file", "XY"), put("STOR file", "whole"), "REST 4"],
      ...[
        put("STOR new", "XY"),
        "REST 99",
        put("STOR file", "XY"),
        "REST 0",
        put("STOR file", "ab"),
      ],
    ],
    differences: [leftEmpty],
  },
};

compare({
  name: "uploads without AllowOverwrite and AllowStoreRestart",
  config: "DefaultRoot ~",
  login: "alice",
  furnish,
  cases: uploads,
});

compare({
  name: "uploads with AllowOverwrite and AllowStoreRestart",
  config: "DefaultRoot ~\nAllowOverwrite on\nAllowStoreRestart on",
  login: "alice",
  furnish,
  logDifferences: [{
    why: "the line after it says the same",
    theirs: [/: Transfer range length \(3 bytes\) not provided; aborting transfer of '.file'$/],
    ours: [],
  }],
  cases: {
    ...uploads,
    "RANG and STOR": {
      steps: [
        ...["TYPE I", "RANG 2 4", put("STOR file", "abc"), "RANG 9 12", put("STOR file", "wxyz")],
        ...["RANG 2 4", put("STOR new", "abc"), "RANG 2 4", put("STOR file", "ab")],
        ...["RANG 2 4", put("APPE file", "abc"), put("APPE file", "abc")],
      ],
      differences: [leftEmpty],
    },
    "STOU": [put("STOU"), put("STOU x"), "STOU x y", "TYPE I", "REST 5", put("STOU"), put("STOU")],
  },
});

/** An upload without rights or place for it: what happens first, then every way to upload. */
const nowhere = (happens: (home: string) => Promise<void>): readonly Step[] => [
  "CWD dir",
  ({ server }) => happens(server.home),
  ...[put("STOU"), put("STOR x"), put("APPE x"), "MKD x"],
];

compare({
  name: "where nothing can be made, STOU is refused in its own words",
  config: "DefaultRoot ~",
  login: "alice",
  session: "each",
  furnish,
  cases: {
    "no rights": nowhere((home) => Deno.chmod(`${home}/dir`, 0o555)),
    "no directory": nowhere((home) => Deno.remove(`${home}/dir`, { recursive: true })),
  },
});

compare({
  name: "AllowStoreRestart alone lets add, AllowOverwrite alone lets replace",
  config: "DefaultRoot ~\nAllowStoreRestart on",
  login: "alice",
  furnish,
  cases: {
    "restart only": [
      ...[
        "TYPE I",
        put("STOR file", "x"),
        put("APPE file", "more"),
        "REST 2",
        put("STOR file", "XY"),
      ],
    ],
  },
});

compare({
  name: "AllowOverwrite alone lets replace",
  config: "DefaultRoot ~\nAllowOverwrite on",
  login: "alice",
  furnish,
  cases: {
    "overwrite only": [
      ...[
        "TYPE I",
        put("STOR file", "x"),
        put("APPE file", "more"),
        "REST 2",
        put("STOR file", "XY"),
      ],
      ...[put("APPE new", "a"), put("APPE new", "b")],
    ],
  },
});

compare({
  name: "settings for data connections mean what they mean in the original",
  config:
    "DefaultRoot ~\nAllowForeignAddress on\nDefaultTransferMode binary\nPassivePorts 40000 40999",
  login: "alice",
  furnish,
  session: "each",
  cases: {
    "PORT": [
      ...["PORT 127,0,0,2,4,1", "NLST", "PORT 8,8,8,8,0,80", "PORT 192,0,2,1,200,200"],
      ...["EPRT |1|192.0.2.1|51400|", "EPRT |1|192.0.2.1|80|"],
    ],
    "binary": ["STAT", get("RETR crlf"), put("STOR new", CRLF), "TYPE A", get("RETR crlf"), "STAT"],
  },
});

/** PORT or EPRT with `address` in the place of the client's own, and a file by that connection. */
const from = (verb: "PORT" | "EPRT", address: string): Step => async (talk) => {
  await using data = DataChannel.listen("127.0.0.1");
  const { port } = data;
  talk.notes.push(`> ${verb} ${address}`);
  const { client } = talk;
  const reply = await client.command(
    verb === "EPRT"
      ? `EPRT |1|${address}|${port}|`
      : `PORT ${address.replaceAll(".", ",")},${port >> 8},${port & 255}`,
  );
  talk.noteReply(reply);
  if (reply.code !== 200) return;
  await talk.begin("RETR file");
  talk.notes.push(`data ${stringOf(await data.readAll())}`);
  await talk.hear();
};

const PRIVATE = ["10.0.0.1", "10.255.1.2", "172.16.0.1", "172.31.255.255", "192.168.1.1"];

for (const allowed of ["off", "on"]) {
  compare({
    name: `who names a private address is meant by it (AllowForeignAddress ${allowed})`,
    config: `DefaultRoot ~\nAllowForeignAddress ${allowed}`,
    login: "alice",
    furnish,
    cases: {
      "PORT": PRIVATE.map((address) => from("PORT", address)),
      "EPRT": PRIVATE.map((address) => from("EPRT", address)),
    },
  });
}

compare({
  name: "other addresses and ports than a client's own are refused as the original does",
  config: "DefaultRoot ~",
  login: "alice",
  furnish,
  // With the port that was drawn.
  ignoreLog: /Refused/,
  cases: {
    "addresses": ["172.15.0.1", "172.32.0.1", "192.167.1.1", "169.254.1.1", "127.0.0.2", "11.0.0.1"]
      .map((address) => from("PORT", address)),
    "ports": ["EPRT |1|127.0.0.1|0|", "EPRT |1|127.0.0.1||", "EPRT |1|127.0.0.1|65536|"],
  },
});

test({
  name: "a FIFO is refused at once, while the original waits for somebody at its other end",
  needs: ["root"],
  async fn() {
    await using server = await startServer("DefaultRoot ~\nAllowOverwrite on");
    await furnish(server.home, server);
    await using client = await server.login();
    for (const line of ["RETR fifo", "STOR fifo"]) {
      await client.expect(line, "550 fifo: Not a regular file");
    }
  },
});

for (const [name, start] of [["the original", startPeer], ["ours", startServer]] as const) {
  test({
    name: `where all PassivePorts are in use, ${name} takes another port and tells the log`,
    needs: ["peer", "root"],
    async fn() {
      const first = freePortRange(2);
      using _other = Deno.listen({ hostname: "127.0.0.1", port: first + 1 });
      await using server = await start(`DefaultRoot ~\nPassivePorts ${first} ${first + 1}`);
      await using client = await server.login();
      const askedFor = async () => {
        const [high = 0, low = 0] =
          (await client.expect("PASV", 227)).text.match(/\d+/g)?.slice(-2).map(Number) ?? [];
        return high * 256 + low;
      };
      assert.equal(await askedFor(), first);
      await client.expect("ABOR", 226);
      {
        using _one = Deno.listen({ hostname: "127.0.0.1", port: first });
        assert.ok(![first, first + 1].includes(await askedFor()));
        await client.expect("EPSV", 229);
        await client.download("NLST");
      }
      // An original of another test may have it for a moment: those take any port there is.
      await waitFor("the port that is free again", async () => await askedFor() === first);
      const told = (await server.log()).match(/unable to find open port in PassivePorts range .*/g);
      const line = `unable to find open port in PassivePorts range ${first}-${first + 1}: ` +
        "defaulting to INPORT_ANY (consider defining a larger PassivePorts range)";
      assert.ok(told && told.length >= 3, "once for each time");
      assert.deepEqual(told, Array(told.length).fill(line));
    },
  });
}

/** Agrees on a data connection, makes it, gives `line`, and asks for a file by that connection. */
const reuse = (line: string, way: "PASV" | "EPSV" | "PORT"): Step => async (talk) => {
  await using data = await talk.data(way);
  await talk.say(line);
  if (await talk.begin("RETR file") !== 150) return;
  await data?.readAll();
  await talk.hear();
};

const REFUSED = [
  ...["RETR missing", "RETR dir", "RETR", "STOR dir", "STOR missing/x", "APPE dir", "STOU a b"],
  ...["MLSD missing", "MLSD file", "SIZE missing", "CWD missing", "CWD dir", "NOOP", "STAT"],
  ...["MODE B", "XXXX", "EPSV 9", "PORT 1", "TYPE L 9", "DELE missing", "MLST missing", "ABOR"],
];

for (const way of ["PASV", "EPSV", "PORT"] as const) {
  compare({
    name: `what ${way} agreed on goes with a refused transfer, or stays, as in the original`,
    // So that no session of the original waits for its client.
    config: "DefaultRoot ~\nTimeoutLinger 0",
    login: "alice",
    session: "each",
    furnish,
    // To the original a transfer without a connection was one.
    ignoreLog: /aborting transfer/,
    cases: Object.fromEntries(REFUSED.map((line) => [line, {
      steps: ["TYPE I", reuse(line, way)],
    }])),
  });
}
