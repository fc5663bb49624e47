import { readdirSync } from 'node:fs';
import {
  type Answer,
  hasTerminal,
  runOnTerminal,
  type TerminalRun,
} from '@schema-service/vitest-config/terminal';
import { expect, test } from 'vitest';
import { exampleRepository } from './released-repository.ts';
import { PROGRAM } from './run-cli.ts';
import { temporaryRepository } from './temporary-repository.ts';

const CONTROL_U = '\u0015';
const CONTROL_C = '\u0003';

function answerQuestions(
  cwd: string,
  args: readonly string[],
  answers: readonly Answer[],
): Promise<TerminalRun> {
  return runOnTerminal([...PROGRAM, ...args], { cwd, answers });
}

test.skipIf(!hasTerminal)('init asks for the scope and the name', async () => {
  using folder = temporaryRepository({}, { config: false });
  const { code, shown } = await answerQuestions(
    folder.path,
    ['init'],
    [
      ['The npm scope of your organisation?', `${CONTROL_U}Not a scope\r`],
      ['A scope is @, a letter', `${CONTROL_U}@acme\r`],
      ['What is the database called?', `${CONTROL_U}crm\r`],
    ],
  );
  expect(code, shown).toBe(0);
  expect(JSON.parse(folder.read('schema.config.json'))).toEqual({ scope: '@acme', name: 'crm' });
});

test.skipIf(!hasTerminal)('a likely rename is asked about, and the answer is kept', async () => {
  using repository = exampleRepository();
  const path = 'schema/prospects.prisma';
  const schema = repository.read(path);
  repository.write(path, schema.replace('  notes          String?', '  remarks        String?'));

  const ended = await answerQuestions(
    repository.path,
    ['migration', 'new', 'remarks'],
    [['Is Prospect.remarks a rename of Prospect.notes', CONTROL_C]],
  );
  expect(ended.code, ended.shown).toBe(130);
  expect(readdirSync(`${repository.path}/migrations`)).not.toContain('3.0.0');

  const { code, shown } = await answerQuestions(
    repository.path,
    ['migration', 'new', 'remarks'],
    [['Is Prospect.remarks a rename of Prospect.notes', 'y\r']],
  );
  expect(code, shown).toBe(0);
  expect(repository.read(path)).toContain('  /// @renamed from: notes\n  remarks ');
  expect(repository.read('migrations/3.0.0/007_remarks/up.sql')).toContain(
    'RENAME COLUMN "notes" TO "remarks"',
  );
});
