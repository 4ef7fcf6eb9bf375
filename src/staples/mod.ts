/**
 * The staples room: what is stapled to TLS handshakes (RFC 6066 §8), answers of OCSP responders about
 * the server's own certificates. The daemon orders them, an unprivileged child of it fetches them,
 * sessions read them; what all three have in common is here.
 *
 * @module
 */

export * from "./board.ts";
export * from "./order.ts";
