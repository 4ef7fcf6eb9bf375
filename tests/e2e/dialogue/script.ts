/**
 * Conversations on the control connection as text files: what the client says and what it must hear.
 *
 * The first line is the name of the test, the lines up to `---` are directives for the server. Then,
 * a line for each step:
 *
 *     C: a command; CR LF is added
 *     S: a line of the answer, as it is
 *     S~ a line of the answer, as a regular expression for all of it
 *     login            as alice, whose home is her root unless a directive says otherwise
 *     connect          once more, as a new client
 *     closed           the server has closed the connection
 *     put NAME TEXT    a file with this text (a JSON string) goes to the server
 *     get NAME TEXT    and must come from there
 *     # a remark
 *
 * @module
 */
import assert from "node:assert/strict";
import type { Client } from "../../harness/client.ts";
import { type Server, startServer } from "../../harness/server.ts";

/** One conversation. */
export interface Script {
  readonly name: string;
  readonly config: string;
  readonly steps: readonly Step[];
}

/** One line behind the `---`. */
export interface Step {
  readonly word: string;
  readonly text: string;
  /** Line number in the file, from 1. */
  readonly line: number;
}

const WORDS = ["C:", "S:", "S~", "login", "connect", "closed", "put", "get"];

/** Takes the text of a file apart. Throws an `Error` for a line that is none of the above. */
export function parseScript(text: string): Script {
  const lines = text.trimEnd().split("\n");
  const border = lines.indexOf("---");
  if (border < 1) throw new Error("a script has a name, directives and a line ---");
  const steps = lines.slice(border + 1).map((all, index) => {
    const [, word = "", rest = ""] = /^(\S*) ?(.*)$/.exec(all) ?? [];
    return { word, text: rest, line: border + index + 2 };
  }).filter(({ word }) => word !== "" && word !== "#");
  const strange = steps.find(({ word }) => !WORDS.includes(word));
  if (strange) throw new Error(`line ${strange.line}: what is ${strange.word}?`);
  return { name: lines[0] ?? "", config: lines.slice(1, border).join("\n"), steps };
}

/** Directives that a script's own ones replace. */
const DEFAULTS = ["DefaultRoot ~", "AllowOverwrite on", "AllowStoreRestart on"];

/** Holds the conversation with a server of its own. Throws an `AssertionError` that names the line. */
export async function holdScript({ config, steps }: Script): Promise<void> {
  await using server = await startServer({ config, defaults: DEFAULTS });
  let client = await server.connect();
  try {
    let heard = [...client.greeting.lines];
    for (const step of steps) {
      if (step.word !== "S:" && step.word !== "S~") {
        assert.deepEqual(heard, [], `line ${step.line}: the server said more`);
      }
      if (step.word === "connect") {
        client.close();
        client = await server.connect();
        heard = [...client.greeting.lines];
      } else heard = await take(step, client, server, heard);
    }
    assert.deepEqual(heard, [], "the server said more");
  } finally {
    client.close();
  }
}

/** Carries out one step; `heard` are the lines not yet accounted for, the result is what is left. */
async function take(
  { word, text, line }: Step,
  client: Client,
  server: Server,
  heard: string[],
): Promise<string[]> {
  switch (word) {
    case "C:":
      await client.send(text);
      return [];
    case "S:":
    case "S~": {
      const lines = heard.length > 0 ? heard : [...(await client.reply(`line ${line}`)).lines];
      const said = lines.shift() ?? "";
      if (word === "S:") assert.equal(said, text, `line ${line}`);
      else assert.match(said, new RegExp(`^(?:${text})$`), `line ${line}`);
      return lines;
    }
    case "login": {
      const { name, password } = server.account();
      await client.login(name, password);
      return [];
    }
    case "closed":
      assert.equal(await client.closed(), "", `line ${line}`);
      return [];
    default: {
      const [, name = "", quoted = ""] = /^(\S+) (.*)$/.exec(text) ?? [];
      const content: string = JSON.parse(quoted);
      await client.expect("TYPE I", 200);
      if (word === "put") await client.upload(`STOR ${name}`, content);
      else assert.equal(await client.download(`RETR ${name}`), content, `line ${line}`);
      return [];
    }
  }
}
