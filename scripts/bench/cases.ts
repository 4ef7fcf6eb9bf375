/**
 * All that is measured.
 *
 * @module
 */
import type { Case } from "./measure.ts";
import { check, reload, start } from "./daemon_cases.ts";
import {
  ascii,
  commands,
  list,
  many,
  memory,
  retr,
  small,
  stor,
  together,
} from "./session_cases.ts";
import { burst, connect, crowd, login, visits } from "./start_cases.ts";
import { tlsData, tlsLogin, tlsLogins, tlsMemory, tlsRetr, tlsStor } from "./tls_cases.ts";

/** The cases by name, in the order in which they run. */
export const cases: Readonly<Record<string, Case>> = {
  connect,
  login,
  visits,
  crowd,
  burst,
  memory,
  commands,
  small,
  retr,
  together,
  stor,
  ascii,
  list,
  many,
  start,
  reload,
  check,
  "tls-login": tlsLogin,
  "tls-logins": tlsLogins,
  "tls-data": tlsData,
  "tls-retr": tlsRetr,
  "tls-stor": tlsStor,
  "tls-memory": tlsMemory,
};
