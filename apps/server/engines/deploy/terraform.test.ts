import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { askedOf, root, run, tools } from './tools.ts';

const { check, awsTypes } = tools();
const folder = path.join(root, 'deploy', 'terraform', 'aws');

interface Block {
  readonly file: string;
  readonly line: number;
  readonly type: string;
  readonly labels: readonly string[] | null;
  readonly attributes: readonly string[];
  readonly references: readonly string[] | null;
  readonly blocks: readonly Block[] | null;
}

interface Field {
  readonly isRequired: boolean;
  /** The interface of what stands in it, where it is a block. */
  readonly type: string;
}

type Interfaces = ReadonlyMap<string, ReadonlyMap<string, Field>>;

/** What a resource takes, as the types that were made from the provider's own schema tell. */
async function interfacesOf(kind: string, resource: string): Promise<Interfaces> {
  const name = resource.replace(/^aws_/, '').replaceAll('_', '-');
  const place = kind === 'data' ? `data-aws-${name}` : name;
  const text = await readFile(path.join(awsTypes, place, 'index.d.ts'), 'utf8');
  const interfaces = new Map<string, Map<string, Field>>();
  for (const [, title = '', body = ''] of text.matchAll(
    /^export interface (\w+)[^{]*\{\n([\s\S]*?)^\}/gm,
  )) {
    const fields = new Map<string, Field>();
    const pattern = /#(\w+) \w+#\w+\}\s*(?:\*[^/][^\n]*\s*)*\*\/\s*readonly \w+(\??): ([^;]+);/g;
    for (const [, field = '', mark, type = ''] of body.matchAll(pattern)) {
      fields.set(field, { isRequired: mark === '', type: type.replace(/\[\].*| \|.*/, '') });
    }
    interfaces.set(title, fields);
  }
  return interfaces;
}

/** What belongs to Terraform, and to every resource. */
const everywhere = new Set(['count', 'for_each', 'provider', 'depends_on']);
const blocksEverywhere = new Set(['lifecycle', 'dynamic', 'provisioner', 'connection']);

function flawsOf(block: Block, fields: ReadonlyMap<string, Field>, all: Interfaces): string[] {
  const where = `${block.file}:${block.line} ${(block.labels ?? [block.type]).join('.')}`;
  const inner = (block.blocks ?? []).filter(({ type }) => !blocksEverywhere.has(type));
  const given = [...block.attributes.filter((name) => !everywhere.has(name))];
  const there = new Set([...given, ...inner.map(({ type }) => type)]);
  const missing = [...fields].filter(([name, { isRequired }]) => isRequired && !there.has(name));
  return [
    ...given.filter((name) => !fields.has(name)).map((name) => `${where}: no argument ${name}`),
    ...missing.map(([name]) => `${where}: ${name} is missing`),
    ...inner.flatMap((one) => {
      const field = fields.get(one.type);
      if (field === undefined) return [`${where}: no block ${one.type}`];
      const type = all.get(field.type);
      return type === undefined ? [`${where}: ${one.type} is no block`] : flawsOf(one, type, all);
    }),
  ];
}

const blocks = await askedOf<readonly Block[]>([check, 'terraform', folder]);
const resources = blocks.filter(
  ({ type, labels }) => ['resource', 'data'].includes(type) && labels?.[0]?.startsWith('aws_'),
);

/** Against the types of hashicorp/aws 6.25.0; Terraform's own validation needs the provider. */
async function flaws(of: readonly Block[]): Promise<readonly string[]> {
  const found = of.map(async (block) => {
    const all = await interfacesOf(block.type, block.labels?.[0] ?? '');
    const [config] = [...all].find(([name]) => name.endsWith('Config')) ?? [];
    const fields = all.get(config ?? '');
    if (fields === undefined || fields.size === 0) return [`${block.labels?.[0]} has no types`];
    return flawsOf(block, fields, all);
  });
  return (await Promise.all(found)).flat();
}

test('every resource takes what the provider knows, and has what it needs', async () => {
  expect(resources.length).toBeGreaterThan(50);
  expect(await flaws(resources)).toEqual([]);
});

test('an argument that is misspelt, and one that is missing, are noticed', async () => {
  const service = resources.find(({ labels }) => labels?.[0] === 'aws_lb_target_group');
  const broken = { ...service, attributes: ['name', 'prot'] } as Block;
  expect(await flaws([broken])).toEqual([expect.stringContaining('no argument prot')]);
  const subnets = resources.find(({ labels }) => labels?.[0] === 'aws_db_subnet_group');
  const empty = { ...subnets, attributes: ['name'] } as Block;
  expect(await flaws([empty])).toEqual([expect.stringContaining('subnet_ids is missing')]);
});

test('what is referred to is declared', () => {
  const declared = new Set(
    blocks.flatMap(({ type, labels, attributes }) => {
      const [first = '', second = ''] = labels ?? [];
      if (type === 'resource') return [`${first}.${second}`];
      if (type === 'data') return [`data.${first}.${second}`];
      if (type === 'variable') return [`var.${first}`];
      return type === 'locals' ? attributes.map((name) => `local.${name}`) : [];
    }),
  );
  const all = (block: Block): readonly string[] => [
    ...(block.references ?? []),
    ...(block.blocks ?? []).flatMap(all),
  ];
  const head = (reference: string): string =>
    reference
      .split('.')
      .slice(0, reference.startsWith('data.') ? 3 : 2)
      .join('.');
  const meant = [...new Set(blocks.flatMap(all).map(head))].filter((reference) =>
    /^(aws_|random_|data\.|var\.|local\.)/.test(reference),
  );
  expect(meant.length).toBeGreaterThan(40);
  expect(meant.filter((reference) => !declared.has(reference))).toEqual([]);
  const variables = [...declared].filter((name) => name.startsWith('var.'));
  expect(variables.filter((name) => !meant.includes(name))).toEqual([]);
});

test('the layout is the one of `terraform fmt`', async () => {
  expect(await run([check, 'terraform', folder])).toMatchObject({ code: 0 });
});
