/**
 * The controls room: how ftpdctl and the daemon talk over a Unix socket, and who may say what. The
 * wire format is our own, for only our ftpdctl speaks it: it does not reach the original's daemon,
 * nor the original's ftpdctl this one.
 *
 * @module
 */

export { type Answer, AnswerMissing, ask } from "./ask.ts";
export { encodeFrame, FrameReader, FrameRefused, MOST_ANSWER, MOST_REQUEST } from "./frame.ts";
export { type AccessRule, isAllowed, type Peer } from "./access.ts";
export { ControlSocket, type SocketOwner, SocketRefused } from "./control_socket.ts";
