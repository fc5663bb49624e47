import { expect, test } from 'vitest';
import { argumentsEncoder } from './values-in.ts';
import { withPostgresYear } from './years.ts';

const moments = [
  '2026-01-12T01:02:11.250Z',
  '2026-02-30T01:02:11.250Z',
  '2026-01-12T01:02:11Z',
  '2026-01-12T01:02:11.250+02:00',
  '0000-03-15T00:00:00.000Z',
  '0001-01-01T00:00:00.000Z',
  '-000043-03-15T00:00:00.000Z',
  '+012026-12-31T23:59:59.999Z',
];

test.each(['TIMESTAMPTZ', 'DATE', 'TIME', 'TIMETZ'])('a moment is the text of a %s', (dbType) => {
  const encode = argumentsEncoder({ arity: 'scalar', scalarType: 'datetime', dbType });
  for (const moment of moments) {
    const [day = '', time = ''] = new Date(moment).toISOString().slice(0, -1).split('T');
    const [date, era] = withPostgresYear(day);
    const texts: Readonly<Record<string, string>> = {
      TIMESTAMPTZ: `${date} ${time}+00${era}`,
      DATE: `${date}${era}`,
      TIME: time,
      TIMETZ: `${time}+00`,
    };
    expect(encode(moment)).toBe(texts[dbType]);
    expect(encode(new Date(moment))).toBe(texts[dbType]);
  }
});
