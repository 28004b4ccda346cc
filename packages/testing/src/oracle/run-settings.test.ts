import { describe, expect, it } from 'vitest';
import { readRunSettings } from './run-settings.ts';

describe('the command', () => {
  it('goes everywhere unless it is told where', () => {
    const everywhere = ['node', 'browser', 'postgres'];
    expect(readRunSettings([])).toEqual({ engines: everywhere, seed: 1, from: 0, count: 100_000 });
    expect(readRunSettings(['--in', 'postgres,node'])?.engines).toEqual(['node', 'postgres']);
  });

  it('takes one basket as well as a million', () => {
    expect(readRunSettings(['--baskets=1000000', '--seed=-7'])).toMatchObject({
      seed: -7,
      from: 0,
      count: 1_000_000,
    });
    expect(readRunSettings(['--only', '77'])).toMatchObject({ from: 77, count: 1 });
  });

  it.each([
    ['--in', 'firefox'],
    ['--in', ''],
    ['--baskets', '0'],
    ['--baskets', 'many'],
    ['--baskets', ''],
    ['--seed', '1.5'],
    ['--only', '-1'],
    ['--backets', '1'],
  ])('refuses %s %s', (name, value) => {
    expect(() => readRunSettings([`${name}=${value}`])).toThrow();
  });

  it('knows when it is asked for help', () => {
    expect(readRunSettings(['--help'])).toBeUndefined();
  });
});
