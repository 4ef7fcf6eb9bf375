/**
 * mod_xfer.c: transfers.
 *
 * @module
 */

import type { Module } from "../../session/module.ts";
import { timeoutDirectives } from "../../session/timeouts.ts";
import { allowOverwrite } from "../core/overwrite.ts";
import { abort } from "./abort.ts";
import { deleteAbortedStores } from "./delete_aborted_stores.ts";
import { displayFileTransfer } from "./display.ts";
import { maxRetrieveFileSize, maxStoreFileSize } from "./file_size.ts";
import { hiddenStores } from "./hidden_stores.ts";
import { maxTransfersPerHost, maxTransfersPerUser, transferLimits } from "./max_transfers.ts";
import { defaultTransferMode, representation, useDefaultType } from "./representation.ts";
import { refusedTransfers } from "./refused.ts";
import { range, restart } from "./restart.ts";
import { allowRetrieveRestart, retrieve, useSendfile } from "./retrieve.ts";
import { store } from "./store.ts";
import { transferOptions } from "./transfer_options.ts";
import { transferRate } from "./transfer_rate.ts";
import { storeUniquePrefix } from "./unique_name.ts";
import { allowStoreRestart } from "./upload_target.ts";

/** The module. */
export const xfer: Module = {
  name: "mod_xfer.c",
  directives: [
    allowOverwrite,
    allowRetrieveRestart,
    allowStoreRestart,
    defaultTransferMode,
    deleteAbortedStores,
    displayFileTransfer,
    hiddenStores,
    maxRetrieveFileSize,
    maxStoreFileSize,
    maxTransfersPerHost,
    maxTransfersPerUser,
    storeUniquePrefix,
    transferOptions,
    transferRate,
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
    hooks: [...transferLimits(session), ...refusedTransfers(session)],
    move: () => useDefaultType(session),
  }),
};
