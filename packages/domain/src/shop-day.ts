/**
 * Days as the clock on the shop's wall counts them. A day has 24 hours, or 23, or 25; it may begin
 * at one in the morning (Santiago), and it may not happen at all (Apia, 30 December 2011).
 */

/** From one instant to another, in milliseconds since 1970; the last one is not part of it. */
export interface DaySpan {
  readonly fromMs: number;
  readonly toMs: number;
}

/** No clock on earth is further from UTC than this. */
const OFFSET_MS_MAX = 15 * 3_600_000;
const DAY_MS = 86_400_000;

/**
 * The instants of a calendar day, `2026-03-29`, in a time zone of the IANA list. Days follow each
 * other without a gap and without overlap; one that was skipped is empty. Throws a RangeError for
 * what is no day or no zone.
 */
export function shopDay(day: string, timeZone: string): DaySpan {
  const midnightMs = midnightOf(day);
  return {
    fromMs: startOf(midnightMs, timeZone),
    toMs: startOf(midnightMs + DAY_MS, timeZone),
  };
}

/** The calendar day of an instant, `2026-03-29`. Throws a RangeError for what is no zone. */
export function shopDayOf(instantMs: number, timeZone: string): string {
  return new Date(instantMs + offsetMs(instantMs, timeZone)).toISOString().slice(0, 10);
}

/** What the clock on the wall shows: the day of the week, 1 for Monday, and its minute. */
export function shopClock(
  instantMs: number,
  timeZone: string,
): { readonly weekday: number; readonly minute: number } {
  const wall = new Date(instantMs + offsetMs(instantMs, timeZone));
  const weekday = ((wall.getUTCDay() + 6) % 7) + 1;
  return { weekday, minute: wall.getUTCHours() * 60 + wall.getUTCMinutes() };
}

/** Midnight of the day as if UTC were the clock on the wall. */
function midnightOf(day: string): number {
  const midnightMs = Date.parse(`${day}T00:00:00Z`);
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(midnightMs);
  if (!isDay || new Date(midnightMs).toISOString().slice(0, 10) !== day) {
    throw new RangeError(`not a calendar day: ${day}`);
  }
  return midnightMs;
}

/** The first instant at which the clock on the wall shows that day, or a later one. */
function startOf(midnightMs: number, timeZone: string): number {
  const [beforeMs, afterMs] = [midnightMs - OFFSET_MS_MAX, midnightMs + OFFSET_MS_MAX];
  const offsetBefore = offsetMs(beforeMs, timeZone);
  const offsetAfter = offsetMs(afterMs, timeZone);
  const startMs = midnightMs - offsetBefore;
  if (offsetBefore === offsetAfter) return startMs;
  const changeMs = changeBetween(beforeMs, afterMs, timeZone);
  return startMs < changeMs ? startMs : Math.max(changeMs, midnightMs - offsetAfter);
}

/** When the clocks were changed, to the second. */
function changeBetween(beforeMs: number, afterMs: number, timeZone: string): number {
  const offsetBefore = offsetMs(beforeMs, timeZone);
  let [low, high] = [Math.floor(beforeMs / 1000), Math.ceil(afterMs / 1000)];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetMs(middle * 1000, timeZone) === offsetBefore) low = middle;
    else high = middle;
  }
  return high * 1000;
}

/** By how much the clock on the wall is ahead of UTC. */
function offsetMs(instantMs: number, timeZone: string): number {
  const secondMs = Math.floor(instantMs / 1000) * 1000;
  const shown = new Map<string, number>();
  for (const { type, value } of clockOf(timeZone).formatToParts(secondMs)) {
    if (type !== 'literal') shown.set(type, Number(value));
  }
  const part = (type: string): number => shown.get(type) ?? 0;
  const wall = new Date(0);
  // Not Date.UTC, which takes the first hundred years for those of the century of its makers.
  wall.setUTCFullYear(part('year'), part('month') - 1, part('day'));
  wall.setUTCHours(part('hour'), part('minute'), part('second'));
  return wall.getTime() - secondMs;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Making one takes long, and there are only so many zones. */
function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known !== undefined) return known;
  const clock = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  clocks.set(timeZone, clock);
  return clock;
}
