/**
 * The last records of sessions: `%E`, why they end, in the words of the original, and `%O`, how much
 * was sent until then.
 */
import type { Step } from "./dialogue/talk.ts";
import { ends, login, Talk } from "./dialogue/talk.ts";
import { compareLogs } from "./dialogue/written_logs.ts";

/** A second client while the first one is there. */
const second = (...steps: readonly Step[]): Step => async (talk) => {
  const other = new Talk(talk.server);
  await other.connect();
  for (const step of steps) await other.do(step);
  await other.end();
  talk.sessions += 1; // has an end in the log as well
};

const ENDS: Readonly<Record<string, readonly [config: string, ...steps: readonly Step[]]>> = {
  "TimeoutIdle": ["TimeoutIdle 3", login("alice"), ends],
  "TimeoutLogin": ["TimeoutLogin 1", ends],
  "TimeoutNoTransfer": ["TimeoutNoTransfer 1", login("alice"), ends],
  "TimeoutSession": ["TimeoutSession 1", login("alice"), ends],
  "MaxLoginAttempts": ["MaxLoginAttempts 1", login("alice", "wrong"), ends],
  "MaxClients": ["MaxClients 1", login("alice"), second(login("alice"))],
  "MaxClientsPerUser": ["MaxClientsPerUser 1", login("alice"), second(login("alice"))],
  "MaxClientsPerHost": ["MaxClientsPerHost 1", login("alice"), second(login("alice"))],
  "QUIT": ["", "QUIT", ends],
  "the client's going": ["", login("alice")],
  "another protocol": ["", "GET / HTTP/1.1", ends],
};

for (const [name, [config, ...steps]] of Object.entries(ENDS)) {
  compareLogs({
    name: `the reason of an end is the original's: ${name}`,
    options: {
      config: ({ folder }) =>
        `${config}\nLogFormat end "pid=%P %m <%E> %O"\nExtendedLog ${folder}/ends EXIT end`,
    },
    steps,
    logs: ["ends"],
    exit: { log: "ends", line: /EXIT/ },
    sorted: true,
  });
}

/** An upload that nothing comes of. */
const stalling: Step = async (talk) => {
  // The replies to PORT have the same length, whatever the port.
  await using _data = await talk.data("PORT");
  await talk.begin("STOR new");
  await talk.end();
};

compareLogs({
  name: "a transfer that stands still is recorded with what was sent, and why it ended",
  options: {
    config: ({ folder }) =>
      `TimeoutStalled 1\nLogFormat end "pid=%P %m b=%b O=%O <%E>"\n` +
      `ExtendedLog ${folder}/ends ALL,EXIT end`,
  },
  steps: [login("alice"), stalling],
  logs: ["ends"],
  exit: { log: "ends", line: /EXIT/ },
  differences: [{
    why: "a transfer that stood still is one record",
    theirs: [/^ends STOR b=0 O=\d+ <>$/],
    ours: [],
  }],
});
