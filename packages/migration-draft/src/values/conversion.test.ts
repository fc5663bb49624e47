import { expect, test } from 'vitest';
import { columnOf, databaseIn, enums } from '../../test/parts.ts';
import type { Column } from '../database/database.ts';
import {
  type Conversion,
  type ConversionSides,
  convert,
  enumTransformation,
} from './conversion.ts';

const types = databaseIn(enums).enums;
const enumOf = ({ field }: Column) => (field?.kind === 'enum' ? types.get(field.type) : undefined);

const conversion = (from: string, to: string, options: Partial<ConversionSides>): Conversion => {
  const sides = { from: columnOf(from), to: columnOf(to) };
  return convert({
    ...sides,
    place: 'M.c',
    column: 'c',
    type: sides.to.type,
    enums: { from: enumOf(sides.from), to: enumOf(sides.to) },
    fallback: undefined,
    isKey: false,
    ...options,
  });
};

const conversions: readonly (readonly [
  from: string,
  to: string,
  options: Partial<ConversionSides>,
  expected: Conversion,
])[] = [
  ['Int', 'BigInt', {}, { rewrites: true }],
  ['Int?', 'String?', {}, { rewrites: true }],
  [
    'BigInt',
    'Int',
    {},
    {
      using:
        'CASE WHEN c IS NOT NULL THEN least(greatest(c::NUMERIC, -2147483648), 2147483647)::INTEGER END',
      rewrites: true,
      decision: {
        about: 'what becomes of values of M.c that INTEGER has no room for',
        loses: 'values of M.c that INTEGER has no room for',
      },
    },
  ],
  [
    'BigInt',
    'Int',
    { isKey: true },
    {
      using:
        'CASE WHEN c BETWEEN -2147483648 AND 2147483647 THEN c::INTEGER WHEN c IS NOT NULL THEN hashtext(c::TEXT) END',
      rewrites: true,
      decision: {
        about: 'what becomes of values of M.c that INTEGER has no room for',
        loses: 'values of M.c that INTEGER has no room for',
      },
    },
  ],
  [
    'BigInt',
    'Int @db.SmallInt',
    { isKey: true },
    {
      using:
        'CASE WHEN c BETWEEN -32768 AND 32767 THEN c::SMALLINT WHEN c IS NOT NULL THEN (hashtext(c::TEXT) % 32768)::SMALLINT END',
      rewrites: true,
      decision: {
        about: 'what becomes of values of M.c that SMALLINT has no room for',
        loses: 'values of M.c that SMALLINT has no room for',
      },
    },
  ],
  [
    'Int',
    'Decimal @db.Decimal(5, 2)',
    {},
    {
      using:
        'CASE WHEN c IS NOT NULL THEN least(greatest(c::NUMERIC, -999.99), 999.99)::DECIMAL(5,2) END',
      rewrites: true,
      decision: {
        about: 'what becomes of values of M.c that DECIMAL(5,2) has no room for',
        loses: 'values of M.c that DECIMAL(5,2) has no room for',
      },
    },
  ],
  ['Int', 'Decimal @db.Decimal(12, 2)', {}, { using: 'c::DECIMAL(12,2)', rewrites: true }],
  [
    'Float',
    'Int',
    {},
    {
      using:
        'CASE WHEN c IS NOT NULL THEN least(greatest(c::NUMERIC, -2147483648), 2147483647)::INTEGER END',
      rewrites: true,
      decision: {
        about: 'how values of M.c are rounded to 0 digits behind the point',
        loses: 'digits of M.c after the first 0 behind the point',
      },
    },
  ],
  [
    'Float',
    'Decimal',
    {},
    {
      using:
        'CASE WHEN c IS NOT NULL THEN least(greatest(c::NUMERIC, -99999999999999999999999999999999999.999999999999999999999999999999), 99999999999999999999999999999999999.999999999999999999999999999999)::DECIMAL(65,30) END',
      rewrites: true,
      decision: {
        about: 'how values of M.c are rounded to 30 digits behind the point',
        loses: 'digits of M.c after the first 30 behind the point',
      },
    },
  ],
  [
    'Decimal',
    'Float',
    {},
    {
      using: 'c::DOUBLE PRECISION',
      rewrites: true,
      decision: {
        about: 'values of M.c with more than 15 digits, which become others',
        loses: 'digits of M.c behind the first 15',
      },
    },
  ],
  [
    'Float',
    'Float @db.Real',
    {},
    {
      using:
        "CASE WHEN abs(c) < 1e-45 THEN 0 WHEN abs(c) > 3.4028234e38 AND abs(c) < 'Infinity' THEN sign(c) * 3.4028234e38 ELSE c END::REAL",
      rewrites: true,
      decision: {
        about: 'values of M.c with more than 6 digits, which become others',
        loses: 'digits of M.c behind the first 6',
      },
    },
  ],
  [
    'Decimal @db.Decimal(9, 4)',
    'Decimal @db.Decimal(9, 2)',
    {},
    {
      using: 'c::DECIMAL(9,2)',
      rewrites: true,
      decision: {
        about: 'how values of M.c are rounded to 2 digits behind the point',
        loses: 'digits of M.c after the first 2 behind the point',
      },
    },
  ],
  ['Decimal @db.Decimal(9, 4)', 'Decimal @db.Decimal(11, 4)', {}, { rewrites: false }],
  [
    'Decimal @db.Decimal(9, 4)',
    'Decimal @db.Decimal(4, 4)',
    {},
    {
      using:
        'CASE WHEN c IS NOT NULL THEN least(greatest(c::NUMERIC, -0.9999), 0.9999)::DECIMAL(4,4) END',
      rewrites: true,
      decision: {
        about: 'what becomes of values of M.c that DECIMAL(4,4) has no room for',
        loses: 'values of M.c that DECIMAL(4,4) has no room for',
      },
    },
  ],
  [
    'String',
    'Int',
    {},
    {
      using:
        "CASE WHEN CASE WHEN c::TEXT ~ '^[+-]?\\d{1,60}(\\.\\d{1,60})?$' THEN c::TEXT::NUMERIC BETWEEN -2147483648 AND 2147483647 ELSE false END THEN c::TEXT::NUMERIC::INTEGER END",
      rewrites: true,
      decision: {
        about: 'what becomes of values of M.c that are no INTEGER',
        loses: 'values of M.c that are no INTEGER',
      },
    },
  ],
  [
    'String',
    'Int',
    { fallback: '0' },
    {
      using:
        "CASE WHEN c IS NULL THEN NULL WHEN CASE WHEN c::TEXT ~ '^[+-]?\\d{1,60}(\\.\\d{1,60})?$' THEN c::TEXT::NUMERIC BETWEEN -2147483648 AND 2147483647 ELSE false END THEN c::TEXT::NUMERIC::INTEGER ELSE 0 END",
      rewrites: true,
      decision: {
        about: 'what becomes of values of M.c that are no INTEGER',
        loses: 'values of M.c that are no INTEGER',
      },
    },
  ],
  [
    'String',
    'Int',
    { isKey: true },
    {
      using:
        "CASE WHEN c IS NULL THEN NULL WHEN CASE WHEN c::TEXT ~ '^[+-]?\\d{1,60}(\\.\\d{1,60})?$' THEN c::TEXT::NUMERIC BETWEEN -2147483648 AND 2147483647 ELSE false END THEN c::TEXT::NUMERIC::INTEGER ELSE hashtext(c::TEXT) END",
      rewrites: true,
      decision: {
        about: 'what becomes of values of M.c that are no INTEGER',
        loses: 'values of M.c that are no INTEGER',
      },
    },
  ],
  [
    'String',
    'BigInt',
    { isKey: true, fallback: '0' },
    {
      using:
        "CASE WHEN c IS NULL THEN NULL WHEN CASE WHEN c::TEXT ~ '^[+-]?\\d{1,60}(\\.\\d{1,60})?$' THEN c::TEXT::NUMERIC BETWEEN -9223372036854775808 AND 9223372036854775807 ELSE false END THEN c::TEXT::NUMERIC::BIGINT ELSE hashtextextended(c::TEXT, 0) END",
      rewrites: true,
      decision: {
        about: 'what becomes of values of M.c that are no BIGINT',
        loses: 'values of M.c that are no BIGINT',
      },
    },
  ],
  [
    'String',
    'Decimal',
    { fallback: '0' },
    {
      using:
        "CASE WHEN c IS NULL THEN NULL WHEN CASE WHEN c::TEXT ~ '^[+-]?\\d{1,60}(\\.\\d{1,60})?$' THEN c::TEXT::NUMERIC BETWEEN -99999999999999999999999999999999999.999999999999999999999999999999 AND 99999999999999999999999999999999999.999999999999999999999999999999 ELSE false END THEN c::TEXT::NUMERIC::DECIMAL(65,30) ELSE 0 END",
      rewrites: true,
      decision: {
        about: 'what becomes of values of M.c that are no DECIMAL(65,30)',
        loses: 'values of M.c that are no DECIMAL(65,30)',
      },
    },
  ],
  [
    'String',
    'Float',
    {},
    {
      using:
        "CASE WHEN c::TEXT ~ '^[+-]?\\d{1,60}(\\.\\d{1,60})?$' THEN c::TEXT::DOUBLE PRECISION END",
      rewrites: true,
      decision: {
        about: 'what becomes of values of M.c that are no DOUBLE PRECISION',
        loses: 'values of M.c that are no DOUBLE PRECISION',
      },
    },
  ],
  [
    'String',
    'Decimal',
    { isKey: true, fallback: '0' },
    {
      using:
        "CASE WHEN c IS NULL THEN NULL WHEN CASE WHEN c::TEXT ~ '^[+-]?\\d{1,60}(\\.\\d{1,60})?$' THEN c::TEXT::NUMERIC BETWEEN -99999999999999999999999999999999999.999999999999999999999999999999 AND 99999999999999999999999999999999999.999999999999999999999999999999 ELSE false END THEN c::TEXT::NUMERIC::DECIMAL(65,30) ELSE 0 END",
      rewrites: true,
      decision: {
        about: 'what becomes of values of M.c that are no DECIMAL(65,30)',
        loses: 'values of M.c that are no DECIMAL(65,30)',
      },
    },
  ],
  [
    'String',
    'String @db.VarChar(20)',
    {},
    {
      using: 'left(c::TEXT, 20)::VARCHAR(20)',
      rewrites: true,
      decision: {
        about: 'what becomes of values of M.c that are longer than 20',
        loses: 'characters of M.c behind the first 20',
      },
    },
  ],
  [
    'String',
    'String @db.VarChar(20)',
    { isKey: true },
    {
      using:
        'CASE WHEN char_length(c::TEXT) > 20 THEN left(md5(c::TEXT), 20)::VARCHAR(20) ELSE c::TEXT::VARCHAR(20) END',
      rewrites: true,
      decision: {
        about: 'what becomes of values of M.c that are longer than 20',
        loses: 'characters of M.c behind the first 20',
      },
    },
  ],
  [
    'String @db.VarChar(50)',
    'String @db.VarChar(40)',
    { isKey: true },
    {
      using:
        'CASE WHEN char_length(c::TEXT) > 40 THEN left(md5(c::TEXT), 32)::VARCHAR(40) ELSE c::TEXT::VARCHAR(40) END',
      rewrites: true,
      decision: {
        about: 'what becomes of values of M.c that are longer than 40',
        loses: 'characters of M.c behind the first 40',
      },
    },
  ],
  ['String @db.VarChar(20)', 'String @db.VarChar(30)', {}, { rewrites: false }],
  ['String @db.VarChar(20)', 'String', {}, { rewrites: false }],
  ['String @db.Char(20)', 'String', {}, { rewrites: true }],
  [
    'Int',
    'String @db.VarChar(20)',
    {},
    {
      using: 'left(c::TEXT, 20)::VARCHAR(20)',
      rewrites: true,
      decision: {
        about: 'what becomes of values of M.c that are no VARCHAR(20)',
        loses: 'values of M.c that are no VARCHAR(20)',
      },
    },
  ],
  [
    'Int',
    'String @db.VarChar(40)',
    {},
    { using: 'left(c::TEXT, 40)::VARCHAR(40)', rewrites: true },
  ],
  [
    'Int',
    'String @db.VarChar(39)',
    {},
    {
      using: 'left(c::TEXT, 39)::VARCHAR(39)',
      rewrites: true,
      decision: {
        about: 'what becomes of values of M.c that are no VARCHAR(39)',
        loses: 'values of M.c that are no VARCHAR(39)',
      },
    },
  ],
  [
    'String',
    'String @db.Citext',
    {},
    {
      using: 'c::TEXT::CITEXT',
      rewrites: true,
      decision: {
        about: 'what becomes of values of M.c that are no CITEXT',
        loses: 'values of M.c that are no CITEXT',
      },
    },
  ],
  [
    'String',
    'Boolean',
    {},
    {
      using: "CASE WHEN c::TEXT ~ '^(t|f|true|false)$' THEN c::TEXT::BOOLEAN END",
      rewrites: true,
      decision: {
        about: 'what becomes of values of M.c that are no BOOLEAN',
        loses: 'values of M.c that are no BOOLEAN',
      },
    },
  ],
  [
    'String',
    'Boolean',
    { fallback: 'false' },
    {
      using:
        "CASE WHEN c IS NULL THEN NULL WHEN c::TEXT ~ '^(t|f|true|false)$' THEN c::TEXT::BOOLEAN ELSE false END",
      rewrites: true,
      decision: {
        about: 'what becomes of values of M.c that are no BOOLEAN',
        loses: 'values of M.c that are no BOOLEAN',
      },
    },
  ],
  ['Boolean', 'Int', {}, { using: 'c::INTEGER::INTEGER', rewrites: true }],
  ['Boolean', 'BigInt', {}, { using: 'c::INTEGER::BIGINT', rewrites: true }],
  [
    'Int',
    'Boolean',
    {},
    {
      using: 'c <> 0',
      rewrites: true,
      decision: {
        about: 'what becomes of values of M.c that are no BOOLEAN',
        loses: 'values of M.c that are no BOOLEAN',
      },
    },
  ],
  ['Boolean', 'String', {}, { rewrites: true }],
  [
    'String',
    'String @db.Uuid',
    {},
    {
      using:
        "CASE WHEN c::TEXT ~ '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' THEN c::TEXT::UUID END",
      rewrites: true,
      decision: {
        about: 'what becomes of values of M.c that are no UUID',
        loses: 'values of M.c that are no UUID',
      },
    },
  ],
  [
    'String',
    'String @db.Uuid',
    { isKey: true },
    {
      using:
        "CASE WHEN c IS NULL THEN NULL WHEN c::TEXT ~ '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' THEN c::TEXT::UUID ELSE md5(c::TEXT)::UUID END",
      rewrites: true,
      decision: {
        about: 'what becomes of values of M.c that are no UUID',
        loses: 'values of M.c that are no UUID',
      },
    },
  ],
  ['String @db.Uuid', 'String', {}, { rewrites: true }],
  [
    'Int',
    'String @db.Uuid',
    { isKey: true },
    {
      using:
        "CASE WHEN c IS NULL THEN NULL WHEN c::TEXT ~ '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' THEN c::TEXT::UUID ELSE md5(c::TEXT)::UUID END",
      rewrites: true,
      decision: { about: 'how values of M.c become String', loses: 'the meaning of values of M.c' },
    },
  ],
  [
    'Int',
    'String @db.Uuid',
    {},
    {
      using:
        "CASE WHEN c::TEXT ~ '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' THEN c::TEXT::UUID END",
      rewrites: true,
      decision: { about: 'how values of M.c become String', loses: 'the meaning of values of M.c' },
    },
  ],
  [
    'String',
    'Json',
    {},
    {
      using: 'to_json(c)::JSONB',
      rewrites: true,
      decision: { about: 'how values of M.c become Json', loses: 'the meaning of values of M.c' },
    },
  ],
  [
    'Json',
    'String',
    {},
    {
      using: 'c::TEXT',
      rewrites: true,
      decision: { about: 'how values of M.c become String', loses: 'the meaning of values of M.c' },
    },
  ],
  [
    'Json @db.Json',
    'Json',
    {},
    {
      using: 'c::TEXT::JSONB',
      rewrites: true,
      decision: {
        about: 'what becomes of values of M.c that are no JSONB',
        loses: 'values of M.c that are no JSONB',
      },
    },
  ],
  [
    'String',
    'Bytes',
    {},
    {
      using: "convert_to(c, 'UTF8')",
      rewrites: true,
      decision: { about: 'how values of M.c become Bytes', loses: 'the meaning of values of M.c' },
    },
  ],
  [
    'Bytes',
    'String',
    {},
    {
      using: "encode(c, 'base64')",
      rewrites: true,
      decision: { about: 'how values of M.c become String', loses: 'the meaning of values of M.c' },
    },
  ],
  [
    'Bytes',
    'String @db.VarChar(9)',
    {},
    {
      using: "left(encode(c, 'base64'), 9)::VARCHAR(9)",
      rewrites: true,
      decision: { about: 'how values of M.c become String', loses: 'the meaning of values of M.c' },
    },
  ],
  [
    'Int',
    'Json',
    {},
    {
      using: 'c::TEXT::JSONB',
      rewrites: true,
      decision: { about: 'how values of M.c become Json', loses: 'the meaning of values of M.c' },
    },
  ],
  [
    'String',
    'DateTime',
    {},
    {
      using:
        "CASE WHEN c::TEXT ~ '^(?!0000)(\\d{4}-((0[1-9]|1[0-2])-(0[1-9]|1\\d|2[0-8])|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31)|(\\d\\d(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)([ T]([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d(\\.\\d+)?)?(Z|[+-](0\\d|1[0-4])(:?[0-5]\\d)?)?)?$' THEN c::TEXT::TIMESTAMP(3) END",
      rewrites: true,
      decision: {
        about: 'how values of M.c become DateTime',
        loses: 'the meaning of values of M.c',
      },
    },
  ],
  [
    'DateTime',
    'DateTime @db.Date',
    {},
    {
      using: 'c::DATE',
      rewrites: true,
      decision: {
        about: 'the time in M.c, which its new type has no room for',
        loses: 'the time in M.c',
      },
    },
  ],
  ['DateTime @db.Date', 'DateTime', {}, { using: 'c::TIMESTAMP(3)', rewrites: true }],
  [
    'DateTime @db.Time',
    'DateTime',
    {},
    {
      using: "(DATE '1970-01-01' + c::TIME)::TIMESTAMP(3)",
      rewrites: true,
      decision: {
        about: 'how values of M.c are rounded to 3 digits behind the point',
        loses: 'digits of M.c after the first 3 behind the point',
      },
    },
  ],
  [
    'DateTime @db.Time',
    'DateTime @db.Timetz',
    {},
    {
      using: 'c::TIMETZ',
      rewrites: true,
      decision: {
        about: 'the time zone of values of M.c: PostgreSQL takes that of the session',
        loses: 'the time zone of values of M.c',
      },
    },
  ],
  [
    'DateTime',
    'DateTime @db.Timestamptz',
    {},
    {
      using: 'c::TIMESTAMPTZ',
      rewrites: true,
      decision: {
        about: 'the time zone of values of M.c: PostgreSQL takes that of the session',
        loses: 'the time zone of values of M.c',
      },
    },
  ],
  [
    'DateTime',
    'DateTime @db.Timestamp(0)',
    {},
    {
      using: 'c::TIMESTAMP(0)',
      rewrites: true,
      decision: {
        about: 'how values of M.c are rounded to 0 digits behind the point',
        loses: 'digits of M.c after the first 0 behind the point',
      },
    },
  ],
  ['DateTime @db.Timestamp(0)', 'DateTime', {}, { rewrites: false }],
  [
    'DateTime',
    'DateTime @db.Time',
    {},
    {
      using: 'c::TIME',
      rewrites: true,
      decision: {
        about: 'the day in M.c, which its new type has no room for',
        loses: 'the day in M.c',
      },
    },
  ],
  [
    'DateTime @db.Timetz',
    'DateTime @db.Timestamptz',
    {},
    { using: 'c::TIMESTAMPTZ', rewrites: true },
  ],
  [
    'String',
    'E',
    {},
    {
      using: "CASE WHEN c::TEXT IN ('x', 'y', 'z') THEN c::TEXT::\"E\" END",
      rewrites: true,
      decision: { about: 'how values of M.c become E', loses: 'the meaning of values of M.c' },
    },
  ],
  [
    'String',
    'E',
    { fallback: "'x'" },
    {
      using:
        "CASE WHEN c IS NULL THEN NULL WHEN c::TEXT IN ('x', 'y', 'z') THEN c::TEXT::\"E\" ELSE 'x'::\"E\" END",
      rewrites: true,
      decision: { about: 'how values of M.c become E', loses: 'the meaning of values of M.c' },
    },
  ],
  ['E', 'String', {}, { rewrites: true }],
  [
    'E',
    'F',
    {},
    {
      using: '(CASE c::TEXT WHEN \'z\' THEN NULL ELSE c::TEXT END)::"F"',
      rewrites: true,
      decision: {
        about: 'what becomes of values of M.c that are no "F"',
        loses: 'values of M.c that are no "F"',
      },
    },
  ],
  [
    'E',
    'F',
    { fallback: "'x'" },
    {
      using: "(CASE c::TEXT WHEN 'z' THEN 'x' ELSE c::TEXT END)::\"F\"",
      rewrites: true,
      decision: {
        about: 'what becomes of values of M.c that are no "F"',
        loses: 'values of M.c that are no "F"',
      },
    },
  ],
  [
    'Int',
    'E',
    {},
    {
      using: "CASE WHEN c::TEXT IN ('x', 'y', 'z') THEN c::TEXT::\"E\" END",
      rewrites: true,
      decision: { about: 'how values of M.c become E', loses: 'the meaning of values of M.c' },
    },
  ],
  [
    'Int',
    'Int[]',
    {},
    {
      using: "CASE WHEN c IS NULL THEN '{}' ELSE ARRAY[c::INTEGER]::INTEGER[] END",
      rewrites: true,
    },
  ],
  [
    'String?',
    'Int[]',
    {},
    {
      using:
        "CASE WHEN c IS NULL THEN '{}' ELSE ARRAY[CASE WHEN CASE WHEN c::TEXT ~ '^[+-]?\\d{1,60}(\\.\\d{1,60})?$' THEN c::TEXT::NUMERIC BETWEEN -2147483648 AND 2147483647 ELSE false END THEN c::TEXT::NUMERIC::INTEGER END]::INTEGER[] END",
      rewrites: true,
      decision: {
        about: 'what becomes of values of M.c that are no INTEGER',
        loses: 'values of M.c that are no INTEGER',
      },
    },
  ],
  [
    'Int[]',
    'Int',
    {},
    {
      using: 'c[1]::INTEGER',
      rewrites: true,
      decision: {
        about: 'what becomes of lists in M.c, of which one value stays',
        loses: 'all values but the first of each list in M.c',
      },
    },
  ],
  [
    'String[]',
    'Int?',
    {},
    {
      using:
        "CASE WHEN CASE WHEN c[1]::TEXT ~ '^[+-]?\\d{1,60}(\\.\\d{1,60})?$' THEN c[1]::TEXT::NUMERIC BETWEEN -2147483648 AND 2147483647 ELSE false END THEN c[1]::TEXT::NUMERIC::INTEGER END",
      rewrites: true,
      decision: {
        about: 'what becomes of lists in M.c, of which one value stays',
        loses: 'all values but the first of each list in M.c',
      },
    },
  ],
  ['Int[]', 'String[]', {}, { rewrites: true }],
  [
    'String[]',
    'Int[]',
    {},
    {
      using:
        "CASE WHEN array_to_string(c, E'\\x01') ~ ('^(([+-]?\\d{1,9}(\\.\\d+)?)(' || E'\\x01' || '|$))*$') THEN c::TEXT[]::INTEGER[] WHEN c IS NOT NULL THEN '{}' END",
      rewrites: true,
      decision: {
        about: 'what becomes of values of M.c that are no INTEGER',
        loses: 'values of M.c that are no INTEGER',
      },
    },
  ],
  [
    'BigInt[]',
    'Int[]',
    {},
    {
      using:
        "CASE WHEN array_to_string(c, E'\\x01') ~ ('^(([+-]?\\d{1,9}(\\.\\d+)?)(' || E'\\x01' || '|$))*$') THEN c::NUMERIC[]::INTEGER[] WHEN c IS NOT NULL THEN '{}' END",
      rewrites: true,
      decision: {
        about: 'what becomes of values of M.c that INTEGER has no room for',
        loses: 'values of M.c that INTEGER has no room for',
      },
    },
  ],
  [
    'String[]',
    'E[]',
    {},
    {
      using:
        "CASE WHEN array_to_string(c, E'\\x01') ~ ('^((x|y|z)(' || E'\\x01' || '|$))*$') THEN c::TEXT[]::\"E\"[] WHEN c IS NOT NULL THEN '{}' END",
      rewrites: true,
      decision: { about: 'how values of M.c become E', loses: 'the meaning of values of M.c' },
    },
  ],
  [
    'E[]',
    'F[]',
    {},
    {
      using: 'array_replace(c::TEXT[], \'z\', NULL)::"F"[]',
      rewrites: true,
      decision: {
        about: 'what becomes of values of M.c that are no "F"',
        loses: 'values of M.c that are no "F"',
      },
    },
  ],
  [
    'E[]',
    'F[]',
    { fallback: "'x'" },
    {
      using: "array_replace(c::TEXT[], 'z', 'x')::\"F\"[]",
      rewrites: true,
      decision: {
        about: 'what becomes of values of M.c that are no "F"',
        loses: 'values of M.c that are no "F"',
      },
    },
  ],
  ['E[]', 'String[]', {}, { rewrites: true }],
  [
    'String[]',
    'String[] @db.VarChar(5)',
    {},
    {
      using: 'c::TEXT[]::VARCHAR(5)[]',
      rewrites: true,
      decision: {
        about: 'what becomes of values of M.c that are longer than 5',
        loses: 'characters of M.c behind the first 5',
      },
    },
  ],
  [
    'String[]',
    'String[] @db.Uuid',
    {},
    {
      using:
        "CASE WHEN array_to_string(c, E'\\x01') ~ ('^(([0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})(' || E'\\x01' || '|$))*$') THEN c::TEXT[]::UUID[] WHEN c IS NOT NULL THEN '{}' END",
      rewrites: true,
      decision: {
        about: 'what becomes of values of M.c that are no UUID',
        loses: 'values of M.c that are no UUID',
      },
    },
  ],
  ['Int[]', 'BigInt[]', {}, { rewrites: true }],
  [
    'String[]',
    'Json[]',
    {},
    {
      using: 'c::TEXT[]::JSONB[]',
      rewrites: true,
      decision: { about: 'how values of M.c become Json', loses: 'the meaning of values of M.c' },
    },
  ],
  [
    'E',
    'E[]',
    {},
    {
      using: 'CASE WHEN c IS NULL THEN \'{}\' ELSE ARRAY[c::TEXT::"E"]::"E"[] END',
      rewrites: true,
    },
  ],
  [
    'E[]',
    'F',
    {},
    {
      using: '(CASE c[1]::TEXT WHEN \'z\' THEN NULL ELSE c[1]::TEXT END)::"F"',
      rewrites: true,
      decision: {
        about: 'what becomes of lists in M.c, of which one value stays',
        loses: 'all values but the first of each list in M.c',
      },
    },
  ],
  [
    'String',
    'String @db.Bit(3)',
    {},
    {
      using: "CASE WHEN c::TEXT ~ '^[01]+$' THEN c::TEXT::BIT(3) END",
      rewrites: true,
      decision: { about: 'how values of M.c become String', loses: 'the meaning of values of M.c' },
    },
  ],
  [
    'String',
    'String @db.VarBit',
    {},
    {
      using: "CASE WHEN c::TEXT ~ '^[01]+$' THEN c::TEXT::VARBIT END",
      rewrites: true,
      decision: { about: 'how values of M.c become String', loses: 'the meaning of values of M.c' },
    },
  ],
  ['String @db.VarBit(3)', 'String @db.VarBit(9)', {}, { rewrites: false }],
  [
    'String',
    'String @db.Inet',
    {},
    {
      using: 'c::TEXT::INET',
      rewrites: true,
      decision: { about: 'how values of M.c become String', loses: 'the meaning of values of M.c' },
    },
  ],
  [
    'Int',
    'Int @db.Oid',
    {},
    {
      using: 'c::TEXT::OID',
      rewrites: true,
      decision: { about: 'how values of M.c become Int', loses: 'the meaning of values of M.c' },
    },
  ],
  [
    'Int @db.Oid',
    'Int',
    {},
    {
      using:
        "CASE WHEN CASE WHEN c::TEXT ~ '^[+-]?\\d{1,60}(\\.\\d{1,60})?$' THEN c::TEXT::NUMERIC BETWEEN -2147483648 AND 2147483647 ELSE false END THEN c::TEXT::NUMERIC::INTEGER END",
      rewrites: true,
      decision: { about: 'how values of M.c become Int', loses: 'the meaning of values of M.c' },
    },
  ],
  [
    'Decimal @db.Money',
    'Decimal',
    {},
    {
      using:
        "CASE WHEN CASE WHEN c::TEXT ~ '^[+-]?\\d{1,60}(\\.\\d{1,60})?$' THEN c::TEXT::NUMERIC BETWEEN -99999999999999999999999999999999999.999999999999999999999999999999 AND 99999999999999999999999999999999999.999999999999999999999999999999 ELSE false END THEN c::TEXT::NUMERIC::DECIMAL(65,30) END",
      rewrites: true,
      decision: {
        about: 'how values of M.c become Decimal',
        loses: 'the meaning of values of M.c',
      },
    },
  ],
  [
    'Int',
    'Decimal @db.Money',
    {},
    {
      using: 'c::TEXT::MONEY',
      rewrites: true,
      decision: {
        about: 'how values of M.c become Decimal',
        loses: 'the meaning of values of M.c',
      },
    },
  ],
  [
    'String',
    'String @db.Xml',
    {},
    {
      using: 'c::TEXT::XML',
      rewrites: true,
      decision: { about: 'how values of M.c become String', loses: 'the meaning of values of M.c' },
    },
  ],
  ['Unsupported("point")?', 'String?', {}, { rewrites: true }],
  [
    'String?',
    'Unsupported("point")?',
    {},
    {
      using: 'c::TEXT::point',
      rewrites: true,
      decision: { about: 'how values of M.c become point', loses: 'the meaning of values of M.c' },
    },
  ],
];

