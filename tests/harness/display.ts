/**
 * A screen that nobody sees (Xvfb), for clients that have windows, and hands at its keyboard (xdotool).
 *
 * @module
 */
import { run } from "./programs.ts";
import { linesOf } from "./child_lines.ts";
import { waitFor } from "./wait_for.ts";

/** What a test with a display needs. */
export const DISPLAY_NEEDS = ["Xvfb", "xdotool"] as const;

/** A running display with nothing on it. */
export interface Display extends AsyncDisposable {
  /** For $DISPLAY. */
  readonly name: string;
  /** Waits for a visible window whose title matches `title`, an extended regular expression. */
  window(title: string): Promise<Window>;
}

/** A window on it. */
export interface Window {
  /**
   * Gives the window the keyboard, clicks at a place in it, `across` and `down` between 0 and 1, and
   * presses `keys`, as xdotool(1) names them.
   */
  press(place: { across: number; down: number }, ...keys: string[]): Promise<void>;
}

/** Starts a display under a number that is free. */
export async function startDisplay(): Promise<Display> {
  const child = new Deno.Command("Xvfb", {
    args: ["-displayfd", "1", "-screen", "0", "1024x768x24", "-nolisten", "tcp", "-noreset"],
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const lines = linesOf(child);
  const number = await lines.next();
  if (number === undefined) throw new Error("Xvfb did not start");
  const name = `:${number}`;
  const hands = (...args: string[]) =>
    run("xdotool", args, { env: { DISPLAY: name }, deadline: 60_000 });

  return {
    name,
    async window(title) {
      const id = await waitFor(`a window ${title}`, async () => {
        const { stdout } = await hands("search", "--onlyvisible", "--name", title);
        return stdout.trim().split("\n")[0];
      }, 60_000);
      return { press: (place, ...keys) => press(hands, id, place, keys) };
    },
    async [Symbol.asyncDispose]() {
      child.kill("SIGTERM"); // at another signal it would leave its lock behind
      await child.status;
      await lines[Symbol.asyncDispose]();
    },
  };
}

async function press(
  hands: (...args: string[]) => Promise<{ readonly stdout: string }>,
  id: string,
  { across, down }: { across: number; down: number },
  keys: readonly string[],
): Promise<void> {
  const { stdout } = await hands("getwindowgeometry", "--shell", id);
  const read = (name: string) => Number(new RegExp(`^${name}=(-?\\d+)$`, "m").exec(stdout)?.[1]);
  const x = Math.round(read("X") + read("WIDTH") * across);
  const y = Math.round(read("Y") + read("HEIGHT") * down);
  const click = ["mousemove", String(x), String(y), "click", "1"];
  await hands("windowfocus", id, ...click, ...keys.flatMap((key) => ["key", key]));
}
