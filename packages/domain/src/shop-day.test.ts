/** The days of a shop, around the nights on which clocks change. */
import { describe, expect, test } from 'vitest';
import { shopDay, shopDayOf } from './shop-day.ts';

const HOUR_MS = 3_600_000;
const spanOf = (day: string, timeZone: string): readonly [string, string, number] => {
  const { fromMs, toMs } = shopDay(day, timeZone);
  return [new Date(fromMs).toISOString(), new Date(toMs).toISOString(), (toMs - fromMs) / HOUR_MS];
};

// day, zone, first instant, last instant (not of it), hours
const days = [
  ['2026-01-31', 'UTC', '2026-01-31T00:00:00.000Z', '2026-02-01T00:00:00.000Z', 24],
  ['2026-01-31', 'Africa/Nairobi', '2026-01-30T21:00:00.000Z', '2026-01-31T21:00:00.000Z', 24],
  ['2026-03-28', 'Europe/London', '2026-03-28T00:00:00.000Z', '2026-03-29T00:00:00.000Z', 24],
  ['2026-03-29', 'Europe/London', '2026-03-29T00:00:00.000Z', '2026-03-29T23:00:00.000Z', 23],
  ['2026-03-30', 'Europe/London', '2026-03-29T23:00:00.000Z', '2026-03-30T23:00:00.000Z', 24],
  ['2026-10-25', 'Europe/London', '2026-10-24T23:00:00.000Z', '2026-10-26T00:00:00.000Z', 25],
  // Midnight is skipped: the day begins at one in the morning.
  ['2026-09-06', 'America/Santiago', '2026-09-06T04:00:00.000Z', '2026-09-07T03:00:00.000Z', 23],
  // From midnight back to eleven: the evening before is twice as long as it should be.
  ['2026-04-04', 'America/Santiago', '2026-04-04T03:00:00.000Z', '2026-04-05T04:00:00.000Z', 25],
  ['2026-04-05', 'America/Santiago', '2026-04-05T04:00:00.000Z', '2026-04-06T04:00:00.000Z', 24],
  // Half an hour only.
  [
    '2026-04-05',
    'Australia/Lord_Howe',
    '2026-04-04T13:00:00.000Z',
    '2026-04-05T13:30:00.000Z',
    24.5,
  ],
  ['2026-01-31', 'Asia/Kathmandu', '2026-01-30T18:15:00.000Z', '2026-01-31T18:15:00.000Z', 24],
  // At a minute past midnight back to a minute past eleven: midnight came twice.
  ['2007-11-04', 'America/St_Johns', '2007-11-04T02:30:00.000Z', '2007-11-05T03:30:00.000Z', 25],
  // Across the date line: a day that nobody saw.
  ['2011-12-29', 'Pacific/Apia', '2011-12-29T10:00:00.000Z', '2011-12-30T10:00:00.000Z', 24],
  ['2011-12-30', 'Pacific/Apia', '2011-12-30T10:00:00.000Z', '2011-12-30T10:00:00.000Z', 0],
  ['2011-12-31', 'Pacific/Apia', '2011-12-30T10:00:00.000Z', '2011-12-31T10:00:00.000Z', 24],
  ['2028-02-29', 'Pacific/Kiritimati', '2028-02-28T10:00:00.000Z', '2028-02-29T10:00:00.000Z', 24],
] as const;

test.each(days)('%s in %s', (day, timeZone, from, to, hours) => {
  expect(spanOf(day, timeZone)).toEqual([from, to, hours]);
});

const zones = [
  'UTC',
  'Europe/London',
  'Africa/Nairobi',
  'America/Santiago',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'Pacific/Chatham',
];

describe.each(zones)('in %s, through three years', (timeZone) => {
  const all = Array.from({ length: 3 * 365 }, (_, index) =>
    new Date(Date.UTC(2025, 0, 1 + index)).toISOString().slice(0, 10),
  );

  test('each day begins where the one before ends, and its ends are its own', () => {
    let endMs = shopDay(all[0] ?? '', timeZone).fromMs;
    for (const day of all) {
      const { fromMs, toMs } = shopDay(day, timeZone);
      expect(fromMs, day).toBe(endMs);
      expect(shopDayOf(fromMs, timeZone)).toBe(day);
      expect(shopDayOf(toMs - 1, timeZone)).toBe(day);
      expect(shopDayOf(fromMs - 1, timeZone) < day, day).toBe(true);
      endMs = toMs;
    }
  });
});

test('what is no day, and what is no zone, is thrown back', () => {
  for (const day of ['2026-02-29', '2026-2-1', '', 'today', '2026-01-31T00:00:00Z']) {
    expect(() => shopDay(day, 'UTC'), day).toThrow(RangeError);
  }
  expect(() => shopDay('2026-01-31', 'Mars/Olympus')).toThrow(RangeError);
  expect(() => shopDayOf(0, 'Mars/Olympus')).toThrow(RangeError);
});
