/**
 * The few bytes of Telnet that a control connection may carry (RFC 959 §4.1.3, RFC 854).
 *
 * @module
 */

/** Interpret As Command: introduces a sequence; twice, it is the data byte 255. */
export const IAC = 255;
/** The peer offers an option. */
export const WILL = 251;
/** The peer stops, or refuses, an option. */
export const WONT = 252;
/** The peer asks for an option. */
export const DO = 253;
/** The peer asks to stop an option. */
export const DONT = 254;
/** Interrupt Process: sent before an ABOR, means nothing by itself. */
export const IP = 244;
/** Data Mark: where urgent data ends. */
export const DM = 242;

/**
 * The answer to a negotiation: every option is refused, WILL and WONT with DONT, DO and DONT with
 * WONT. A byte string of three bytes, to be sent before the next reply.
 */
export function refusal(command: number, option: number): string {
  return String.fromCharCode(IAC, command === WILL || command === WONT ? DONT : WONT, option);
}
