/** The checker is proven: each planted anomaly is found by its name, and nothing lawful is. */
import { expect, test } from 'vitest';
import { badHistories } from './bad-histories.ts';
import { checkHistory } from './check-history.ts';
import { goodHistories } from './good-histories.ts';
import { anomalies } from './history.ts';

test.each(badHistories)('$anomaly: $title', ({ anomaly, history }) => {
  const names = new Set(checkHistory(history).map((finding) => finding.anomaly));
  expect([...names]).toEqual([anomaly]);
});

test('there is a bad history for every anomaly', () => {
  const shown = new Set(badHistories.map(({ anomaly }) => anomaly));
  expect(anomalies.filter((anomaly) => !shown.has(anomaly))).toEqual([]);
});

test.each(Object.entries(goodHistories))('nothing is found in %s', (_, history) => {
  expect(checkHistory(history)).toEqual([]);
});
