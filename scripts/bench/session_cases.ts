/**
 * Cases about what a session does: files, texts, listings, single commands.
 *
 * @module
 */
import {
  type Bench,
  type Case,
  inSession,
  inTurn,
  mapped,
  measured,
  timeRows,
  whenAllHaveGone,
} from "./measure.ts";
import { serving } from "./contender.ts";
import { TEXT_SHARE } from "./files.ts";
import { pssMiB } from "./processes.ts";

/** A download of the big file. */
export const retr: Case = {
  needs: ["big"],
  async run(bench) {
    const { size } = bench.sizes;
    return timeRows(
      `RETR ${size} MiB`,
      "s/GiB",
      await inSession(bench, "download RETR big"),
      1024 / size,
    );
  },
};

/** Ten downloads of the big file at once. */
export const together: Case = {
  needs: ["big"],
  async run(bench) {
    const { size } = bench.sizes;
    const times = await measured(bench, [bench.ours, ...bench.others], async (one, spend) => {
      await one.load.run("hold 10");
      const seconds = await spend(() => one.load.run<number>("together RETR big"));
      await one.load.run("release");
      return seconds;
    });
    return timeRows(`ten RETRs of ${size} MiB at once`, "s/GiB", times, 1024 / size / 10);
  },
};

/** An upload of the big file. */
export const stor: Case = {
  needs: ["big"],
  async run(bench) {
    const { size } = bench.sizes;
    const times = await inSession(bench, `upload up ${bench.files}/big`, {
      after: removeUp(bench),
    });
    return timeRows(`STOR ${size} MiB`, "s/GiB", times, 1024 / size);
  },
};

/** Many small files, each way. */
export const small: Case = {
  needs: ["small"],
  async run(bench) {
    const { files } = bench.sizes;
    const up = await inSession(bench, `uploads ${files} s ${bench.files}/small`);
    const down = await inSession(bench, `downloads ${files} s`);
    for (let number = 0; number < files; number++) await Deno.remove(`${bench.files}/s${number}`);
    return [
      ...timeRows(`STOR ${files} files of 4 KiB`, "s", up),
      ...timeRows(`RETR ${files} files of 4 KiB`, "s", down),
    ];
  },
};

/** TYPE A: a file with LF sent, one with CR LF received. */
export const ascii: Case = {
  needs: ["text"],
  async run(bench) {
    const size = bench.sizes.size / TEXT_SHARE;
    const down = await inSession(bench, "download RETR text", { first: "text" });
    const line = `upload up ${bench.files}/text-on-the-wire`;
    const up = await inSession(bench, line, { first: "text", after: removeUp(bench) });
    return [
      ...timeRows(`RETR ${size} MiB, TYPE A`, "s", down),
      ...timeRows(`STOR ${size} MiB, TYPE A`, "s", up),
    ];
  },
};

/** LIST, NLST and MLSD of a folder. vsftpd has no MLSD. */
export const list: Case = {
  needs: ["entries"],
  run: (bench) => listings(bench, ["LIST", "NLST", "MLSD"], "entries", bench.sizes.entries),
};

/** LIST, NLST and MLSD of a large folder. */
export const many: Case = {
  needs: ["many"],
  run: (bench) => listings(bench, ["LIST", "NLST", "MLSD"], "many", bench.sizes.many),
};

/** Small commands, in turn. */
export const commands: Case = {
  needs: ["small"],
  async run(bench) {
    const count = bench.sizes.commands;
    const rows = [];
    for (const verb of ["NOOP", "CWD", "SIZE"]) {
      const times = await inSession(bench, ({ home }) => {
        const argument = { CWD: ` ${home}`, SIZE: " small" }[verb] ?? "";
        return `commands ${count} ${verb}${argument}`;
      });
      rows.push(...timeRows(verb, "us", times, 1e6 / count));
    }
    return rows;
  },
};

/** What sessions that wait for their client's next command take. */
export const memory: Case = {
  needs: [],
  async run(bench) {
    const { idle } = bench.sizes;
    const { ours, template, others } = bench;
    const sizes = await inTurn(bench, [ours, template, ...others], async (one) => {
      await one.load.run(`hold ${idle}`);
      const each = await Promise.all((await serving(one)).map(pssMiB));
      await one.load.run("release");
      await whenAllHaveGone(one);
      return each.reduce((sum, size) => sum + size, 0) / idle;
    });
    const values = mapped(sizes, (size) => size);
    const what = `PSS per idle session, MiB, ${idle} of them`;
    return [
      { what, values },
      { what: `    ${template.name}`, values: { ...values, ours: values[template.name] ?? [] } },
    ];
  },
};

async function listings(bench: Bench, verbs: readonly string[], folder: string, count: number) {
  const rows = [];
  for (const verb of verbs) {
    const who = [bench.ours, ...bench.others].filter(({ name }) =>
      verb !== "MLSD" || name !== "vsftpd"
    );
    const times = await inSession(bench, `download ${verb} ${folder}`, { who });
    rows.push(...timeRows(`${verb} of ${count} entries`, "ms", times, 1000));
  }
  return rows;
}

function removeUp({ files }: Bench): () => Promise<void> {
  return () => Deno.remove(`${files}/up`);
}
