import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readPaper } from '../src/index.ts';
import { goldenCases } from './golden-cases.ts';
import { goldenFolder, makeGolden } from './golden-file.ts';

const textOf = (name: string) => readFileSync(new URL(name, goldenFolder), 'utf8');

describe('a golden receipt', () => {
  it.each(goldenCases)('$name comes out byte for byte as it did', (one) => {
    const { golden, paper } = makeGolden(one);
    expect(golden).toEqual(JSON.parse(textOf(`${one.name}.json`)));
    expect(paper).toBe(textOf(`${one.name}.txt`));
  });

  it('has a case, so that none is forgotten', () => {
    const names = readdirSync(goldenFolder).map((file) => file.replace(/\..*$/, ''));
    expect(new Set(names)).toEqual(new Set(goldenCases.map(({ name }) => name)));
  });

  it.each(goldenCases)(
    '$name holds no control that nobody meant',
    ({ name, document, profile }) => {
      const bytes = Buffer.from(JSON.parse(textOf(`${name}.json`)).bytes.join(''), 'hex');
      const strips = readPaper(bytes, profile);
      expect(strips.filter(({ kind }) => kind === 'unknown')).toEqual([]);
      expect(strips.filter(({ kind }) => kind === 'pulse')).toHaveLength(
        document === 'drawer' ? 1 : 0,
      );
      const cuts = document === 'drawer' || profile.cutter === 'none' ? 0 : 1;
      expect(strips.filter(({ kind }) => kind === 'cut')).toHaveLength(cuts);
    },
  );

  it('is never wider than its paper', () => {
    for (const one of goldenCases) {
      const { columns, widthDots } = one.profile;
      for (const strip of readPaper(makeGolden(one).bytes, one.profile)) {
        const taken = strip.kind === 'text' ? strip.text.length * strip.width : 0;
        const dots = strip.kind === 'picture' ? strip.bitmap.widthDots : 0;
        expect(taken).toBeLessThanOrEqual(columns);
        expect(dots).toBeLessThanOrEqual(widthDots);
      }
    }
  });
});
