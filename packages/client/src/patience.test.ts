/** Patience: what is worth another try, how long it waits, and when it stops. */
import { expect, test } from 'vitest';
import { ApiProblem, NoAnswer, StrangeAnswer } from './answers.ts';
import { isTransient, retryDelayMs, withPatience } from './patience.ts';

function problem(code: ApiProblem['code'], status: number, retryAfterSeconds?: number): ApiProblem {
  const rest = { detail: '', fields: [], traceId: undefined };
  return new ApiProblem({ code, status, retryAfterSeconds, ...rest });
}

test('only what may go well later is tried again', () => {
  const transient = [
    new NoAnswer(),
    new StrangeAnswer(404),
    problem('rate_limited', 429),
    problem('unavailable', 503),
    problem('fault', 500),
    problem('in_progress', 409),
    problem('input_invalid', 408),
  ];
  expect(transient.filter((error) => !isTransient(error))).toEqual([]);
  const final = [problem('id_reused', 409), problem('token_invalid', 401), new Error('a bug')];
  expect(final.filter(isTransient)).toEqual([]);
});

test('delays double, half of them by chance, up to a limit', () => {
  expect(retryDelayMs(0, 0)).toBe(100);
  expect(retryDelayMs(0, 0.999)).toBe(200);
  expect(retryDelayMs(3, 0)).toBe(800);
  expect(retryDelayMs(1000, 0.5)).toBe(7500);
});

function clocked(giveUpAfterMs: number) {
  let nowMs = 0;
  const slept: number[] = [];
  const sleep = (delayMs: number): Promise<void> => {
    slept.push(delayMs);
    nowMs += delayMs;
    return Promise.resolve();
  };
  return { slept, patience: { nowMs: () => nowMs, sleep, chance: () => 0, giveUpAfterMs } };
}

test('it goes on until it goes well, and waits as long as the server asks', async () => {
  const { slept, patience } = clocked(60_000);
  const failures = [new NoAnswer(), problem('rate_limited', 429, 7), new NoAnswer()];
  const result = await withPatience(patience, () => {
    const failure = failures.shift();
    return failure === undefined ? Promise.resolve('done') : Promise.reject(failure);
  });
  expect(result).toBe('done');
  expect(slept).toEqual([100, 7000, 400]);
});

test('it ends at the limit with the last error, and at once with a final one', async () => {
  const { slept, patience } = clocked(1_000);
  const away = new NoAnswer('away');
  await expect(withPatience(patience, () => Promise.reject(away))).rejects.toBe(away);
  expect(slept).toEqual([100, 200, 400]);
  const no = problem('not_found', 404);
  await expect(withPatience(patience, () => Promise.reject(no))).rejects.toBe(no);
  expect(slept).toHaveLength(3);
});
