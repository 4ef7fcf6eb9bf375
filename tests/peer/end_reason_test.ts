/**
 * `%E`: why sessions end, in the words of the original.
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
        `${config}\nLogFormat end "pid=%P %m <%E>"\nExtendedLog ${folder}/ends EXIT end`,
    },
    steps,
    logs: ["ends"],
    exit: { log: "ends", line: /EXIT/ },
    sorted: true,
  });
}