test.each(conversions)('%s to %s %j', (from, to, options, expected) => {
  expect(conversion(from, to, options)).toEqual(expected);
});

test('values that change places in a list go by way of names that no value has', () => {
  const from = columnOf('E[]');
  const type = types.get('E');
  if (type === undefined) throw new Error('the enum is gone');
  const name = (key: string): string => ({ x: 'y', y: 'x' })[key] ?? key;
  const to = { ...type, values: type.values.map(({ key }) => ({ key, name: name(key) })) };
  const using = enumTransformation({
    from,
    to: from,
    place: 'M.c',
    column: 'c',
    type: '"E__new"[]',
    enums: { from: type, to },
    fallback: undefined,
    isKey: false,
  });
  expect(using).toBe(
    `array_replace(array_replace(array_replace(array_replace(c::TEXT[], 'x', 'x__old'), 'y', 'y__old'), 'x__old', 'y'), 'y__old', 'x')::"E__new"[]`,
  );
});

test('values of one enum are matched by their keys', () => {
  const from = columnOf('E');
  const type = types.get('E');
  if (type === undefined) throw new Error('the enum is gone');
  const values = type.values.filter(({ key }) => key !== 'z');
  const to = { ...type, values: values.map(({ key, name }) => ({ key, name: `${name}2` })) };
  const using = enumTransformation({
    from,
    to: from,
    place: 'M.c',
    column: 'c',
    type: '"E__new"',
    enums: { from: type, to },
    fallback: "'x2'",
    isKey: false,
  });
  expect(using).toBe(
    `(CASE c::TEXT WHEN 'x' THEN 'x2' WHEN 'y' THEN 'y2' WHEN 'z' THEN 'x2' ELSE c::TEXT END)::"E__new"`,
  );
});

