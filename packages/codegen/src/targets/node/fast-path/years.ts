/**
 * A day or a moment of PostgreSQL's with the year as ISO 8601 has it: `0044-03-15 BC` is
 * `-000043-03-15`, and a year of five digits has a sign. Other texts stay.
 */
export function withIsoYear(text: string): string {
  const found = /^(\d{4,})(-.*?)( BC)?$/.exec(text);
  if (found === null) return text;
  const [, digits = '', rest, era] = found;
  if (era === undefined && digits.length === 4) return text;
  const year = era === undefined ? Number(digits) : 1 - Number(digits);
  const size = String(Math.abs(year));
  if (year >= 0 && year <= 9999) return `${size.padStart(4, '0')}${rest}`;
  return `${year < 0 ? '-' : '+'}${size.padStart(6, '0')}${rest}`;
}

/** A day of ISO 8601 as PostgreSQL reads it, and what stands behind it and its time. */
export function withPostgresYear(day: string): readonly [day: string, era: '' | ' BC'] {
  if (day.length === 10 && !day.startsWith('0000')) return [day, ''];
  const [, sign, digits = '', rest] = /^([+-]?)(\d+)(-.*)$/.exec(day) ?? [];
  const year = sign === '-' ? -Number(digits) : Number(digits);
  if (year > 0) return [`${String(year).padStart(4, '0')}${rest}`, ''];
  return [`${String(1 - year).padStart(4, '0')}${rest}`, ' BC'];
}
