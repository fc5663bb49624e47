import { describe, expect, test } from 'vitest';
import { findMutants } from './find-mutants.ts';
import { applyMutant } from './mutant.ts';

const changes = (source: string): readonly string[] =>
  findMutants('a.ts', source).map(({ kind, before, after }) => `${kind}: ${before} → ${after}`);

describe('what is changed', () => {
  test.each([
    ['a === b', ['operator: === → !==']],
    ['a !== b', ['operator: !== → ===']],
    ['a < b', ['operator: < → <=']],
    ['a <= b', ['operator: <= → <']],
    ['a > b', ['operator: > → >=']],
    ['a >= b', ['operator: >= → >']],
    ['a && b', ['operator: && → ||']],
    ['(a) || (b)', ['operator: || → &&']],
    ['a + b', ['operator: + → -']],
    ['a - b', ['operator: - → +']],
    ['a * b', ['operator: * → /']],
    ['!a', ['negation: !a → a']],
    ['if (a) b()', ['condition: a → true', 'condition: a → false']],
    ['a ? b : c', ['condition: a → true', 'condition: a → false']],
    ['while (a) b()', ['condition: a → false']],
    ['for (; a; ) b()', ['condition: a → false']],
    ['f(1)', ['number: 1 → 2', 'number: 1 → 0']],
    ['f(0)', ['number: 0 → 1', 'number: 0 → (-1)']],
    ['f(true)', ['boolean: true → false']],
    ["f('a')", ["string: 'a' → ''"]],
    ["f('')", ["string: '' → 'changed'"]],
    [`f(\`a\${b}c\`)`, ['string: a → ', 'string: c → ']],
    ['const f = () => [a]', ['array: [a] → []']],
    ['function f() { return [a]; }', ['array: [a] → []']],
    ['const f = (): readonly A[] => a', ['array: a → []']],
    ['function f(): A[] { return a; }', ['array: a → []']],
    ['a as B', []],
    ['(a === b) as C', ['operator: === → !==']],
    ["a['b']", ["string: 'b' → ''"]],
  ])('%s', (source, expected) => {
    expect(changes(source)).toEqual(expected);
  });
});

describe('what is not', () => {
  test.each([
    ["import a from 'b';"],
    ["export { a } from 'b';"],
    ["export * from 'b';"],
    ["type A = 'b' | 1 | true;"],
    ["const a: 'b' = c;"],
    ["f<'a'>(b)"],
    ["a as 'b'"],
    ["a satisfies 'b'"],
    ["interface A { readonly b: 'c' }"],
    ["({ 'a-b': c })"],
    ["throw new Error('a' + b);"],
    ['assertNever(a === b)'],
    ["a ?? ''"],
    ['a ?? 0'],
    ['const [a = 0] = b;'],
    ["const { a = '' } = b;"],
    ['const f = () => []'],
    ['const f = (): A => a'],
    ['const f = (): A[] => { a(); }'],
    ['// a === b\n/** 1 */'],
    [`f\`a\${b}\``],
  ])('%s', (source) => {
    expect(changes(source)).toEqual([]);
  });

  test('a property that is left out where it is undefined', () => {
    expect(changes('({ ...(a ? {} : { b }) })')).toEqual(['condition: a → true']);
  });

  test('texts are not subtracted', () => {
    expect(changes("a + 'b'")).toEqual(["string: 'b' → ''"]);
  });
});

test('a mutant knows its place, and is a program', () => {
  const source = 'const a = 1;\n\nexport const b = a  ===  2;\n';
  const mutants = findMutants('/a.ts', source);
  const [mutant] = mutants.filter(({ kind }) => kind === 'operator');
  expect(mutant).toMatchObject({ file: '/a.ts', line: 3, before: '===', after: '!==' });
  expect(mutants.map((one) => applyMutant(source, one))).toEqual([
    source.replace('1', '2'),
    source.replace('1', '0'),
    source.replace('===', '!=='),
    source.replace('2', '3'),
    source.replace('2', '1'),
  ]);
});

test('a mutant of another text is refused', () => {
  const [mutant] = findMutants('a.ts', 'f(1)');
  if (mutant === undefined) throw new Error('there is no mutant');
  expect(() => applyMutant('f(2)', mutant)).toThrow('The mutant is of another text.');
});
