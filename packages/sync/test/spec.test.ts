import { readFileSync, readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { engineEvents, engineStates, nextState } from '../src/index.ts';

const folder = new URL('../', import.meta.url);
const spec = readFileSync(new URL('SPEC.md', folder), 'utf8');

/** Rows and cells, whatever Prettier made of the room between them. */
const cellsOf = (line: string): string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());

it('shows the whole table of states and events, cell by cell', () => {
  const [, section = ''] = spec.split('## States and events');
  const lines = (section.split('\n## ')[0] ?? '')
    .split('\n')
    .filter((line) => line.startsWith('|'));
  const [head = '', , ...rows] = lines;
  expect(cellsOf(head)).toEqual(['in', ...engineEvents]);
  const wanted = engineStates.map((state) => [
    state,
    ...engineEvents.map((event) => {
      const next = nextState(state, event);
      return next === state ? '·' : next;
    }),
  ]);
  expect(rows.map(cellsOf)).toEqual(wanted);
});

it('names files that are there', () => {
  const files = new Set([
    ...readdirSync(new URL('src/', folder)),
    ...readdirSync(new URL('test/', folder)),
  ]);
  const named = [...spec.matchAll(/`([a-z-]+(?:\.test)?\.ts)`/g)].map(([, file]) => file ?? '');
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((file) => !files.has(file))).toEqual([]);
});

it('leaves no state that no event leaves, but the last', () => {
  for (const state of engineStates) {
    const onward = engineEvents.filter((event) => nextState(state, event) !== state);
    expect([state, onward.length > 0]).toEqual([state, state !== 'stopped']);
  }
});
