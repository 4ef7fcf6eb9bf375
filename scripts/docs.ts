/**
 * `deno task docs`: writes `docs/directives.md` from the tables of directives.
 *
 * @module
 */
import { directivesPage } from "./docs/directives.ts";

await Deno.writeTextFile(new URL("../docs/directives.md", import.meta.url), directivesPage());
