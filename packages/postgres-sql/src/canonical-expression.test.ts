import { expect, test } from 'vitest';
import { isSameExpression, isSameUnqualified } from './canonical-expression.ts';

const same: readonly (readonly [first: string, restored: string])[] = [
  [
    "CHECK (((kind)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[])))",
    "CHECK (((kind)::text = ANY (ARRAY[('a'::character varying)::text, ('b'::character varying)::text])))",
  ],
  [
    "(tags <@ (ARRAY['a'::text, 'b'::text])::character varying(3)[])",
    "(tags <@ ARRAY[('a'::text)::character varying(3), ('b'::text)::character varying(3)])",
  ],
  [
    '((ARRAY[(1)::numeric, price])::public."Odd, Type"[])',
    '(ARRAY[((1)::numeric)::public."Odd, Type", (price)::public."Odd, Type"])',
  ],
  [
    `(ARRAY['a'::character varying, ('b'::character varying COLLATE "C")])::text[]`,
    `ARRAY[('a'::character varying)::text, (('b'::character varying)::text COLLATE "C")]`,
  ],
  ['(((a >= 1) AND (a <= 2)) AND (b > 0))', '((a >= 1) AND (a <= 2) AND (b > 0))'],
  ['((b > 0) AND ((a >= 1) AND (a <= 2)))', '((b > 0) AND (a >= 1) AND (a <= 2))'],
  ['((((a < 1) OR (a > 2)) OR b) AND c)', '(((a < 1) OR (a > 2) OR b) AND c)'],
  [
    ' SELECT a\n   FROM public.t\n  WHERE ((a AND b) AND c);',
    'SELECT a FROM public.t WHERE (a AND b AND c);',
  ],
];

test.each(same)('%s', (first, restored) => {
  expect(isSameExpression(first, restored)).toBe(true);
});

const different: readonly (readonly [one: string, other: string])[] = [
  ['((a OR b) AND c)', '(a OR (b AND c))'],
  ['((a AND b) OR c)', '(a AND b OR c)'],
  ["(kind = 'a AND  b')", "(kind = 'a AND b')"],
  ["(kind = 'A')", "(kind = 'a')"],
  ['(ARRAY[]::text[])', '(ARRAY[]::integer[])'],
  ["(a = ANY ((ARRAY['a'::text])::varchar[]))", "(a = ANY ((ARRAY['a'::text])::bpchar[]))"],
  ["(a = ANY (ARRAY['a'::text, 'b'::text]))", "(a = ANY (ARRAY['b'::text, 'a'::text]))"],
  ['("a b" > 0)', '("a  b" > 0)'],
  [
    'AS $function$ SELECT (a AND (b AND c)) $function$',
    'AS $function$ SELECT (a AND b AND c) $function$',
  ],
  [
    'sum(n) OVER (ROWS BETWEEN (1) PRECEDING AND (2) FOLLOWING)',
    'sum(n) OVER (ROWS BETWEEN (1) PRECEDING AND (3) FOLLOWING)',
  ],
];

test.each(different)('%s is not %s', (one, other) => {
  expect(isSameExpression(one, other)).toBe(false);
});

test('brackets that do not match are compared as they are', () => {
  expect(isSameExpression('(a AND b', '(a  AND b')).toBe(true);
  expect(isSameExpression('(a])', '(a)')).toBe(false);
});

test('a column may be named without its table on the later server alone, and by no other table', () => {
  const qualified = 'SELECT t.id, lower(t.name) AS name FROM public.t WHERE (t.id > 0)';
  expect(
    isSameUnqualified(qualified, 'SELECT id, lower(name) AS name FROM public.t WHERE (id > 0)'),
  ).toBe(true);
  expect(isSameUnqualified(qualified, qualified)).toBe(true);
  expect(
    isSameUnqualified(qualified, 'SELECT id, lower(name) AS name FROM public.t WHERE (id > 1)'),
  ).toBe(false);
  expect(isSameUnqualified(qualified, 'SELECT id, lower(name) AS name FROM public.t')).toBe(false);
  expect(isSameUnqualified('SELECT id FROM t', 'SELECT t.id FROM t')).toBe(false);
  expect(isSameUnqualified('SELECT a.id FROM a JOIN b', 'SELECT b.id FROM a JOIN b')).toBe(false);
});
