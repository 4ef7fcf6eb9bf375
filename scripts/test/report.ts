/**
 * Reading the report of `deno test --junit-path`.
 *
 * @module
 */

/** What became of the tests. */
export interface Report {
  readonly passed: number;
  readonly failed: number;
  /** Names of the tests that were skipped. */
  readonly skipped: readonly string[];
}

/** Reads the report in `file`; an empty report if there is none, as after a syntax error. */
export async function readReport(file: string): Promise<Report> {
  let xml = "";
  try {
    xml = await Deno.readTextFile(file);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return parseReport(xml);
}

/**
 * Counts the `testcase` elements of a JUnit report. Steps of a test are elements of their own
 * there, named `test > step`; they count with their test.
 */
export function parseReport(xml: string): Report {
  let passed = 0;
  let failed = 0;
  const skipped: string[] = [];
  const tests: string[] = [];
  const cases = xml.matchAll(/<testcase name="([^"]*)"[^>]*?(?:\/>|>([\s\S]*?)<\/testcase>)/g);
  for (const [, name = "", content = ""] of cases) {
    if (tests.some((test) => name.startsWith(`${test} &gt; `))) continue;
    tests.push(name);
    if (content.includes("<skipped")) skipped.push(unescape(name));
    else if (/<(failure|error)\b/.test(content)) failed++;
    else passed++;
  }
  return { passed, failed, skipped };
}

const ENTITIES: Record<string, string> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };

function unescape(text: string): string {
  return text.replaceAll(/&(lt|gt|quot|apos|amp);/g, (all, name: string) => ENTITIES[name] ?? all);
}
