import { tableText } from '@schema-service/command-line';
import { redact } from '@schema-service/errors';
import type { Environment } from './config.ts';
import { configVariables, type Variable } from './config-variables.ts';

const variables: readonly Variable<unknown>[] = Object.values(configVariables);

const withoutIt = ({ isRequired, default: value, otherwise = 'not set' }: Variable<unknown>) =>
  isRequired ? 'required' : (value ?? otherwise);

/** What `schema-api --help` prints. */
export function helpText(): string {
  return [
    'schema-api [command]',
    '',
    'Distributes the releases of a schema over REST, as an npm registry and as a Python index.',
    '',
    tableText([
      ['  serve', 'listen and answer (what it does without a command)'],
      ['  worker', 'do runs, beside any number of APIs and workers, and answer nothing'],
      ['  check-config', 'check the environment, print what counts, and end; 1 where it is wrong'],
      ['  --help', 'this text'],
    ]),
    '',
    'Variables of the environment, and what counts without them:',
    '',
    tableText(
      variables.flatMap((variable) => [
        [`  ${variable.name}`, withoutIt(variable).replaceAll('`', '')],
        ['', `  ${variable.summary.replaceAll('`', '')}. ${capitalised(variable.expected)}.`],
      ]),
    ),
    '',
    `A file may hold ${variables
      .filter(({ isSecret }) => isSecret)
      .map(({ name }) => name)
      .join(', ')}: NAME_FILE names it.`,
    '',
  ].join('\n');
}

/** What counts, a line for each variable; of a secret only that it is there. */
export function configText(env: Environment): string {
  return tableText(
    variables.map((variable) => {
      const { name, isSecret } = variable;
      if (isSecret && env[`${name}_FILE`]) return [name, `from the file ${env[`${name}_FILE`]}`];
      const set = env[name] || undefined;
      if (set === undefined) return [name, `${withoutIt(variable).replaceAll('`', '')} (default)`];
      return [name, isSecret ? 'set' : redact(set)];
    }),
  );
}

/** The table in the README. */
export function configTable(): string {
  const code = (text: string): string => `\`${text}\``;
  const rows = variables.map((variable) => {
    const { name, isSecret, summary, isRequired, default: value, otherwise } = variable;
    return [
      code(name) + (isSecret ? `, ${code(`${name}_FILE`)}` : ''),
      isRequired ? 'required' : value === undefined ? (otherwise ?? '') : code(value),
      summary,
    ];
  });
  const all = [['Variable', 'Default', ''], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[], fill = ' '): string =>
    `|${cells.map((cell, column) => ` ${cell.padEnd(widths[column] ?? 0, fill)} `).join('|')}|`;
  const [head = [], ...body] = all;
  return [line(head), line(['', '', ''], '-'), ...body.map((row) => line(row))].join('\n');
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
