/**
 * What comes to the system's logger: messages of the server, and ExtendedLogs.
 */
import { PEER_PROGRAM, test } from "../harness/requires.ts";
import { startPeer } from "../harness/peer.ts";
import { PRIVATE_SYSLOG_NEEDS, PrivateSyslog } from "../harness/private_syslog.ts";
import { PROFTPD } from "../harness/programs.ts";
import { type Server, startServer } from "../harness/server.ts";
import { waitFor } from "../harness/wait_for.ts";
import { confront } from "./dialogue/confront.ts";
import { masked } from "./dialogue/masks.ts";
import { ends, login, type Step, Talk } from "./dialogue/talk.ts";

const STEPS: readonly Step[] = [
  ...[login("nobody-known"), login("alice", "wrong"), login("alice"), "PWD"],
  ...["PORT 8,8,8,8,200,200", "QUIT", ends],
];

const CONFIGS = {
  "the usual facilities": "",
  "a facility": "SyslogFacility local3",
  "other words in front": "LogOptions -VirtualHost -Hostname -Timestamp",
};

for (const [name, config] of Object.entries(CONFIGS)) {
  test({
    name: `the system's logger gets what the original sends it, with ${name}`,
    needs: ["peer", ...PRIVATE_SYSLOG_NEEDS],
    async fn() {
      const [theirs, ours] = await Promise.all([
        heard(PEER_PROGRAM, startPeer, config),
        heard(PROFTPD, startServer, config),
      ]);
      confront(theirs ?? [], ours ?? [], []);
    },
  });
}

/** The messages about one session with `program`, masked. */
async function heard(program: string, start: typeof startServer, config: string) {
  await using syslog = await PrivateSyslog.start();
  await using server = await start({
    program: await syslog.wrapped(program),
    config: [
      `SyslogLevel info\n${config}`,
      'LogFormat words "%m [%r] %s <%u>"',
      "ExtendedLog syslog:notice AUTH,INFO words",
      "ExtendedLog syslog:info EXIT words",
    ].join("\n"),
    without: ["SystemLog"],
  });
  const talk = new Talk(server);
  await talk.connect();
  const messages: string[] = [];
  for (const step of STEPS) {
    await talk.do(step);
    messages.push(...syslog.take()); // a socket holds ten
  }
  await waitFor("the end of the session", () => {
    messages.push(...syslog.take());
    return Promise.resolve(/closed/.test(messages.join()) && /EXIT/.test(messages.join()));
  });
  return messages.filter((message) => !/ProFTPD/.test(message))
    .map((message) => plain(message, server)).sort(); // one server has a socket for each log
}

function plain(message: string, server: Server): string {
  const timeless = message.replace(/^(<\d+>)\w{3} [ \d]\d \d\d:\d\d:\d\d /, "$1<time> ");
  // The original ends a message with a line feed, which loggers take off.
  return masked(timeless.trimEnd(), server).replace(/proftpd\[\d+\]/, "proftpd[<pid>]");
}
