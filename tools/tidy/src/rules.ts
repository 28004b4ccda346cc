/** Every house rule that no kept linter checks. */
import { markers, opening } from './comments.ts';
import { decisionsNumbered, linksLead, modulesDescribed, oneTitle } from './documents.ts';
import { kebabCase, oneUseCase, wordsThatSaySomething } from './names.ts';
import { noMachine, noTopology } from './places.ts';
import { refusalsGiven, refusalsProvoked } from './refusals.ts';
import type { File, Rule, Tree } from './rule.ts';
import { noTruncate, noWorldInSql, sqlSizes, tenantFirst, tenantNamed } from './sql.ts';
import { walls } from './walls.ts';

export const rules: readonly Rule[] = [
  kebabCase,
  wordsThatSaySomething,
  oneUseCase,
  opening,
  markers,
  noWorldInSql,
  noTruncate,
  tenantNamed,
  tenantFirst,
  sqlSizes,
  oneTitle,
  linksLead,
  decisionsNumbered,
  modulesDescribed,
  refusalsGiven,
  refusalsProvoked,
  noMachine,
  noTopology,
  walls,
];

/** What is wrong with a tree, one line each: `file:line  sentence (what)`. */
export function complaintsAbout(tree: Tree): readonly string[] {
  return [...tree].flatMap(([path, text]) => complaintsAboutFile({ path, text }, tree));
}

function complaintsAboutFile(file: File, tree: Tree): readonly string[] {
  return rules.flatMap(({ sentence, find }) =>
    find(file, tree).map(({ line, what }) => {
      const where = `${file.path}:${String(line)}`;
      return what === undefined ? `${where}  ${sentence}` : `${where}  ${sentence} (${what})`;
    }),
  );
}
