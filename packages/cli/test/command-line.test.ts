import { expect, test } from 'vitest';
import { runCli } from './run-cli.ts';
import { runInProcess } from './run-in-process.ts';

const here = import.meta.dirname;

test('every command of the tree has help with an example, and lists the commands below it', async () => {
  const found: string[] = [];
  const visit = async (path: readonly string[]): Promise<void> => {
    const help = await runInProcess(here, [...path, '--help']);
    expect(help).toMatchObject({ code: 0, stderr: '' });
    expect(help.stdout).toContain(`schemactl ${path.join(' ')}`.trimEnd());
    expect(help.stdout).toMatch(/\nExamples:\n {2}\$ /);
    expect(help.stdout).toContain('--json');
    expect(help.stdout).not.toContain('[]');
    found.push(path.join(' '));
    const commands = help.stdout.split('\nCommands:\n')[1]?.split('\n\n')[0] ?? '';
    for (const [, name = ''] of commands.matchAll(/^ {2}([a-z]+)(?= |$)/gm)) {
      if (name !== 'help') await visit([...path, name]);
    }
  };
  await visit([]);
  expect(found.toSorted()).toEqual([
    '',
    'audit',
    'change',
    'check',
    'diff',
    'format',
    'init',
    'login',
    'logout',
    'migration',
    'migration lint',
    'migration new',
    'migration renumber',
    'migration test',
    'release',
    'release build',
    'release deploy',
    'release deprecate',
    'release notify',
    'release pending',
    'release plan',
    'release promote',
    'release publish',
    'release verify',
    'release yank',
    'token',
    'token create',
    'token list',
    'token revoke',
    'validate',
    'version',
    'version create',
  ]);
});

test.each([
  [['validat'], "unknown command 'validat'\n(Did you mean validate?)"],
  [['validate', '--nope'], "unknown option '--nope'"],
  [['validate', 'a', 'b'], 'too many arguments'],
  [['validate', '--cwd', '/no/such/folder'], '--cwd /no/such/folder is not a folder'],
  [[], 'Which command?'],
])('%j is not understood: exit code 2', async (args, message) => {
  const run = await runCli(here, args);
  expect(run).toMatchObject({ code: 2, stdout: '' });
  expect(run.stderr).toContain(`error COMMAND_USAGE: ${message}`);
  expect(run.stderr).toContain('fix: schemactl --help');
});

test('--version is the version of the package', async () => {
  expect((await runCli(here, ['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});
