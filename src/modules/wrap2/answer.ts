/**
 * Whether a pattern means a client: yes, no, or nobody knows, since it cannot be understood or what
 * it needs cannot be had. What is unknown allows nothing and denies.
 *
 * @module
 */

/** The three answers. */
export type Answer = "yes" | "no" | "unknown";

/** The answer of `a EXCEPT b`; `b` is asked where it matters. */
export function except(a: Answer, b: () => Answer): Answer {
  if (a === "no") return "no";
  switch (b()) {
    case "yes":
      return "no";
    case "no":
      return a;
    case "unknown":
      return "unknown";
  }
}

/** Whether one of several is so: `ask` is asked for each until one is. */
export function anyOf<T>(items: readonly T[], ask: (item: T) => Answer): Answer {
  let found: Answer = "no";
  for (const item of items) {
    const answer = ask(item);
    if (answer === "yes") return "yes";
    if (answer === "unknown") found = "unknown";
  }
  return found;
}
