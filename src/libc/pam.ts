/**
 * PAM: pam_start(3) and what follows, through libpam.so.0.
 *
 * A module asks for the password by a callback, on this thread, in the middle of a call. The answer
 * is copied into memory of the C library's, which the module wipes and frees. Once the `ffi`
 * permission is given up, a session can still be closed, and what a module asks then is not answered.
 *
 * @module
 */

import { bytesOf, encodeInto, utf8 } from "./bytes.ts";
import { type Region, region } from "./memory.ts";
import { openLibrary } from "./open_library.ts";

const symbols = {
  // int pam_start(const char *service, const char *user, const struct pam_conv *c, pam_handle_t **h)
  pam_start: { parameters: ["buffer", "buffer", "u64", "u64"], result: "i32" },
  // int pam_end(pam_handle_t *pamh, int pam_status)
  pam_end: { parameters: ["u64", "i32"], result: "i32" },
  // int pam_set_item(pam_handle_t *pamh, int item_type, const void *item)
  pam_set_item: { parameters: ["u64", "i32", "buffer"], result: "i32" },
  // int pam_authenticate(pam_handle_t *pamh, int flags)
  pam_authenticate: { parameters: ["u64", "i32"], result: "i32" },
  // int pam_acct_mgmt(pam_handle_t *pamh, int flags)
  pam_acct_mgmt: { parameters: ["u64", "i32"], result: "i32" },
  // int pam_open_session(pam_handle_t *pamh, int flags)
  pam_open_session: { parameters: ["u64", "i32"], result: "i32" },
  // int pam_close_session(pam_handle_t *pamh, int flags)
  pam_close_session: { parameters: ["u64", "i32"], result: "i32" },
  // int pam_setcred(pam_handle_t *pamh, int flags)
  pam_setcred: { parameters: ["u64", "i32"], result: "i32" },
  // const char *pam_strerror(pam_handle_t *pamh, int errnum)
  pam_strerror: { parameters: ["u64", "i32"], result: "pointer" },
} as const satisfies Deno.ForeignLibraryInterface;

const libc = {
  // void *calloc(size_t nmemb, size_t size)
  calloc: { parameters: ["usize", "usize"], result: "pointer" },
  // void openlog(const char *ident, int option, int facility)
  openlog: { parameters: ["u64", "i32", "i32"], result: "void" },
} as const satisfies Deno.ForeignLibraryInterface;

/** Modules write to syslog: connected at once, since a jail has no /dev/log. */
const LOG_NDELAY = 0x08;
const LOG_DAEMON = 3 << 3;
/** What syslog calls us, whatever `ps` shows. */
const IDENT = "proftpd";

/** int (*conv)(int num_msg, const struct pam_message **msg, struct pam_response **resp, void *data) */
const conversation = {
  parameters: ["i32", "pointer", "pointer", "pointer"],
  result: "i32",
} as const satisfies Deno.UnsafeCallbackDefinition;

/** The results that something depends on (security/_pam_types.h); any other is a plain refusal. */
export const PAM = {
  SUCCESS: 0,
  BUF_ERR: 5,
  CRED_INSUFFICIENT: 8,
  AUTHINFO_UNAVAIL: 9,
  USER_UNKNOWN: 10,
  MAXTRIES: 11,
  ACCT_EXPIRED: 13,
  SESSION_ERR: 14,
  CRED_UNAVAIL: 15,
  CRED_EXPIRED: 16,
  CRED_ERR: 17,
  CONV_ERR: 19,
} as const;

/** What modules are told about the client. */
const ITEM = { TTY: 3, RHOST: 4, RUSER: 8 } as const;

/** Modules are to say nothing of their own accord: there is nobody to read it. */
const SILENT = 0x8000;
const ESTABLISH_CRED = 0x2;
const DELETE_CRED = 0x4;

/** Styles of questions. */
const PROMPT_ECHO_OFF = 1;
const PROMPT_ECHO_ON = 2;

/** More questions at once are not answered (PAM_MAX_NUM_MSG). */
const MOST_MESSAGES = 32;
/** struct pam_message { int msg_style; const char *msg; } */
const STYLE = 0;
/** struct pam_response { char *resp; int resp_retcode; } */
const RESPONSE_SIZE = 16;

const CONV_SIZE = 16;

/** Longer answers are not given (PAM_MAX_RESP_SIZE). */
const LONGEST = 511;

interface Library {
  readonly symbols: Deno.DynamicLibrary<typeof symbols>["symbols"];
  readonly calloc: Deno.DynamicLibrary<typeof libc>["symbols"]["calloc"];
  /** struct pam_conv { conv; void *appdata_ptr; } and the name for syslog. */
  readonly memory: Region;
  /** Kept, since PAM has its address. */
  readonly callback: Deno.UnsafeCallback<typeof conversation>;
  /** What the transaction that is at work answers. */
  answers: { readonly user: string; readonly password: string } | undefined;
}

let opened: Library | undefined;

function libpam(): Library {
  return opened ??= openPam();
}

function openPam(): Library {
  const library = openLibrary("libpam.so.0", symbols);
  const { calloc, openlog } = openLibrary("libc.so.6", libc);
  const callback = new Deno.UnsafeCallback(conversation, converse);
  const memory = region(CONV_SIZE + IDENT.length + 1);
  memory.view.setBigUint64(0, Deno.UnsafePointer.value(callback.pointer), true);
  encodeInto(IDENT, memory.bytes, CONV_SIZE);
  openlog(BigInt(memory.address + CONV_SIZE), LOG_NDELAY, LOG_DAEMON);
  return { symbols: library, calloc, memory, callback, answers: undefined };
}

