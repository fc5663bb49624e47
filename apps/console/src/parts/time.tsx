const absolute = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });
const units = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/** A moment, as how long ago it was; the moment itself on hover. */
export function Ago({ at }: { readonly at: string }) {
  const date = new Date(at);
  const seconds = (date.getTime() - Date.now()) / 1_000;
  const [unit, size] = units.find(([, length]) => Math.abs(seconds) >= length) ?? [];
  const text = unit && size ? relative.format(Math.trunc(seconds / size), unit) : 'just now';
  return (
    <time dateTime={at} title={absolute.format(date)} className="nowrap">
      {text}
    </time>
  );
}

/** A moment by date and time. */
export function Moment({ at }: { readonly at: string }) {
  return (
    <time dateTime={at} className="nowrap">
      {absolute.format(new Date(at))}
    </time>
  );
}

/** `340 ms`, `12.4 s`, `3 min 5 s` */
export function durationText(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 60) return `${minutes} min ${Math.round((ms % 60_000) / 1_000)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
