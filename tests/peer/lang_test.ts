/**
 * LANG, OPTS UTF8 and what FEAT says of them, under the directives of mod_lang.
 */
import { compare } from "./dialogue/compare.ts";

const STEPS = [
  "FEAT",
  ...["LANG", "LANG ", "LANG en-US", "LANG EN-us", "LANG en_US", "LANG  en-US ", "LANG"],
  ...["LANG en", "LANG C", "LANG fr-FR", "LANG a b", "HELP LANG"],
  ...["OPTS UTF8 OFF", "OPTS UTF8 ON", "OPTS UTF8 x", "OPTS UTF8", "OPTS LANG en-US", "FEAT"],
];

for (
  const config of [
    "",
    "LangEngine off",
    "UseEncoding on",
    "UseEncoding off",
    "UseEncoding UTF-8 UTF-8",
    "UseEncoding UTF-8 UTF-8 strict",
    "UseEncoding UTF-8 ISO-8859-1 strict",
    "UseEncoding UTF-8 ISO-8859-1",
    "LangOptions PreferServerEncoding",
    "LangOptions PreferServerEncoding\nUseEncoding on",
    "LangOptions PreferServerEncoding\nUseEncoding off",
  ]
) {
  for (const login of [undefined, "alice"]) {
    const when = login === undefined ? "before login" : "after it";
    const what = config === ""
      ? "of what is said by default"
      : `under ${config.replace("\n", ", ")}`;
    compare({
      name: `LANG and OPTS UTF8 are answered as the original does ${when}, ${what}`,
      env: { LANG: "C" },
      config,
      login,
      ignoreLog: /mod_lang/, // this machine has no locale of that name
      cases: { "language": STEPS },
    });
  }
}
