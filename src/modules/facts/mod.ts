/**
 * mod_facts.c: listings for programs.
 *
 * @module
 */

import type { Module } from "../../session/module.ts";
import { factListing, factsAdvertise, factsDefault, factsOptions } from "./listing.ts";
import { modifyFacts } from "./modify.ts";

/** The module. */
export const facts: Module = {
  name: "mod_facts.c",
  directives: [factsAdvertise, factsDefault, factsOptions],
  open(session) {
    const listing = factListing(session);
    return { ...listing, commands: [...listing.commands ?? [], ...modifyFacts(session)] };
  },
};
