/**
 * Every conversation in the folder golden/dialogue.
 */
import { fromFileUrl } from "../../harness/file_url.ts";
import { holdScript, parseScript } from "./script.ts";

const folder = fromFileUrl(new URL("../../golden/dialogue", import.meta.url));

for (const { name } of [...Deno.readDirSync(folder)].sort((a, b) => a.name < b.name ? -1 : 1)) {
  const script = parseScript(Deno.readTextFileSync(`${folder}/${name}`));
  Deno.test(`${script.name} (${name})`, () => holdScript(script));
}
