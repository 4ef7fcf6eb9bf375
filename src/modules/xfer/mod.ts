/**
 * mod_xfer.c: transfers.
 *
 * @module
 */

import type { Module } from "../../session/module.ts";
import { timeoutDirectives } from "../../session/timeouts.ts";
import { allowOverwrite } from "../core/overwrite.ts";
import { abort } from "./abort.ts";
import { displayFileTransfer } from "./display.ts";
import { maxTransfersPerHost, maxTransfersPerUser, transferLimits } from "./max_transfers.ts";
import { defaultTransferMode, representation } from "./representation.ts";
import { range, restart } from "./restart.ts";
import { retrieve, useSendfile } from "./retrieve.ts";
import { allowStoreRestart, store } from "./store.ts";

/** The module. */
export const xfer: Module = {
  name: "mod_xfer.c",
  directives: [
    allowOverwrite,
    allowStoreRestart,
    defaultTransferMode,
    displayFileTransfer,
    maxTransfersPerHost,
    maxTransfersPerUser,
    useSendfile,
    ...timeoutDirectives,
  ],
  open: (session) => ({
    commands: [
      ...representation(session),
      retrieve(session),
      ...store(session),
      restart(session),
      abort(session),
      range(session),
    ],
    hooks: transferLimits(session),
  }),
};
