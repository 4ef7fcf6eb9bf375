/**
 * mod_core.c: what every session can do.
 *
 * @module
 */

import type { Module } from "../../session/module.ts";
import { applyEnvironment, useReverseDNS } from "../../settings/mod.ts";
import { commandBufferSize } from "../../session/control.ts";
import { allowForeignAddress } from "../../session/data/foreign_address.ts";
import { socketDirectives } from "../../session/socket_options.ts";
import { active } from "./active.ts";
import { allocation } from "./allocation.ts";
import { answers } from "./answers.ts";
import { ignored } from "./deprecated.ts";
import { remove } from "./delete.ts";
import { commandPace, maxCommandRate } from "./command_rate.ts";
import { cdPath } from "./cd_path.ts";
import { displayChdir } from "./display_chdir.ts";
import { displayConnect } from "./display.ts";
import { features } from "./features.ts";
import { fileFacts } from "./file_facts.ts";
import { filterHook } from "./filter.ts";
import { host } from "./host.ts";
import { limitHook } from "./limited.ts";
import { makeDirectory } from "./make_directory.ts";
import { noop } from "./noop.ts";
import { options } from "./options.ts";
import { passive, passivePorts } from "./passive.ts";
import { displayQuit, quit } from "./quit.ts";
import { rename } from "./rename.ts";
import { serverAdmin, serverIdent, serverName } from "./server.ts";
import { umask } from "./umask.ts";
import { workingDirectory } from "./working_directory.ts";

/** The order of HELP's table, which is the original's. */
const ORDER = [
  ...["CWD", "XCWD", "CDUP", "XCUP", "SMNT", "QUIT", "PORT", "PASV", "EPRT", "EPSV", "ALLO"],
  ...["RNFR", "RNTO", "DELE", "MDTM", "RMD", "XRMD", "MKD", "XMKD", "PWD", "XPWD", "SIZE"],
  ...["SYST", "HELP", "NOOP", "FEAT", "OPTS", "HOST", "CLNT", "AUTH", "CCC", "CONF", "ENC"],
  ...["MIC", "PBSZ", "PROT", "CSID"],
];

/** The module. */
export const core: Module = {
  name: "mod_core.c",
  directives: [
    allowForeignAddress,
    cdPath,
    commandBufferSize,
    displayChdir,
    displayConnect,
    displayQuit,
    ...ignored,
    maxCommandRate,
    passivePorts,
    serverAdmin,
    serverIdent,
    serverName,
    umask,
    ...socketDirectives,
    useReverseDNS,
  ],
  open(session) {
    applyEnvironment(session.config);
    const renaming = rename(session);
    const commands = [
      noop(session),
      ...answers,
      allocation(session),
      ...workingDirectory(session),
      ...makeDirectory(session),
      ...fileFacts(session),
      ...features(session),
      ...passive(session),
      ...active(session),
      ...renaming.commands ?? [],
      remove(session),
      options(session),
      host(session),
      quit(session),
    ];
    return {
      ...commandPace(session),
      commands: commands.sort((a, b) => ORDER.indexOf(a.verb) - ORDER.indexOf(b.verb)),
      hooks: [...filterHook(session), limitHook(session), ...renaming.hooks ?? []],
    };
  },
};
