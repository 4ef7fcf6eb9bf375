/**
 * Which of several servers greets at which address and port, and what is said at the start about
 * those that nobody can reach.
 */
import assert from "node:assert/strict";
import { Client } from "../harness/client.ts";
import { freePort } from "../harness/free_port.ts";
import { startPeer } from "../harness/peer.ts";
import { PROFTPD, run } from "../harness/programs.ts";
import { PEER_PROGRAM, test } from "../harness/requires.ts";
import { type Server, startServer } from "../harness/server.ts";
import { tempDir } from "../harness/temp_dir.ts";

/** A configuration of several servers. */
interface Choice {
  /** `A 127.0.0.2 | lines`: a `<VirtualHost>` called A at that address; `+` stands for another port. */
  readonly hosts: readonly string[];
  /** What stands in front of them, over the harness's own. */
  readonly main?: string;
  /** Where to connect: an address, with `+` behind it for the other port. */
  readonly at: readonly string[];
}

const CHOICES: Record<string, Choice> = {
  "by address": {
    hosts: ["A 127.0.0.2", "B 127.0.0.3 127.0.0.4"],
    at: ["127.0.0.1", "127.0.0.2", "127.0.0.3", "127.0.0.4", "127.0.0.5"],
  },
  "by address, a vhost for the rest": {
    main: "DefaultServer off",
    hosts: ["A 127.0.0.2 | DefaultServer on", "B 127.0.0.3"],
    at: ["127.0.0.1", "127.0.0.2", "127.0.0.3", "127.0.0.4"],
  },
  "by address, nobody for the rest": {
    main: "DefaultServer off",
    hosts: ["A 127.0.0.2"],
    at: ["127.0.0.1", "127.0.0.2", "127.0.0.3"],
  },
  "by port": {
    hosts: ["A 127.0.0.2 | +", "B 127.0.0.3"],
    at: ["127.0.0.1", "127.0.0.2", "127.0.0.3", "127.0.0.1+", "127.0.0.2+", "127.0.0.3+"],
  },
  "several claim one place": {
    hosts: ["A 127.0.0.2", "B 127.0.0.2", "C 127.0.0.1"],
    at: ["127.0.0.1", "127.0.0.2"],
  },
  "several claim one place and have names": {
    main: "DefaultServer off",
    hosts: ["A 127.0.0.2 | ServerAlias a.org", "B 127.0.0.2 | ServerAlias b.org", "C 127.0.0.2"],
    at: ["127.0.0.1", "127.0.0.2"],
  },
  "the first has no name, the second has": {
    main: "DefaultServer off",
    hosts: ["A 127.0.0.2", "B 127.0.0.2 | ServerAlias b.org"],
    at: ["127.0.0.1", "127.0.0.2"],
  },
  "one for the rest leaves its own place to others with names": {
    hosts: ["A 127.0.0.1 | ServerAlias a.org", "B 127.0.0.2 | ServerAlias b.org"],
    at: ["127.0.0.1", "127.0.0.2", "127.0.0.3"],
  },
  "a name and a device": {
    main: "UseIPv6 on\nDefaultAddress 127.0.0.5",
    hosts: ["A localhost", "B lo"],
    at: ["127.0.0.1", "127.0.0.5", "127.0.0.2"],
  },
  "all addresses": {
    main: "DefaultServer off",
    hosts: ["A 0.0.0.0", "B 127.0.0.2"],
    at: ["127.0.0.1", "127.0.0.2", "127.0.0.3"],
  },
  "several addresses of the main server": {
    main: "DefaultServer off\nDefaultAddress 127.0.0.1 127.0.0.2",
    hosts: ["A 127.0.0.3"],
    at: ["127.0.0.1", "127.0.0.2", "127.0.0.3", "127.0.0.4"],
  },
  "tight sockets": {
    main: "SocketBindTight on",
    hosts: ["A 127.0.0.2", "B 127.0.0.3 127.0.0.4"],
    at: ["127.0.0.1", "127.0.0.2", "127.0.0.3", "127.0.0.4", "127.0.0.5"],
  },
  "one that is switched off": {
    hosts: ["A 127.0.0.2 | Port 0", "B 127.0.0.3"],
    at: ["127.0.0.1", "127.0.0.2", "127.0.0.3"],
  },
  "IPv6": {
    main: "UseIPv6 on\nDefaultServer off",
    hosts: ["A ::1", "B 127.0.0.2"],
    at: ["127.0.0.1", "::1", "127.0.0.2", "127.0.0.3"],
  },
  "one for the rest of IPv6": {
    main: "UseIPv6 on",
    hosts: ["A 127.0.0.2"],
    at: ["127.0.0.1", "::1", "127.0.0.2"],
  },
};

