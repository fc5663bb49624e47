import type { Window } from './environment-config.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

/** A window may open at most a week from now, and a day later where its local day has begun already. */
const DAYS_AHEAD = 8;

export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}

/**
 * When a run may begin: now, where no window is set or one is open; otherwise when the next one
 * opens. Pure.
 */
export function nextOpening(windows: readonly Window[], now: Date): Date {
  if (windows.length === 0) return now;
  const openings = windows.flatMap((window) => spansOf(window, now));
  const times = openings
    .filter(({ closes }) => closes > now.getTime())
    .map(({ opens }) => Math.max(opens, now.getTime()));
  return new Date(Math.min(...times));
}

/** When a window opens and closes, from yesterday on: one of then may be open still. */
function spansOf(
  { days, from, to, timeZone }: Window,
  now: Date,
): { readonly opens: number; readonly closes: number }[] {
  const today = localDay(now.getTime(), timeZone);
  return Array.from({ length: DAYS_AHEAD + 2 }, (_, index) => today + (index - 1) * DAY_MS)
    .filter((day) => days.includes(WEEKDAYS[new Date(day).getUTCDay()] ?? 'sun'))
    .map((day) => {
      const nextDay = to <= from ? DAY_MS : 0;
      return {
        opens: instantOf(day + minutesOf(from) * MINUTE_MS, timeZone),
        closes: instantOf(day + nextDay + minutesOf(to) * MINUTE_MS, timeZone),
      };
    });
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

/** The local day that an instant is in, as the midnight of UTC on that date. */
function localDay(instant: number, timeZone: string): number {
  return Math.floor(localTime(instant, timeZone) / DAY_MS) * DAY_MS;
}

/** What the clock on the wall shows, as if it were UTC. */
function localTime(instant: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    ...{ year: 'numeric', month: '2-digit', day: '2-digit' },
    ...{ hour: '2-digit', minute: '2-digit', second: '2-digit' },
  }).formatToParts(instant);
  const part = (type: Intl.DateTimeFormatPartTypes): number =>
    Number(parts.find((one) => one.type === type)?.value);
  const [year, month, day] = [part('year'), part('month'), part('day')];
  return Date.UTC(year, month - 1, day, part('hour'), part('minute'), part('second'));
}

/** When the clock on the wall shows a time. One that a change of the clock leaves out is an hour later. */
function instantOf(local: number, timeZone: string): number {
  const guess = local - (localTime(local, timeZone) - local);
  return guess - (localTime(guess, timeZone) - local);
}
