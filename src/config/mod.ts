/**
 * The door of `config/`: text → tree → typed look-up by context.
 *
 *     checkConfiguration(file, source, options)   text → servers, and everything wrong with it
 *     freeze(configuration, extras)               → byte string → thawIndex, thawServer
 *     new Scope([directory, server.section])      .get(directive)
 *
 * @module
 */

export { Arguments } from "./arguments.ts";
export {
  checkConfiguration,
  type Checked,
  checkFtpaccess,
  type CheckOptions,
  hasErrors,
} from "./check.ts";
export type { Condition } from "./condition.ts";
export { uncountable } from "./counted.ts";
export type { Context, Directive, Repeat } from "./directive.ts";
export { settingText } from "./setting_text.ts";
export { type Note, SETTINGS_DEPTH, settingsNotes } from "./note.ts";
export { at, ConfigError, type Finding, findingOf } from "./error.ts";
export { findingAbout, findingAt } from "./finding_about.ts";
export { isHarmless, type Known, knownNames, type Unbuilt, type Vocabulary } from "./known.ts";
export { type Rate, rateText, readRate } from "./rate.ts";
export { parseConfiguration, type Parsed, parseFtpaccess, type ParseOptions } from "./parser.ts";
export { type Configuration, resolve, type Server, serverOf } from "./resolve.ts";
export { says, Scope } from "./scope.ts";
export {
  freeze,
  type Json,
  type Materials,
  type ReadAt,
  type SnapshotIndex,
  thawClasses,
  thawIndex,
  thawMaterial,
  thawServer,
} from "./snapshot.ts";
export type { Source } from "./source.ts";
export { didYouMean, distance, nearest } from "./suggest.ts";
export { toggle } from "./toggle.ts";
export type { Arrivals, Entry, Place, Section, SectionKind } from "./tree.ts";
export { wellFormed } from "./well_formed.ts";
export {
  boolean,
  booleanOf,
  count,
  countOrNone,
  duration,
  octal,
  octalNamed,
  path,
  rowOf,
  size,
  type WordReader,
} from "./words.ts";
