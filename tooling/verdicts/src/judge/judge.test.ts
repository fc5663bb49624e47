import type { Compatibility } from '@schema-service/schema-diff';
import { expect, test } from 'vitest';
import type { Operation, Outcome } from '../plan/operation.ts';
import { combineVerdicts } from './combine-verdicts.ts';
import { compareOutcomes } from './compare-outcomes.ts';
import { disagreements, type Observation } from './observation.ts';

const harmless: Compatibility = {
  oldClientReads: 'yes',
  oldClientWrites: 'yes',
  newClientOnOldDatabase: 'yes',
  clientApi: 'same',
};
const uneventful: Observation = {
  oldClientReads: { result: 'same' },
  oldClientWrites: { result: 'same' },
  newClientOnOldDatabase: { result: 'same' },
  clientApi: { effect: 'same' },
};

test('several changes come to the worst answer to each question', () => {
  expect(
    combineVerdicts([
      { ...harmless, oldClientReads: 'depends', clientApi: 'added' },
      { ...harmless, oldClientWrites: 'no', clientApi: 'docs' },
    ]),
  ).toEqual({
    oldClientReads: 'depends',
    oldClientWrites: 'no',
    newClientOnOldDatabase: 'yes',
    clientApi: 'added',
  });
});

test.each([
  ['yes', 'same', true],
  ['yes', 'different', false],
  ['yes', 'fails', false],
  ['depends', 'same', false],
  ['depends', 'different', true],
  ['no', 'different', false],
  ['no', 'fails', true],
] as const)('the answer %s and what is seen, %s: they agree? %s', (answer, result, agree) => {
  const found = disagreements(
    { ...harmless, oldClientReads: answer },
    { ...uneventful, oldClientReads: { result } },
  );
  expect(found.length === 0).toBe(agree);
});

test('a promise about the code of clients is held to both ways', () => {
  const seen = { ...uneventful, clientApi: { effect: 'added' } } as const;
  expect(disagreements(harmless, seen)).toMatchObject([{ question: 'clientApi' }]);
  expect(disagreements({ ...harmless, clientApi: 'docs' }, uneventful)).toEqual([]);
});

const create: Operation = {
  act: 'create',
  name: 'A: full',
  entity: 'A',
  question: 'writes',
  volatile: ['createdAt'],
  data: {},
};
const done = (answer: unknown): Outcome => ({ kind: 'done', answer });
const failed: Outcome = { kind: 'failed', error: 'no' };

test('what fails on the own database says nothing, and what differs on every run is left out', () => {
  const compare = (own: Outcome, other: Outcome) =>
    compareOutcomes([create], [own], [other], undefined).result;
  expect(compare(failed, failed)).toBe('same');
  expect(compare(done({ id: 1, createdAt: 1 }), done({ id: 1, createdAt: 2 }))).toBe('same');
  expect(compare(done({ id: 1 }), done({ id: 2 }))).toBe('different');
  expect(compare(done({ id: 1 }), failed)).toBe('fails');
});

test('rows that only one of them has do not change an order', () => {
  const order: Operation = { ...create, act: 'order', by: 'a', question: 'reads' };
  const compare = (own: unknown[], other: unknown[]) =>
    compareOutcomes([order], [done(own)], [done(other)], 'reads').result;
  expect(compare(['a', 'b', 'c'], ['a', 'c'])).toBe('same');
  expect(compare(['a', 'b'], ['b', 'a'])).toBe('different');
});
