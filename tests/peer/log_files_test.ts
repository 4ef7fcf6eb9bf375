/**
 * Where logs are: ServerLog, what LogOptions put in front, files that are refused.
 */
import { ends, login, put, reconnect, type Step } from "./dialogue/talk.ts";
import { compareLogs } from "./dialogue/written_logs.ts";
import type { Server } from "../harness/server.ts";

/** What is logged at level info. */
const STEPS: readonly Step[] = [
  ...[login("nobody"), login("alice", "wrong"), login("alice"), "PORT 8,8,8,8,200,200"],
  ...[put("STOR file"), "QUIT", ends],
];

const TIMES = /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}/;

function withoutTimes(line: string): string {
  return line.replace(TIMES, "<time>").replace(/\(built .*?\)/, "(built)");
}

for (
  const options of [
    "",
    "LogOptions -Hostname",
    "LogOptions -Timestamp",
    "LogOptions -VirtualHost",
    "LogOptions +RoleBasedProcessLabels",
    "LogOptions -timestamp -hostname +rolebasedprocesslabels -VirtualHost",
    "LogOptions +Hostname -Timestamp +Timestamp",
  ]
) {
  compareLogs({
    name: `messages of sessions are in the ServerLog (${options || "no LogOptions"})`,
    options: {
      config: ({ folder }) => `SyslogLevel info\nServerLog ${folder}/server.log\n${options}`,
    },
    steps: STEPS,
    logs: ["server.log", "system.log"],
    lines: /(?:USER|FTP session|PORT|STARTUP)/,
    exit: { log: "server.log", line: /FTP session closed/ },
    mask: withoutTimes,
  });
}

compareLogs({
  name: "each server's messages are in the log of its own",
  options: {
    config: ({ folder, port }) =>
      [
        `SyslogLevel info\n<Global>\nExtendedLog ${folder}/good EXIT\n</Global>`,
        `<VirtualHost 127.0.0.1>\nPort ${port}\nServerAlias other.example`,
        `ServerLog ${folder}/other.log\nLogOptions -Timestamp\nSyslogLevel info`,
        `AuthUserFile ${folder}/passwd\nAuthGroupFile ${folder}/group\n</VirtualHost>`,
        `<VirtualHost 127.0.0.1>\nPort ${port}\nServerAlias silent.example`,
        "ServerLog none\n</VirtualHost>",
      ].join("\n"),
  },
  steps: [
    ...[login("alice"), "QUIT", ends, reconnect, "HOST other.example", "USER alice", "PASS x"],
    ...["QUIT", ends, reconnect],
  ],
  logs: ["system.log", "other.log"],
  lines: /(?:USER|FTP session)/,
  exit: { log: "good", line: /./ },
  mask: withoutTimes,
});

/** A folder for everybody, links, a FIFO. */
async function furnish({ folder }: Server): Promise<void> {
  await Deno.mkdir(`${folder}/open`);
  await Deno.chmod(`${folder}/open`, 0o777);
  await Deno.mkdir(`${folder}/folder`);
  await Deno.symlink(`${folder}/target`, `${folder}/link`);
  await new Deno.Command("mkfifo", { args: [`${folder}/fifo`] }).output();
}

const REFUSED = ["open/log", "link", "none/log", "fifo", "folder"];

compareLogs({
  name: "an ExtendedLog that cannot be written is left out, and the log says why",
  options: {
    config: ({ folder }) =>
      [
        ...REFUSED.map((name) => `ExtendedLog ${folder}/${name} ALL`),
        `ExtendedLog ${folder}/good EXIT`,
      ].join("\n"),
  },
  prepare: furnish,
  steps: ["USER alice", "QUIT", ends],
  logs: ["system.log", "target"],
  lines: /(?:unable to open|world-writable)/,
  sorted: true, // the original opens the last one first
  exit: { log: "good", line: /./ },
  mask: withoutTimes,
});

compareLogs({
  name: "links are logged to where AllowLogSymlinks says so",
  options: {
    config: ({ folder }) =>
      [
        `AllowLogSymlinks on\nExtendedLog ${folder}/link ALL default`,
        `LogFormat default "%m %s"\nTransferLog ${folder}/transfers`,
        `ExtendedLog ${folder}/good EXIT`,
      ].join("\n"),
  },
  async prepare(server) {
    await furnish(server);
    await Deno.symlink(`${server.folder}/moved`, `${server.folder}/transfers`);
  },
  steps: [login("alice"), put("STOR file"), "QUIT", ends],
  logs: ["system.log", "target", "moved"],
  lines: /(?:unable to open|^\w+ \w+|alice)/,
  exit: { log: "good", line: /./ },
  mask: (line) => withoutTimes(line).replace(/<now> \d+/, "<now> <seconds>"),
});
