import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SchemaServiceError } from '@schema-service/errors';
import { configFile } from './layout.ts';

/** The organisation's two words, from `schema.config.json`: the one place that spells them. */
export interface Naming {
  /** npm scope with its at sign: `@org`. */
  readonly scope: string;
  /** What the schema is called: `db`. */
  readonly name: string;
}

// What npm takes, narrowed to what makes the name of a Python module, too.
const parts: readonly {
  readonly key: keyof Naming;
  readonly pattern: RegExp;
  readonly rule: string;
}[] = [
  {
    key: 'scope',
    pattern: /^@[a-z][a-z0-9-]*$/,
    rule: 'A scope is @, a letter, and a-z, 0-9 and - after it.',
  },
  {
    key: 'name',
    pattern: /^[a-z][a-z0-9-]*$/,
    rule: 'A name is a letter, and a-z, 0-9 and - after it.',
  },
];

/** What is wrong with a scope or a name; undefined where nothing is. */
export function namingProblem(key: keyof Naming, value: unknown): string | undefined {
  const part = parts.find((one) => one.key === key);
  return typeof value === 'string' && part?.pattern.test(value) ? undefined : part?.rule;
}

/**
 * Reads the names of the generated packages.
 *
 * @throws SchemaServiceError `CONFIG_MISSING`, `CONFIG_INVALID`
 */
export function loadNaming(root: string): Naming {
  const file = join(root, configFile);
  if (!existsSync(file)) {
    throw new SchemaServiceError({
      code: 'CONFIG_MISSING',
      message: `There is no ${configFile} in ${root}.`,
      why: 'It names the packages that are generated.',
      fix: 'Write it: { "scope": "@org", "name": "db" }',
      meta: { file: configFile },
    });
  }
  const config = parseConfig(readFileSync(file, 'utf8'));
  const unknown = Object.keys(config).filter((key) => !parts.some((part) => part.key === key));
  const problems = [
    ...unknown.map((key) => `/${key} is not known: there are scope and name.`),
    ...parts.flatMap(({ key }) => {
      const problem = namingProblem(key, config[key]);
      return problem === undefined ? [] : [`/${key}: ${problem}`];
    }),
  ];
  if (problems.length > 0) throw invalid(problems.join('\n'));
  // As the patterns have it.
  return { scope: String(config.scope), name: String(config.name) };
}

function parseConfig(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch (error) {
    throw invalid(`not JSON: ${(error as SyntaxError).message}`);
  }
  throw invalid('not an object');
}

function invalid(problem: string): SchemaServiceError {
  return new SchemaServiceError({
    code: 'CONFIG_INVALID',
    message: `${configFile} is not valid.\n${problem}`,
    why: 'It names the packages that are generated.',
    fix: 'Correct it: { "scope": "@org", "name": "db" }',
    meta: { file: configFile },
  });
}
