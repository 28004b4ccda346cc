/**
 * Law 14, as an ESLint rule: never hold a transaction across the network.
 *
 * What runs inside `inTransaction(…)` or `database.read(…)`, and every function that is handed a
 * `tx`, may not ask a neighbour: what it locked would stay locked until the neighbour answers.
 */
import type { Rule } from 'eslint';

type Node = Rule.Node;

export const noAskInTransaction: Rule.RuleModule = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { asked: 'No `{{name}}` inside a transaction: ask before it, or tell (law 14).' },
  },
  create: (context) => ({
    CallExpression: (node) => {
      const name = calledName(node);
      if (name === undefined || !crossing.has(name) || !isInTransaction(node)) return;
      context.report({ node, messageId: 'asked', data: { name } });
    },
  }),
};

/** The functions by which a module leaves its process. */
const crossing: ReadonlySet<string> = new Set(['ask', 'postToPeer', 'fetch']);

/** The functions whose callback is a transaction; `read` is one only of a database. */
function opensTransaction(node: Node): boolean {
  if (node.type !== 'CallExpression') return false;
  const name = calledName(node);
  if (name === 'inTransaction') return true;
  const { callee } = node;
  if (name !== 'read' || callee.type !== 'MemberExpression') return false;
  const { object } = callee;
  const owner = object.type === 'MemberExpression' ? object.property : object;
  return owner.type === 'Identifier' && owner.name === 'database';
}

function isInTransaction(node: Node): boolean {
  for (let inner = node, outer = parentOf(node); outer !== null; outer = parentOf(inner)) {
    if (isFunction(inner) && (takesTransaction(inner) || opensTransaction(outer))) return true;
    inner = outer;
  }
  return false;
}

function isFunction(node: Node): node is Extract<Node, { params: unknown }> {
  return 'params' in node;
}

function takesTransaction({ params }: Extract<Node, { params: unknown }>): boolean {
  return params.some((parameter) => parameter.type === 'Identifier' && parameter.name === 'tx');
}

/** The types say that a parent is always there; that of the program is null. */
function parentOf(node: Node): Node | null {
  return node.parent;
}

function calledName(node: Node): string | undefined {
  if (node.type !== 'CallExpression') return undefined;
  const { callee } = node;
  const named = callee.type === 'MemberExpression' ? callee.property : callee;
  return named.type === 'Identifier' ? named.name : undefined;
}
