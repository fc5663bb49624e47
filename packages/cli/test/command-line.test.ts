import { expect, test } from 'vitest';
import { runCli } from './run-cli.ts';

const here = import.meta.dirname;

test('--help lists the commands, and every command has help with an example', async () => {
  const { stdout } = await runCli(here, ['--help']);
  const names = [...stdout.matchAll(/^ {2}([a-z]+)(?= |$)/gm)].map(([, name]) => name ?? '');
  const commands = names.filter((name) => name !== 'help');
  expect(commands).toContain('validate');
  for (const command of commands) {
    const help = await runCli(here, [command, '--help']);
    expect(help).toMatchObject({ code: 0, stderr: '' });
    expect(help.stdout).toContain(`$ schemactl ${command}`);
    expect(help.stdout).toContain('--json');
  }
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
