import { join } from 'node:path';
import {
  type Answer,
  hasTerminal,
  runOnTerminal,
  type TerminalRun,
} from '@schema-service/vitest-config/terminal';
import { expect, test } from 'vitest';

/** Asks each kind of question, and gives the answers in turn. */
function ask(kinds: readonly string[], ...answers: readonly Answer[]): Promise<TerminalRun> {
  return runOnTerminal(['--conditions=source', join(import.meta.dirname, 'ask.ts'), ...kinds], {
    answers,
  });
}

const yesOrNo = 'Is it? [Y/n] ';
const typeYes = 'Do it? Type yes: ';

test.skipIf(!hasTerminal)('yes or no is asked for, and Enter alone is a yes', async () => {
  const { shown } = await ask(
    ['yesOrNo', 'yesOrNo', 'yesOrNo'],
    [yesOrNo, 'y\r'],
    [yesOrNo, 'No\r'],
    [yesOrNo, '\r'],
  );
  expect(shown).toContain('[true,false,true]');
});

test.skipIf(!hasTerminal)('what is neither is asked about again', async () => {
  const { shown } = await ask(['yesOrNo'], [yesOrNo, 'maybe\r'], [yesOrNo, 'n\r']);
  expect(shown).toContain('[false]');
});

test.skipIf(!hasTerminal)('yes has to be typed', async () => {
  const { shown } = await ask(['typeYes', 'typeYes'], [typeYes, 'y\r'], [typeYes, 'yes\r']);
  expect(shown).toContain('[false,true]');
});

test.skipIf(!hasTerminal)('a text begins as proposed, and is asked for until it fits', async () => {
  const { shown } = await ask(['text'], ['Which? ', 'd\r'], ['  Not abc.', '\u007fc\r']);
  expect(shown).toContain('["abc"]');
});

test.skipIf(!hasTerminal)('a secret is not shown while it is typed', async () => {
  const { shown } = await ask(['secret', 'yesOrNo'], ['Token: ', 'sst_hidden\r'], [yesOrNo, 'y\r']);
  expect(shown).toContain('[10,true]');
  expect(shown).not.toContain('hidden');
});

test.skipIf(!hasTerminal)('what is pasted behind an answer does not answer again', async () => {
  const { shown } = await ask(
    ['yesOrNo', 'text'],
    [yesOrNo, 'y\rd\r'],
    ['Which? ', 'd\rc'],
    ['  Not abc.', '\u007fc\r'],
  );
  expect(shown).toContain('[true,"abc"]');
});

test.skipIf(!hasTerminal)('Ctrl+C and the end of the input end a question', async () => {
  for (const key of ['\u0003', '\u0004']) {
    const { code, shown } = await ask(['yesOrNo'], [yesOrNo, key]);
    expect(code).not.toBe(0);
    expect(shown).toContain('Ended by you; nothing was changed.');
  }
});
