/**
 * Programs without the blanks and line ends that only people need.
 *
 * A session parses its whole text at every start, some 30 ns for each byte: a third less text is
 * 4 ms less of the processor for each session. Names stay as they are written, so that a stack
 * trace in a log says where it was.
 *
 * @module
 */
import { stop, transform } from "esbuild";

/** Keeps an expression from being taken for one without effect. */
const HOLDER = "$=";

/** The JavaScript expressions `texts`, each behind its name, in a shorter form. */
export async function shrink(
  texts: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  try {
    const shorter = Object.entries(texts).map(async ([name, text]) => {
      const { code } = await transform(HOLDER + text, {
        charset: "ascii",
        legalComments: "none",
        // Blanks alone: esbuild's other ways to shorten lose what `using` is for.
        minifyWhitespace: true,
        target: "esnext",
      });
      return [name, code.slice(HOLDER.length).replace(/;\s*$/, "")] as const;
    });
    return Object.fromEntries(await Promise.all(shorter));
  } finally {
    await stop();
  }
}
