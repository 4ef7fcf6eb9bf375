/**
 * Opening functions of a library that few calls are made of.
 *
 * Deno makes machine code for every function of a `Deno.dlopen`, which takes it 0.1 to 0.2 ms for each,
 * at every start of every process, and pays for functions that are called all the time. It makes none
 * for functions with structures, and calls them by libffi, in 0.4 us: so the functions here have a further
 * parameter, a structure, that none of them knows of. Where it is passed (a register, or the caller's
 * part of the stack) it is in nobody's way (System V ABI for x86-64, AAPCS64).
 *
 * @module
 */

const UNSEEN = { struct: ["u64"] } as const;

/** What is passed for it. */
const nothing = new Uint8Array(8);

/**
 * The functions of the library `name` that `table` describes, without the code for them; those in
 * `direct` with it. Needs `ffi`. Throws what `Deno.dlopen` throws.
 */
export function openLibrary<const T extends Deno.ForeignLibraryInterface>(
  name: string,
  table: T,
  direct: ReadonlySet<string> = NONE,
): Deno.DynamicLibrary<T>["symbols"] {
  const definitions = table as unknown as Record<string, Deno.ForeignFunction>;
  const wanted: Record<string, Deno.ForeignFunction> = {};
  for (const key in definitions) {
    const definition = definitions[key];
    wanted[key] = direct.has(key)
      ? definition
      : { ...definition, parameters: [...definition.parameters, UNSEEN] };
  }
  const symbols = Deno.dlopen(name, wanted).symbols as unknown as Record<string, Call | null>;
  const functions: Record<string, Call | null> = {};
  for (const key in definitions) {
    const call = symbols[key];
    const count = definitions[key].parameters.length;
    // As with other functions, more arguments do no harm: some are called by forEach.
    functions[key] = call === null || direct.has(key)
      ? call
      : (...args) => call(...args.slice(0, count), nothing);
  }
  return functions as unknown as Deno.DynamicLibrary<T>["symbols"];
}

type Call = (...args: unknown[]) => unknown;

const NONE: ReadonlySet<string> = new Set();
