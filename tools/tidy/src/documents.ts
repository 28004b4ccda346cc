/** Documents: one title each, links that lead somewhere, numbered decisions, modules described. */
import { lineAt } from './rule.ts';
import type { Rule } from './rule.ts';

const isDocument = (path: string): boolean => path.endsWith('.md');

/** Code keeps its lines, so that line numbers hold, and loses its words. */
const withoutCode = (text: string): string =>
  text
    .replace(/^```[\s\S]*?^```/gm, (code) => code.replace(/[^\n]/g, ''))
    .replace(/`[^`\n]*`/g, (code) => ' '.repeat(code.length));

export const oneTitle: Rule = {
  sentence: 'A document has one `# title`, on top.',
  find: ({ path, text }) => {
    if (!isDocument(path)) return [];
    const prose = withoutCode(text);
    const titles = [...prose.matchAll(/^# \S/gm)].map(({ index }) => ({
      line: lineAt(prose, index),
    }));
    return titles.length === 0 ? [{ line: 1 }] : titles.slice(1);
  },
};

export const linksLead: Rule = {
  sentence: 'A relative link leads to a file that is there.',
  find: ({ path, text }, tree) => {
    if (!isDocument(path)) return [];
    const prose = withoutCode(text);
    return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(({ index, 1: link = '' }) => {
      const target = link.replace(/#.*/, '');
      if (target === '' || /^[a-z]+:/.test(target)) return [];
      const found = decodeURI(new URL(target, `file:///${path}`).pathname).slice(1);
      return isThere(found, tree) ? [] : [{ line: lineAt(prose, index), what: link }];
    });
  },
};

function isThere(path: string, tree: Tree): boolean {
  const folder = path.endsWith('/') ? path : `${path}/`;
  return path === '' || tree.has(path) || [...tree.keys()].some((one) => one.startsWith(folder));
}

type Tree = Parameters<Rule['find']>[1];

export const decisionsNumbered: Rule = {
  sentence: 'A decision is called NNNN-title.md, and no two have one number.',
  find: ({ path }, tree) => {
    const name = /^docs\/decisions\/(.+)$/.exec(path)?.[1];
    if (name === undefined) return [];
    const number = /^(\d{4})-[a-z0-9-]+\.md$/.exec(name)?.[1];
    if (number === undefined) return [{ line: 1 }];
    const same = [...tree.keys()].filter((one) => one.startsWith(`docs/decisions/${number}-`));
    return same.length > 1 ? [{ line: 1, what: same.join(', ') }] : [];
  },
};

const headings = ['Owns', 'Answers', 'Asks', 'Tells', 'Hears', 'Tables', 'Always true'];

export const modulesDescribed: Rule = {
  sentence: `A module's README has the headings ${headings.join(' · ')}, in this order.`,
  find: ({ path }, tree) => {
    const folder = /^(modules\/[^/]+\/)package\.json$/.exec(path)?.[1];
    if (folder === undefined) return [];
    const readme = withoutCode(tree.get(`${folder}README.md`) ?? '');
    const found = [...readme.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
    return found.join() === headings.join() ? [] : [{ line: 1, what: found.join(' · ') }];
  },
};
