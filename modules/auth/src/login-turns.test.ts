import { describe, expect, it } from 'vitest';
import { WAITING_MAX, loginTurns } from './login-turns.ts';

const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

describe('attempts under one name', () => {
  it('run one after another, and those under another name do not wait', async () => {
    const turns = loginTurns();
    const seen: string[] = [];
    const work = (word: string) => async () => {
      seen.push(`${word} begins`);
      await soon();
      seen.push(`${word} ends`);
    };
    await Promise.all([turns.take('a', work('1')), turns.take('a', work('2'))]);
    expect(seen).toEqual(['1 begins', '1 ends', '2 begins', '2 ends']);
    await Promise.all([turns.take('a', work('3')), turns.take('b', work('4'))]);
    expect(seen.slice(4)).toEqual(['3 begins', '4 begins', '3 ends', '4 ends']);
  });

  it('go on after one that failed', async () => {
    const turns = loginTurns();
    const failing = turns.take('a', () => Promise.reject(new Error('no')));
    const next = turns.take('a', () => Promise.resolve('yes'));
    await expect(failing).rejects.toThrow('no');
    expect(await next).toBe('yes');
  });

  it('are refused when too many wait', async () => {
    const turns = loginTurns();
    const waiting = Array.from({ length: WAITING_MAX }, () => turns.take('a', soon));
    await expect(turns.take('a', soon)).rejects.toMatchObject({ code: 'rate_limited' });
    await Promise.all(waiting);
    await turns.take('a', soon);
  });
});
