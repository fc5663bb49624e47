const DURATION = /^(\d+)\s*(us|ms|s|min|h|d)?$/;
const UNIT_MS: Readonly<Record<string, number>> = {
  us: 0.001,
  ms: 1,
  s: 1000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** 24 days: PostgreSQL keeps its limits in 32 bits, and so does a timer of Node. */
const LONGEST_MS = 2 ** 31 - 1;

/** A duration as PostgreSQL writes it (`500ms`, `10s`, `5min`, `1h`; a bare number is milliseconds) in ms. */
export function parseDuration(text: string | undefined): number | undefined {
  const [, digits, unit = 'ms'] = DURATION.exec(text?.trim() ?? '') ?? [];
  const milliseconds = Math.ceil(Number(digits) * (UNIT_MS[unit] ?? 1));
  return milliseconds <= LONGEST_MS ? milliseconds : undefined;
}
