/**
 * The scoreboard room: the file of all sessions, its format and its lock in one place.
 *
 * @module
 */

export { Board, type BoardOptions } from "./board.ts";
export type { Header } from "./header.ts";
export { Place } from "./place.ts";
export { type BoardView, readBoard } from "./read_board.ts";
export { fitField, type SessionRecord, shownServerName } from "./record.ts";
export { ScoreboardRefused } from "./refused.ts";
export { blankImage, fitText, type Image, readText, writeText } from "./text_field.ts";
export type { Slot, SlotChanges } from "./slot.ts";
