/**
 * Configurations of several servers: one process, a port for each.
 *
 * @module
 */
import { freePort } from "../../harness/free_port.ts";
import type { Place } from "../../harness/server.ts";
import type { Case } from "./compare.ts";
import { type Step } from "./talk.ts";

/** For a `<VirtualHost>`: what would make the original wait at every login; ours has none of it. */
export const QUICK = `
  <IfModule mod_auth_pam.c>
    AuthPAM off
  </IfModule>
  <IfModule mod_delay.c>
    DelayEngine off
  </IfModule>`;

/** The ports of the virtual hosts of a configuration, by the port of its main server. */
const ports = new Map<number, number[]>();

/** Draws ports for the `count` virtual hosts of the server at `place`. */
export function virtualHosts({ port }: Place, count: number): readonly number[] {
  const drawn = Array.from({ length: count }, freePort);
  ports.set(port, drawn);
  return drawn;
}

/** A conversation with virtual host `index`, counted from 0. */
export function atHost(index: number, ...steps: Step[]): Case {
  return { steps, port: (server) => ports.get(server.port)?.[index] ?? server.port };
}
