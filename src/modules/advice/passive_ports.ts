/**
 * Advice on passive connections: ports and addresses that firewalls have to know.
 *
 * @module
 */

import { Scope } from "../../config/mod.ts";
import { masqueradeAddress, maxInstances } from "../../settings/mod.ts";
import { maxClients } from "../auth/max_clients.ts";
import { passivePorts } from "../core/passive.ts";
import { type Rule, warning } from "./advice.ts";

const unknownPorts: Rule = ({ servers }) =>
  servers.flatMap(({ section }) => {
    const scope = new Scope([section]);
    const place = scope.place(masqueradeAddress);
    if (place === undefined || scope.has(passivePorts)) return [];
    return [warning(
      masqueradeAddress.name,
      "any port may be used behind it",
      place,
      "PassivePorts names those that the machine in front has to pass on",
    )];
  });

const fewPorts: Rule = ({ servers }) => {
  const instances = new Scope([servers[0].section]).get(maxInstances) ?? Infinity;
  return servers.flatMap(({ section }) => {
    const scope = new Scope([section]);
    const range = scope.get(passivePorts);
    const place = scope.place(passivePorts);
    if (range === undefined || place === undefined) return [];
    const ports = range.max - range.min + 1;
    const clients = Math.min(instances, scope.get(maxClients).most);
    if (clients === Infinity || clients <= ports) return [];
    return [warning(
      passivePorts.name,
      `${ports} ports are fewer than the ${clients} clients that there may be at a time`,
      place,
      "when all are taken, others are used",
    )];
  });
};

/** The rules of this file. */
export const passive: readonly Rule[] = [unknownPorts, fewPorts];
