/** Comments, strings and exported functions of a TypeScript file, as the compiler reads them. */
import ts from 'typescript';
import { lineAt } from './rule.ts';

export interface Piece {
  readonly line: number;
  readonly text: string;
}

export interface ExportedFunction {
  readonly line: number;
  readonly name: string;
  /** The type it answers, as written; empty when it is left to be inferred. */
  readonly answers: string;
}

export interface Syntax {
  readonly comments: readonly Piece[];
  /** Strings and templates; a template keeps its `${…}`. */
  readonly strings: readonly Piece[];
  readonly functions: readonly ExportedFunction[];
}

const known = new Map<string, Syntax>();

/** Reads a text once, however many rules ask. */
export function syntaxOf(text: string): Syntax {
  const syntax = known.get(text) ?? read(text);
  known.set(text, syntax);
  return syntax;
}

function read(text: string): Syntax {
  const source = ts.createSourceFile('file.ts', text, ts.ScriptTarget.Latest, true);
  const comments = new Map<number, Piece>();
  const strings: Piece[] = [];
  const visit = (node: ts.Node): void => {
    for (const { pos, end } of commentsBefore(text, node)) {
      comments.set(pos, { line: lineAt(text, pos), text: text.slice(pos, end) });
    }
    if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) {
      strings.push({ line: lineAt(text, node.getStart()), text: node.getText().slice(1, -1) });
    }
    for (const child of node.getChildren()) visit(child);
  };
  visit(source);
  const functions = source.statements.filter(isExportedFunction).map((one) => ({
    line: lineAt(text, one.getStart()),
    name: one.name?.text ?? '',
    answers: one.type?.getText() ?? '',
  }));
  return { comments: [...comments.values()], strings, functions };
}

/** What stands between a token and the one before it, on the line of either. */
function commentsBefore(text: string, node: ts.Node): readonly ts.CommentRange[] {
  if (node.getChildCount() > 0) return [];
  const begin = node.getFullStart();
  const onItsLine = ts.getLeadingCommentRanges(text, begin) ?? [];
  return [...(ts.getTrailingCommentRanges(text, begin) ?? []), ...onItsLine];
}

function isExportedFunction(node: ts.Statement): node is ts.FunctionDeclaration {
  return (
    ts.isFunctionDeclaration(node) &&
    (node.modifiers ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
  );
}
