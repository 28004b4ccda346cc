import { Refusal } from '@evertill/kernel';
import { describe, expect, it } from 'vitest';
import { FAILURES_MAX, WINDOW_MS, loginThrottle } from './login-throttle.ts';

function makeThrottle(namesMax?: number) {
  let nowMs = Date.UTC(2026, 0, 1);
  const throttle = loginThrottle({ now: () => new Date(nowMs) }, namesMax);
  return {
    pass: (ms: number) => {
      nowMs += ms;
    },
    fail: (name: string) => outcomeOf(throttle.attempt(name, async () => undefined)),
    succeed: (name: string) => outcomeOf(throttle.attempt(name, async () => 'in')),
    attempt: throttle.attempt,
  };
}

async function outcomeOf(attempt: Promise<string | undefined>): Promise<string> {
  try {
    return (await attempt) ?? 'wrong';
  } catch (error) {
    if (error instanceof Refusal) return `${error.code} ${error.retryAfterSeconds}`;
    throw error;
  }
}

describe('guessing a password', () => {
  it('is stopped after ten failures, for that name alone, and told how long', async () => {
    const { fail, succeed } = makeThrottle();
    for (let tried = 0; tried < FAILURES_MAX; tried += 1) expect(await fail('asha')).toBe('wrong');
    expect(await succeed('asha')).toBe('rate_limited 900');
    expect(await succeed('juma')).toBe('in');
  });

  it('is stopped as soon when all guesses come at once', async () => {
    const { fail } = makeThrottle();
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => fail('asha')));
    expect(outcomes.filter((outcome) => outcome === 'wrong')).toHaveLength(FAILURES_MAX);
  });

  it('may begin again when the window has passed', async () => {
    const { fail, succeed, pass } = makeThrottle();
    for (let tried = 0; tried < FAILURES_MAX; tried += 1) await fail('asha');
    pass(WINDOW_MS - 1);
    expect(await succeed('asha')).toBe('rate_limited 1');
    pass(1);
    expect(await succeed('asha')).toBe('in');
  });

  it('is forgiven by the right password', async () => {
    const { fail, succeed } = makeThrottle();
    for (let tried = 1; tried < FAILURES_MAX; tried += 1) await fail('asha');
    await succeed('asha');
    expect(await fail('asha')).toBe('wrong');
    expect(await succeed('asha')).toBe('in');
  });

  it('is not what a database that is down is counted as', async () => {
    const { attempt, succeed } = makeThrottle();
    for (let tried = 0; tried <= FAILURES_MAX; tried += 1) {
      const down = attempt('asha', () => Promise.reject(new Error('down')));
      await expect(down).rejects.toThrow('down');
    }
    expect(await succeed('asha')).toBe('in');
  });

  it('cannot fill the memory: the name seen first is forgotten first', async () => {
    const { fail, succeed } = makeThrottle(2);
    for (let tried = 0; tried < FAILURES_MAX; tried += 1) await fail('asha');
    await fail('juma');
    await fail('zola');
    expect(await succeed('asha')).toBe('in');
  });
});
