/** What a house rule is: a sentence, and a pure function from a file to the lines that break it. */

export interface File {
  readonly path: string;
  readonly text: string;
}

/** Every file there is, by its path from the root. */
export type Tree = ReadonlyMap<string, string>;

export interface Flaw {
  readonly line: number;
  /** What exactly, where the sentence alone would leave one searching. */
  readonly what?: string;
}

export interface Rule {
  readonly sentence: string;
  /** The flaws of one file; most rules look at nothing else of the tree. */
  readonly find: (file: File, tree: Tree) => readonly Flaw[];
}

/** The line, counted from one, that an index of the text lies on. */
export function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}

/** Every place where a pattern occurs. */
export function matches(text: string, pattern: RegExp): readonly Flaw[] {
  return [...text.matchAll(pattern)].map((match) => ({
    line: lineAt(text, match.index),
    what: match[0].trim(),
  }));
}

export const isTest = (path: string): boolean =>
  /\.test\.(ts|mjs)$|^(packages|modules|apps)\/[^/]+\/(test|engines)\/|^packages\/testing\//.test(
    path,
  );

export const isCode = (path: string): boolean => /\.(ts|mjs|cjs|js)$/.test(path);
