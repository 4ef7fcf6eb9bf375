/**
 * The case of a large configuration file: how long `-t` takes.
 *
 * @module
 */
import { PROFTPD, run } from "../../tests/harness/programs.ts";
import { PEER_PROGRAM } from "../../tests/harness/requires.ts";
import type { Bench } from "./cases.ts";
import type { Row } from "./table.ts";

/** How many virtual hosts the file has, of 20 lines each. */
const HOSTS = 1000;

/** A file of 20,000 lines and 1,000 virtual hosts, and one of a line, for what the start takes. */
export async function check(bench: Bench): Promise<Row[]> {
  const large = `${bench.home}/large.conf`;
  const small = `${bench.home}/small.conf`;
  const head = "ServerName main\nDefaultAddress 127.0.0.1\nUseReverseDNS off\n";
  await Deno.writeTextFile(small, head);
  await Deno.writeTextFile(large, head + Array.from({ length: HOSTS }, (_, i) => host(i)).join(""));
  const times = { ours: [] as number[], original: [] as number[] };
  const starts = { ours: [] as number[], original: [] as number[] };
  for (let round = 0; round < bench.sizes.rounds; round++) {
    starts.ours.push(await timed(PROFTPD, small));
    starts.original.push(await timed(PEER_PROGRAM, small));
    times.ours.push(await timed(PROFTPD, large));
    times.original.push(await timed(PEER_PROGRAM, large));
  }
  await Promise.all([small, large].map((path) => Deno.remove(path)));
  return [
    { what: `-t of ${20 * HOSTS} lines, ${HOSTS} virtual hosts, ms`, ...times },
    { what: "    of one line, ms", ...starts },
  ];
}

async function timed(program: string, file: string): Promise<number> {
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
