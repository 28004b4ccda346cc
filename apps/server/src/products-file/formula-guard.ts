/**
 * A spreadsheet takes a cell that begins with = + - @ for a formula, and runs it. An apostrophe in
 * front makes it text again. What was guarded on the way out is plain again on the way in, whatever
 * it was: an apostrophe that stood there already is guarded too.
 */
const looksLikeFormula = /^'*[\s\u00a0]*[=+\-@\t\r]/u;

/** As it goes into a file. */
export function guardedCell(text: string): string {
  return looksLikeFormula.test(text) ? `'${text}` : text;
}

/** As it was before it went into a file. */
export function plainCell(text: string): string {
  const rest = text.slice(1);
  return text.startsWith("'") && looksLikeFormula.test(rest) ? rest : text;
}
