/**
 * The net room: addresses, listeners, passive ports, names.
 *
 * @module
 */

export * from "./address.ts";
export * from "./address_rule.ts";
export * from "./interfaces.ts";
export * from "./listener.ts";
export * from "./passive_port.ts";
export * from "./resolver.ts";
