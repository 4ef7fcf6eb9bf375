/**
 * Cases about the daemon, beside the original alone: how soon it serves, what a large file costs.
 *
 * @module
 */
import { startPeer } from "../../tests/harness/peer.ts";
import { PROFTPD, run } from "../../tests/harness/programs.ts";
import { PEER_PROGRAM } from "../../tests/harness/requires.ts";
import { type Server, type ServerOptions, startServer } from "../../tests/harness/server.ts";
import { waitFor } from "../../tests/harness/wait_for.ts";
import type { Case, Sizes } from "./measure.ts";
import type { Values } from "./table.ts";

/** Milliseconds from starting the program to the first 220. */
export const start: Case = {
  needs: [],
  async run({ sizes }) {
    const values = await started(sizes, {}, async (begin, server) => {
      (await server.connect()).close();
      return performance.now() - begin;
    });
    return [{ what: "exec to the first 220, ms", values }];
  },
};

/** Milliseconds from HUP to a greeting of the new configuration, with 1,000 virtual hosts. */
export const reload: Case = {
  needs: [],
  async run({ sizes }) {
    const hosts = Array.from(
      { length: HOSTS },
      (_, i) =>
        `<VirtualHost 127.1.${i >> 8}.${i & 255}>\n  ServerName "host ${i}"\n</VirtualHost>\n`,
    );
    const config = (greeting: string) => `ServerIdent on "${greeting}"\n${hosts.join("")}`;
    const values = await started(sizes, { config: config("old") }, async (_, server) => {
      await server.reconfigure(config("new"));
      const begin = performance.now();
      server.signal("SIGHUP");
      await waitFor("the new greeting", async () => {
        const client = await server.connect();
        client.close();
        return client.greeting.lines[0]?.includes("new");
      });
      return performance.now() - begin;
    });
    return [{ what: `HUP to the new greeting, ${HOSTS} virtual hosts, ms`, values }];
  },
};

/** `-t` of a file of 20,000 lines and 1,000 virtual hosts, and of one line, for what the start takes. */
export const check: Case = {
  needs: [],
  async run({ sizes, files }) {
    const large = `${files}/large.conf`;
    const small = `${files}/small.conf`;
    const head = "ServerName main\nDefaultAddress 127.0.0.1\nUseReverseDNS off\n";
    const hosts = Array.from({ length: HOSTS }, (_, i) => host(i)).join("");
    await Deno.writeTextFile(small, head);
    await Deno.writeTextFile(large, head + hosts);
    const times = { ours: [] as number[], proftpd: [] as number[] };
    const starts = { ours: [] as number[], proftpd: [] as number[] };
    for (let round = 0; round < sizes.rounds; round++) {
      starts.ours.push(await checked(PROFTPD, small));
      starts.proftpd.push(await checked(PEER_PROGRAM, small));
      times.ours.push(await checked(PROFTPD, large));
      times.proftpd.push(await checked(PEER_PROGRAM, large));
    }
    await Promise.all([small, large].map((path) => Deno.remove(path)));
    return [
      { what: `-t of ${20 * HOSTS} lines, ${HOSTS} virtual hosts, ms`, values: times },
      { what: "    of one line, ms", values: starts },
    ];
  },
};

/** How many virtual hosts the files have. */
const HOSTS = 1000;

/** Starts ours and the original in turn and measures each. */
async function started(
  { rounds }: Sizes,
  options: ServerOptions,
  measure: (begin: number, server: Server) => Promise<number>,
): Promise<Values> {
  const times = { ours: [] as number[], proftpd: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    for (const [name, open] of [["ours", startServer], ["proftpd", startPeer]] as const) {
      const begin = performance.now();
      await using server = await open(options);
      times[name].push(await measure(begin, server));
    }
  }
  return times;
}

/** Milliseconds that `program` takes to check `file`. */
async function checked(program: string, file: string): Promise<number> {
  const start = performance.now();
  const { code, stderr } = await run(program, ["-t", "-c", file], { deadline: 600_000 });
  if (code !== 0) throw new Error(`${program} -t: ${stderr}`);
  return performance.now() - start;
}

function host(number: number): string {
  const address = `127.${1 + Math.floor(number / 250)}.${number % 250}.1`;
  return `<VirtualHost ${address}>
  ServerName "Host ${number}"
  Port 2121
  Umask 022 027
  MaxClients 20 "Sorry, %m"
  TimeoutIdle 600
  DefaultRoot ~
  AllowOverwrite on
  <Directory /srv/h${number}>
    Umask 002
    <Limit WRITE>
      DenyAll
    </Limit>
  </Directory>
  <Limit LOGIN>
    AllowUser root,nobody
    DenyAll
  </Limit>
  TransferLog /var/log/xferlog
</VirtualHost>
`;
}