for (const [name, choice] of Object.entries(CHOICES)) {
  test({
    name: `the server that greets is the original's: ${name}`,
    needs: ["peer", "root"],
    async fn() {
      const ofOriginal = await outcome(choice, startPeer);
      const ofOurs = await outcome(choice, startServer);
      assert.deepEqual(ofOurs, ofOriginal);
    },
  });
}

/** Who greets where, and what was said at the start. */
async function outcome(choice: Choice, start: typeof startServer): Promise<string[]> {
  const other = freePort();
  await using server = await start({
    config: ({ port }) =>
      [`ServerName "Main"`, choice.main ?? "", ...choice.hosts.map(host(port, other))].join("\n"),
  });
  const greeters = await Promise.all(
    choice.at.map(async (at) => `${at}: ${await greeterAt(server, other, at)}`),
  );
  return [...greeters, ...warnings(server, other)];
}

function host(port: number, other: number): (text: string) => string {
  return (text) => {
    const [place = "", lines = ""] = text.split(" | ");
    const [name, ...addresses] = place.split(" ");
    const own = lines === "+"
      ? `Port ${other}`
      : `${lines}\n${lines.startsWith("Port") ? "" : `Port ${port}`}`;
    return `<VirtualHost ${addresses.join(" ")}>\nServerName ${name}\n${own}\n</VirtualHost>`;
  };
}

async function greeterAt(server: Server, other: number, at: string): Promise<string> {
  const port = at.endsWith("+") ? other : server.port;
  try {
    await using client = await Client.connect(port, at.replace("+", ""));
    return /\((\w+)\)/.exec(client.greeting.text)?.[1] ?? client.greeting.text;
  } catch (error) {
    if (error instanceof Deno.errors.ConnectionRefused) return "refused";
    throw error;
  }
}

/** What was said at the start; where the sockets are tight, the original says one thing to the log. */
function warnings(server: Server, other: number): string[] {
  return [...server.printed.matchAll(/warning: (".*)$/gm)].map(([, text]) =>
    (text ?? "").replaceAll(String(server.port), "<port>").replaceAll(String(other), "<other>")
  ).sort();
}

/** Configurations that neither takes. */
const IMPOSSIBLE: Record<string, readonly string[]> = {
  "DefaultServer on\n<VirtualHost 127.0.0.2>\nDefaultServer on\n</VirtualHost>": [],
  "<VirtualHost 127.0.0.2>\nDefaultServer on\n</VirtualHost>\n<VirtualHost 127.0.0.3>\nDefaultServer on\n</VirtualHost>":
    [],
  "UseIPv6 off\n<VirtualHost ::1>\n</VirtualHost>": [],
  "<VirtualHost ::1>\n</VirtualHost>": ["-4"],
  "DefaultServer maybe": [],
  "ServerAlias": [],
  "<Global>\nDefaultServer on\n</Global>": [],
  "SocketBindTight perhaps": [],
};

test({
  name: "servers that contradict each other are refused as by the original",
  needs: ["peer"],
  async fn() {
    await using folder = await tempDir();
    const config = `${folder.path}/proftpd.conf`;
    for (const [text, args] of Object.entries(IMPOSSIBLE)) {
      await Deno.writeTextFile(config, `DefaultAddress 127.0.0.1\n${text}\n`);
      const [ours, original] = await Promise.all(
        [PROFTPD, PEER_PROGRAM].map((program) => run(program, ["-t", "-c", config, ...args])),
      );
      // Ours says the column and more in brackets behind it.
      const fatal = (stderr = "") =>
        [...stderr.matchAll(/ fatal: (.*?)(?: \([^()]*\))?$/gm)].map(([, it]) => it);
      assert.deepEqual(fatal(ours?.stderr), fatal(original?.stderr), text);
      assert.equal(ours?.code, 1, text);
    }
  },
});
