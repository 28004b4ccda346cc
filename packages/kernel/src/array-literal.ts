/**
 * Writes an array as PostgreSQL reads it. The driver escapes every element twice over and wraps it
 * in quotes; nearly all of ours are ids, numbers and codes, which need neither, and a booking
 * takes fifty columns of them.
 */

/** Nothing in it means anything to PostgreSQL's array syntax. */
const plain = /^[\w.:+-]+$/;
const special = /["\\]/g;

/** The literal of an array of scalars, and anything else as it came: the driver knows it. */
export function arrayLiteral(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  const words: string[] = [];
  for (const element of value as readonly unknown[]) {
    const word = wordOf(element);
    if (word === undefined) return value;
    words.push(word);
  }
  return `{${words.join(',')}}`;
}

function wordOf(element: unknown): string | undefined {
  if (element === null || element === undefined) return 'NULL';
  switch (typeof element) {
    case 'string':
      return textWord(element);
    case 'number':
    case 'bigint':
    case 'boolean':
      return String(element);
    default:
      return element instanceof Date ? `"${element.toISOString()}"` : undefined;
  }
}

function textWord(text: string): string {
  // The word NULL without quotes is no word.
  const isPlain = plain.test(text) && !(text.length === 4 && text.toUpperCase() === 'NULL');
  return isPlain ? text : `"${text.replace(special, '\\$&')}"`;
}
