/** The pages of docs/reference, made from the contract: operations, events, refusals, roles. */
import {
  capabilities,
  codecOf,
  eventPayloads,
  listeners,
  refusals,
  wireName,
} from '@evertill/contract';
import type { Operation } from '@evertill/contract';
import { allInvariants, allOperations, eventDocument } from '@evertill/server';
import { z } from 'zod';
import { resiliencyPage } from './resiliency.ts';

const MADE = '<!-- Made by `npm run docs` from the contract. Do not edit. -->';

/** File name to content. */
export function referencePages(): Readonly<Record<string, string>> {
  return {
    'operations.md': operationsPage(),
    'events.md': eventsPage(),
    'asyncapi.json': `${JSON.stringify(eventDocument(), undefined, 2)}\n`,
    'refusals.md': refusalsPage(),
    'roles.md': rolesPage(),
    'invariants.md': invariantsPage(),
    'resiliency.md': resiliencyPage(),
  };
}

function page(title: string, intro: string, body: readonly string[]): string {
  return [`# ${title}`, '', MADE, '', intro, '', ...body, ''].join('\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}

function operationsPage(): string {
  const modules = [...new Set(allOperations.map(({ name }) => name.split('.')[0] ?? ''))];
  const body = modules.flatMap((module) => [
    `## ${module}`,
    '',
    ...allOperations.filter(({ name }) => name.startsWith(`${module}.`)).flatMap(describe),
  ]);
  return page('Operations', 'Every question the server answers, as the contract has it.', body);
}

function describe(operation: Operation): string[] {
  const { http, access } = operation;
  const who =
    access.kind === 'user' ? `needs \`${access.capability}\`` : `${access.kind}, no user's token`;
  const address =
    http === undefined ? 'asked by neighbours only' : `\`${http.method} ${http.path}\``;
  const fields = Object.keys(codecOf(operation.input).schema.properties ?? {});
  return [
    `### \`${operation.name}\``,
    '',
    operation.summary,
    '',
    `- Where: ${address}`,
    `- Who: ${who}`,
    `- Takes: ${fields.length === 0 ? 'nothing' : fields.map((one) => `\`${wireName(one)}\``).join(', ')}`,
    `- May refuse with: ${operation.refusals.map((one) => `\`${one}\``).join(', ') || 'nothing'}`,
    '',
  ];
}

function eventsPage(): string {
  const body = Object.entries(eventPayloads).flatMap(([type, payload]) => {
    const { properties = {} } = z.toJSONSchema(payload) as { properties?: Record<string, object> };
    const heard = listeners[type as keyof typeof listeners];
    return [
      `## \`${type}\``,
      '',
      `- Heard by: ${heard.join(', ') || 'nobody yet'}`,
      `- Carries: ${Object.keys(properties)
        .map((one) => `\`${one}\``)
        .join(', ')}`,
      '',
    ];
  });
  const intro =
    'What modules tell one another, at least once, in order per aggregate. Amounts are whole ' +
    'minor units, quantities are thousandths.';
  return page('Events', intro, body);
}

function refusalsPage(): string {
  const rows = Object.entries(refusals).map(([code, rule]) => [
    `\`${code}\``,
    String(rule.status),
    rule.title,
    rule.register.replaceAll('_', ' '),
  ]);
  const intro =
    'Every no there is. Errors are `application/problem+json` (RFC 9457); clients decide by ' +
    '`code`. The last column is what a register does with a queued operation.';
  return page('Refusals', intro, table(['code', 'status', 'meaning', 'register'], rows));
}

function rolesPage(): string {
  const rows = Object.entries(capabilities).map(([capability, roles]) => [
    `\`${capability}\``,
    roles.join(', '),
    allOperations
      .filter(({ access }) => access.kind === 'user' && access.capability === capability)
      .map(({ name }) => `\`${name}\``)
      .join(', '),
  ]);
  const intro = 'Who may do what. A token carries roles; roles mean these capabilities.';
  return page('Roles', intro, table(['capability', 'roles', 'opens'], rows));
}

function invariantsPage(): string {
  const seen = new Map(allInvariants.map(({ id, name }) => [`${id} ${name}`, { id, name }]));
  const rows = [...seen.values()].map(({ id, name }) => [id, name]);
  const intro =
    'What must hold at any time. `evertill verify` asks the database each of these for each shop.';
  return page('Invariants', intro, table(['id', 'what holds'], rows));
}
