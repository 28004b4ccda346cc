/**
 * A function has at most so many lines, as an ESLint rule. It differs from ESLint's own in that it
 * leaves out the callback of a `describe`: that is a chapter, which the cap of its file holds.
 */
import type { Rule } from 'eslint';

type FunctionNode = Extract<Rule.Node, { params: unknown }>;

export const capFunctionLines: Rule.RuleModule = {
  meta: {
    type: 'suggestion',
    schema: [{ type: 'object', properties: { max: { type: 'integer' } }, required: ['max'] }],
    messages: { long: 'A function has at most {{max}} lines, and this one {{lines}}.' },
  },
  create: (context) => {
    const { max } = context.options[0] as { readonly max: number };
    const check = (node: FunctionNode): void => {
      if (node.loc === undefined || node.loc === null || isChapter(node)) return;
      const lines = node.loc.end.line - node.loc.start.line + 1;
      const data = { max: String(max), lines: String(lines) };
      if (lines > max) context.report({ node, messageId: 'long', data });
    };
    return {
      FunctionDeclaration: check,
      FunctionExpression: check,
      ArrowFunctionExpression: check,
    };
  },
};

/** The last argument of `describe(…)`, `describe.skip(…)`, `describe.each(rows)(…)`. */
function isChapter({ parent }: FunctionNode): boolean {
  if (parent.type !== 'CallExpression') return false;
  let { callee } = parent;
  for (;;) {
    if (callee.type === 'CallExpression') ({ callee } = callee);
    else if (callee.type === 'MemberExpression') callee = callee.object;
    else return callee.type === 'Identifier' && callee.name === 'describe';
  }
}
