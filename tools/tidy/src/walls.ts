/**
 * The import law a second time, where npm reads it: what a package.json may list. A package without
 * a row is forbidden, and a version is exact, since a lock file protects only whoever has it.
 */
import { lineAt } from './rule.ts';
import type { Rule } from './rule.ts';

interface Row {
  readonly from: RegExp;
  readonly may: RegExp;
}

const rows: readonly Row[] = [
  { from: /^packages\/domain\/$/, may: /^(?!)/ },
  { from: /^packages\/contract\/$/, may: /^(@evertill\/domain|zod|canonicalize)$/ },
  { from: /^packages\/kernel\/$/, may: /^(@evertill\/(domain|contract)|(?!@evertill\/).+)$/ },
  {
    from: /^packages\/kafka\/$/,
    may: /^(@evertill\/(domain|contract|kernel)|@platformatic\/kafka|zod)$/,
  },
  { from: /^packages\/redis\/$/, may: /^(@evertill\/kernel|@redis\/client)$/ },
  { from: /^packages\/vault\/$/, may: /^(@evertill\/kernel|zod)$/ },
  { from: /^packages\/client\/$/, may: /^(@evertill\/(domain|contract)|openapi-fetch)$/ },
  { from: /^packages\/devices\/$/, may: /^(@evertill\/domain|(?!@evertill\/|react).+)$/ },
  {
    from: /^packages\/sync\/$/,
    may: /^(@evertill\/(domain|contract|client)|@noble\/hashes|idb|zod)$/,
  },
  { from: /^packages\/postgres\/$/, may: /^(?!@evertill\/)/ },
  { from: /^packages\/testing\/$/, may: /./ },
  {
    from: /^modules\/[^/]+\/$/,
    may: /^(@evertill\/(domain|contract|kernel)|(?!@evertill\/|fastify$|@fastify\/|pg$).+)$/,
  },
  { from: /^(apps|tools)\/[^/]+\/$/, may: /^(?!@evertill\/testing$)/ },
];

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
}

export const walls: Rule = {
  sentence: 'A package.json lists what the import law allows, in exact versions.',
  find: ({ path, text }) => {
    const folder = /^((?:packages|modules|apps|tools)\/.+\/)package\.json$/.exec(path)?.[1];
    if (folder === undefined) return [];
    const row = rows.find(({ from }) => from.test(folder));
    const { dependencies = {} } = JSON.parse(text) as Manifest;
    return Object.entries(dependencies)
      .filter(([name, version]) => !(row?.may.test(name) ?? false) || !isExact(name, version))
      .map(([name]) => ({ line: lineAt(text, text.indexOf(`"${name}":`)), what: name }));
  },
};

function isExact(name: string, version: string): boolean {
  return name.startsWith('@evertill/') ? version === '*' : /^\d+\.\d+\.\d+/.test(version);
}
