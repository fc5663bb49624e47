import { expect, test } from 'vitest';
import { type Answer, bumpFor, type Compatibility, severityOf } from './compatibility.ts';

type Case = [Answer, Answer, Answer, Compatibility['clientApi'], string, string];

const cases: readonly Case[] = [
  ['yes', 'yes', 'yes', 'same', 'safe', 'patch'],
  ['yes', 'yes', 'yes', 'docs', 'safe', 'patch'],
  ['yes', 'yes', 'yes', 'added', 'safe', 'minor'],
  ['yes', 'yes', 'depends', 'same', 'safe', 'minor'],
  ['yes', 'yes', 'no', 'added', 'safe', 'minor'],
  ['depends', 'yes', 'yes', 'same', 'dangerous', 'major'],
  ['yes', 'depends', 'no', 'added', 'dangerous', 'major'],
  ['no', 'yes', 'yes', 'same', 'breaking', 'major'],
  ['yes', 'no', 'yes', 'same', 'breaking', 'major'],
  ['yes', 'yes', 'yes', 'breaks', 'breaking', 'major'],
];

test.each(cases)('%s, %s, %s, %s: %s, %s', (reads, writes, onOld, clientApi, severity, bump) => {
  const compatibility: Compatibility = {
    oldClientReads: reads,
    oldClientWrites: writes,
    newClientOnOldDatabase: onOld,
    clientApi,
  };
  expect(severityOf(compatibility)).toBe(severity);
  expect(bumpFor(compatibility)).toBe(bump);
});