const day = new RegExp(
  `^${/~ '\^(.*)\$' THEN/.exec(conversion('String', 'DateTime @db.Date', {}).using ?? '')?.[1]}$`,
);

/** Every day from January to December of these years, and what is none. */
const days = [1, 4, 100, 400, 1900, 2000, 2023, 2024, 9999].flatMap((year) =>
  Array.from({ length: 12 }, (_, month) => month + 1).flatMap((month) =>
    Array.from({ length: 33 }, (_, date) => ({ year, month, date })),
  ),
);

test('a text is a day when there is one of its name', () => {
  for (const { year, month, date } of days) {
    const [y, m, d] = [
      String(year).padStart(4, '0'),
      ...[month, date].map((n) => String(n).padStart(2, '0')),
    ];
    const found = new Date(`${y}-${m}-01T00:00:00Z`);
    found.setUTCDate(date);
    const exists = found.getUTCMonth() === month - 1 && date > 0;
    expect([y, m, d, day.test(`${y}-${m}-${d}`)]).toEqual([y, m, d, exists]);
  }
  expect(days.length).toBe(9 * 12 * 33);
});

test.each([
  ['2024-01-31T23:59:59.999Z', true],
  ['2024-01-31 00:00', true],
  ['2024-01-31 00:00+14', true],
  ['2024-01-31 00:00-0330', true],
  ['2024-01-31 00:00-03:30', true],
  ['2024-01-31 00:00+15', false],
  ['2024-01-31 24:00', false],
  ['2024-01-31 00:60', false],
  ['0000-01-01', false],
  ['2024-13-01', false],
  ['2024-1-1', false],
  ['x2024-01-01', false],
])('%s is a time: %s', (text, expected) => {
  expect(day.test(text)).toBe(expected);
});