/** Answers what modules ask: a hidden question with the password, an open one with the name. */
function converse(
  count: number,
  messages: Deno.PointerValue,
  responses: Deno.PointerValue,
): number {
  const { answers, calloc } = libpam();
  if (answers === undefined || messages === null || responses === null) return PAM.CONV_ERR;
  if (count <= 0 || count > MOST_MESSAGES) return PAM.CONV_ERR;
  const list = calloc(BigInt(count), BigInt(RESPONSE_SIZE));
  if (list === null) return PAM.BUF_ERR;
  const rows = new DataView(Deno.UnsafePointerView.getArrayBuffer(list, count * RESPONSE_SIZE));
  const pointers = new Deno.UnsafePointerView(messages);
  for (let i = 0; i < count; i++) {
    const message = pointers.getPointer(8 * i);
    if (message === null) continue;
    const style = new Deno.UnsafePointerView(message).getInt32(STYLE);
    const answer = style === PROMPT_ECHO_OFF
      ? answers.password
      : style === PROMPT_ECHO_ON
      ? answers.user
      : undefined;
    if (answer === undefined) continue; // it only tells something
    const copy = calloc(BigInt(answer.length + 1), 1n);
    if (copy === null) return PAM.BUF_ERR;
    encodeInto(
      answer,
      new Uint8Array(Deno.UnsafePointerView.getArrayBuffer(copy, answer.length + 1)),
      0,
    );
    rows.setBigUint64(RESPONSE_SIZE * i, Deno.UnsafePointer.value(copy), true);
  }
  const place = new DataView(Deno.UnsafePointerView.getArrayBuffer(responses, 8));
  place.setBigUint64(0, Deno.UnsafePointer.value(list), true);
  return PAM.SUCCESS;
}

/** Whether there is such a library. Opens it, so that the first login need not. Needs `ffi`. */
export function isPamThere(): boolean {
  try {
    libpam();
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) throw error;
    return false;
  }
}

/** What a transaction is about. All byte strings that `isPamText`. */
export interface PamSubject {
  /** The file in /etc/pam.d; where there is none, PAM takes `other`. */
  readonly service: string;
  readonly user: string;
  /** PAM_RHOST. */
  readonly host: string;
  /** PAM_TTY; undefined for none. */
  readonly terminal: string | undefined;
}

/**
 * One user's way through PAM. Each step gives PAM's result (`PAM`); modules do it with the rights that
 * the thread has then. `end` has to come last, whatever happened.
 */
export class PamTransaction {
  private constructor(
    private readonly handle: bigint,
    private readonly user: string,
  ) {}

  /** Begins; the number of an error where PAM cannot. */
  static start({ service, user, host, terminal }: PamSubject): PamTransaction | number {
    const { symbols, memory } = libpam();
    const place = region(8);
    const result = symbols.pam_start(
      text(service),
      text(user),
      BigInt(memory.address),
      BigInt(place.address),
    );
    if (result !== PAM.SUCCESS) return result;
    const handle = place.view.getBigUint64(0, true);
    symbols.pam_set_item(handle, ITEM.RUSER, text(user));
    symbols.pam_set_item(handle, ITEM.RHOST, text(host));
    if (terminal !== undefined) symbols.pam_set_item(handle, ITEM.TTY, text(terminal));
    return new PamTransaction(handle, user);
  }

  /** Runs `steps`, in which modules are told `password` (`isPamText`) when they ask. */
  answering<T>(password: string, steps: () => T): T {
    const library = libpam();
    library.answers = { user: this.user, password };
    try {
      return steps();
    } finally {
      library.answers = undefined;
    }
  }

  /** Is it the right password? */
  authenticate(): number {
    return libpam().symbols.pam_authenticate(this.handle, SILENT);
  }

  /** May the account be used: has it ended, is it the hour? */
  checkAccount(): number {
    return libpam().symbols.pam_acct_mgmt(this.handle, SILENT);
  }

  /** Begins what is to last as long as the login. */
  openSession(): number {
    return libpam().symbols.pam_open_session(this.handle, SILENT);
  }

  /** Takes on what else the user has: tickets, keys. */
  establishCredentials(): number {
    return libpam().symbols.pam_setcred(this.handle, ESTABLISH_CRED);
  }

  /** Gives up what `establishCredentials` has taken on. */
  deleteCredentials(): void {
    libpam().symbols.pam_setcred(this.handle, DELETE_CRED);
  }

  /** Undoes `openSession`. */
  closeSession(): void {
    libpam().symbols.pam_close_session(this.handle, SILENT);
  }

  /** Frees everything; modules are told `result`. */
  end(result: number): void {
    libpam().symbols.pam_end(this.handle, result);
  }

  /** PAM's words for a result. */
  reason(result: number): string {
    const pointer = libpam().symbols.pam_strerror(this.handle, result);
    return pointer === null ? `error ${result}` : utf8(Deno.UnsafePointerView.getCString(pointer));
  }
}

/** Whether PAM can be told `value` at all: a C string of a length that it takes. */
export function isPamText(value: string): boolean {
  return value.length <= LONGEST && !value.includes("\0");
}

function text(value: string): Uint8Array<ArrayBuffer> {
  return bytesOf(`${value}\0`);
}
