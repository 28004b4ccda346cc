/**
 * The page that says what a shop can still do while something is away or slow. Every module there
 * is has its column, and answers something that a shop does, or there is no page.
 */
import { moduleNames } from '@evertill/kernel';
import { capabilities, dependencies, faultModes, outcomeOf, outcomeWords } from '@evertill/server';
import type { Capability, CapabilityName, Dependency, Outcome } from '@evertill/server';

const MADE = '<!-- Made by `npm run docs` from apps/server/src/resilience.ts. Do not edit. -->';

const names = Object.keys(capabilities) as readonly CapabilityName[];
const columns = Object.keys(dependencies) as readonly Dependency[];

export function resiliencyPage(): string {
  refuseGaps(moduleNames);
  const outcomes = Object.entries(outcomeWords) as [Outcome, string][];
  return [
    '# Resiliency',
    '',
    MADE,
    '',
    'What a shop can still do while something is away, or slow by two seconds, with every module',
    'in a process of its own. A register sells in any case, and sends when it can; this is about',
    'what the server does. `npm run test:matrix` sees every cell come true, with real processes,',
    'PostgreSQL, Kafka, Redis and Vault, lines that are cut and slowed, and every invariant',
    'afterwards.',
    '',
    ...outcomes.map(([outcome, words]) => `- **${outcome}**: ${words}`),
    '',
    ...faultModes.flatMap((mode) => [
      `## ${mode === 'down' ? 'Away' : 'Slow by two seconds'}`,
      '',
      row(['', ...columns]),
      row(['---', ...columns.map(() => '---')]),
      ...names.map((name) =>
        row([capabilities[name].words, ...columns.map((column) => outcomeOf(name, column, mode))]),
      ),
      '',
    ]),
  ].join('\n');
}

/** Throws when a module has no column, or nothing of what a shop does is its to answer. */
export function refuseGaps(modules: readonly string[]): void {
  for (const name of modules) {
    if (!columns.some((column) => column === name)) throw new Error(`${name} has no column`);
    const answers = names.some((one) => (capabilities[one] as Capability).at === name);
    if (!answers) throw new Error(`nothing that a shop does is answered by ${name}`);
  }
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
