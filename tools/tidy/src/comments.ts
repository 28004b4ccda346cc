/** Comments: a file opens with one that says what it is for, and markers are of two kinds. */
import { isCode, isTest } from './rule.ts';
import type { Rule } from './rule.ts';
import { syntaxOf } from './syntax.ts';
import type { Piece } from './syntax.ts';

/** A line of words; a drawing stands further in, and takes the room that it needs. */
const prose = /^(?:\/\*\*?| \*|\/\/) ?(?! ).*[a-z]/i;

/** A test says in its own words what it is about. */
export const opening: Rule = {
  sentence: 'A file opens with a comment of one to six lines: what it is for, what it promises.',
  find: ({ path, text }) => {
    if (path.endsWith('.sql')) return /^--\s*\S/.test(text) ? [] : [{ line: 1 }];
    if (!isCode(path) || isTest(path)) return [];
    const [first] = syntaxOf(text).comments;
    const before = text.slice(0, first === undefined ? undefined : text.indexOf(first.text));
    if (first === undefined || before.replace(/^#!.*/, '').trim() !== '') return [{ line: 1 }];
    const lines = linesOf(text.slice(before.length)).filter((line) => prose.test(line));
    return lines.length > 6 ? [{ line: first.line, what: `${String(lines.length)} lines` }] : [];
  },
};

/** The block comment, or the run of line comments, that a text begins with. */
function linesOf(text: string): readonly string[] {
  if (text.startsWith('/*')) return text.slice(0, text.indexOf('*/')).split('\n');
  const lines = text.split('\n');
  const end = lines.findIndex((line) => !line.startsWith('//'));
  return lines.slice(0, end);
}

const wrong = /\bTODO(?!\(#\d+\):)|\b(FIXME|XXX|HACK|WARN|WARNING|IMPORTANT)\b:?|\bNOTE\b(?!:)/;

export const markers: Rule = {
  sentence: 'Two markers there are: `NOTE:` and `TODO(#n):`.',
  find: ({ path, text }) =>
    commentsOf(path, text).flatMap((comment) =>
      comment.text.split('\n').flatMap((line, index) => {
        const found = wrong.exec(line);
        return found === null ? [] : [{ line: comment.line + index, what: found[0] }];
      }),
    ),
};

function commentsOf(path: string, text: string): readonly Piece[] {
  if (isCode(path)) return syntaxOf(text).comments;
  if (!path.endsWith('.sql')) return [];
  return text
    .split('\n')
    .map((line, index) => ({ line: index + 1, text: /--.*/.exec(line)?.[0] ?? '' }));
}
