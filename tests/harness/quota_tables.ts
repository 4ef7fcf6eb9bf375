/**
 * Quota tables for tests.
 *
 * @module
 */
import {
  type Amounts,
  amounts,
  type Limit,
  limitRecord,
  MAGIC,
  NOTHING,
  type QuotaType,
  Table,
  type TableKind,
  type Tally,
  tallyAt,
  tallyRecord,
} from "../../src/quota/mod.ts";
import type { Place } from "./server.ts";

/** A limit with what a test does not care about left out: hard, for the user alice. */
export type TestLimit = Partial<Omit<Limit, "amounts">> & { readonly amounts: Partial<Amounts> };

/** A tally; left out as in `TestLimit`. */
export type TestTally = { readonly type?: QuotaType; readonly name?: string } & {
  readonly amounts: Partial<Amounts>;
};

/** Writes the tables that `quotaConfig` names. */
export async function writeTables(
  folder: string,
  limits: readonly TestLimit[],
  tallies: readonly TestTally[] = [],
): Promise<void> {
  await write(
    `${folder}/limit.tab`,
    "limit",
    limits.map((limit) =>
      limitRecord({ type: "user", name: "alice", perSession: false, hard: true, ...whole(limit) })
    ),
  );
  await write(
    `${folder}/tally.tab`,
    "tally",
    tallies.map((tally) => tallyRecord({ type: "user", name: "alice", ...whole(tally) })),
  );
}

function whole<T extends { readonly amounts: Partial<Amounts> }>(
  given: T,
): T & { amounts: Amounts } {
  return { ...given, amounts: { ...NOTHING, ...given.amounts } };
}

async function write(
  path: string,
  kind: TableKind,
  records: readonly DataView<ArrayBuffer>[],
): Promise<void> {
  const header = new DataView(new ArrayBuffer(4));
  header.setUint32(0, MAGIC[kind], true);
  const parts = [header, ...records];
  // Whoever has the file open goes on with it.
  await Deno.writeFile(path, new Uint8Array(await new Blob(parts).arrayBuffer()));
}

/** The tallies in the table of `folder`, without what is nothing. */
export function readTallies(folder: string): readonly (Omit<Tally, "amounts" | "type"> & {
  readonly type: QuotaType | undefined;
  readonly used: Partial<Amounts>;
})[] {
  const table = Table.open(`${folder}/tally.tab`, "tally", false);
  try {
    return [...table.records()].map(({ view, at }) => {
      const { type, name, amounts: used } = tallyAt(view, at);
      return { type, name, used: withoutNothing(used) };
    });
  } finally {
    table.close();
  }
}

function withoutNothing(used: Amounts): Partial<Amounts> {
  const entries = Object.entries(amounts((kind) => used[kind]));
  return Object.fromEntries(entries.filter(([, amount]) => amount !== 0));
}

/** What alice has used. */
export function usedByAlice(folder: string): Partial<Amounts> | undefined {
  return readTallies(folder).find(({ type, name }) => type === "user" && name === "alice")?.used;
}

/** Directives that switch quotas on. */
export function quotaConfig({ folder }: Pick<Place, "folder">): string {
  return "QuotaEngine on\n" +
    `QuotaLog ${folder}/quota.log\n` +
    `QuotaLimitTable file:${folder}/limit.tab\n` +
    `QuotaTallyTable file:${folder}/tally.tab\n`;
}
