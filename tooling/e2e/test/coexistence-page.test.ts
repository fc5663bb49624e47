import { execFile } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase } from '@schema-service/local-postgres';
import pg from 'pg';
import { expect, test } from 'vitest';
import { root } from './started.ts';

// docs/coexistence.md, from the edit to the contract: its commands are run as they stand there, and what it shows is compared.

const minute = 60_000;
const page = readFileSync(join(root, 'docs/coexistence.md'), 'utf8');
const programs: Readonly<Record<string, string>> = {
  schemactl: join(root, 'packages/cli/dist/main.js'),
  'schema-migrator': join(root, 'apps/migrator/dist/main.cjs'),
};

interface Run {
  readonly code: number;
  readonly output: string;
}

/** Runs a line of the page in a repository. */
function run(folder: string, line: string, env: NodeJS.ProcessEnv = {}): Promise<Run> {
  const words = [...line.matchAll(/"([^"]*)"|\S+/g)].map(([word, quoted]) => quoted ?? word);
  const [name = '', ...args] = words;
  const program = programs[name] ?? '';
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [program, ...args],
      { cwd: folder, env: { ...process.env, ...env } },
      (error, stdout, stderr) =>
        resolve({ code: Number(error?.code ?? 0), output: `${stdout}${stderr}` }),
    );
  });
}

/** Runs a line that has to end well, and gives what it prints. */
async function done(folder: string, line: string, env?: NodeJS.ProcessEnv): Promise<string> {
  const { code, output } = await run(folder, line, env);
  expect(code, `${line}\n${output}`).toBe(0);
  return output;
}

/** The text of a section, without those below it. */
function section(heading: string): string {
  const text = page.split(`\n${heading}\n`)[1]?.split(/^#+ /m)[0];
  if (text === undefined) throw new Error(`The page has no ${heading}.`);
  return text;
}

const blocksOf = (text: string, language: string): readonly string[] =>
  [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].flatMap(([, of = '', body = '']) =>
    of === language ? [body] : [],
  );

/** The lines of a block without their comments. */
const commandsOf = (block = ''): readonly string[] =>
  block
    .split('\n')
    .map((line) => line.replace(/\s+# .*$/, ''))
    .filter((line) => line !== '');

/** The block that shows a command and what it prints. */
function shown(heading: string, command: string): string {
  const block = blocksOf(section(heading), '').find((one) => one.startsWith(`$ ${command}\n`));
  if (block === undefined) throw new Error(`The page does not show ${command}.`);
  return block.slice(block.indexOf('\n') + 1).trimEnd();
}

/** An ellipsis stands for anything; a place in a file and a moment are others each time. */
function matching(text: string): RegExp {
  const pattern = text
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll('…', '[\\s\\S]*?')
    .replaceAll(/:\d+:\d+$/gm, ':\\d+:\\d+')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:]+\\\.\d{3}Z/g, '\\S+Z');
  return new RegExp(pattern);
}

/** The example as it was at 2.0.0, with its schema in one file. */
function exampleAt2(folder: string): void {
  for (const name of ['migrations', 'schema/versions']) {
    cpSync(join(root, name), join(folder, name), {
      recursive: true,
      filter: (path) => !path.endsWith('3.0.0'),
    });
  }
  for (const name of ['migrations/checksums', 'migrations/clients.jsonl']) {
    const lines = readFileSync(join(folder, name), 'utf8').split('\n');
    writeFileSync(join(folder, name), lines.filter((line) => !line.includes('3.0.0')).join('\n'));
  }
  cpSync(join(root, 'schema.config.json'), join(folder, 'schema.config.json'));
  cpSync(
    join(folder, 'schema/versions/2.0.0/schema.prisma'),
    join(folder, 'schema/reviews.prisma'),
  );
  writeFileSync(join(folder, 'package.json'), '{ "name": "example", "private": true }');
  writeFileSync(join(folder, 'pnpm-workspace.yaml'), 'packages: [packages/*]\n');
  for (const name of ['db-client', 'db-client-node', 'db-types']) {
    mkdirSync(join(folder, 'packages', name), { recursive: true });
    writeFileSync(
      join(folder, 'packages', name, 'package.json'),
      JSON.stringify({ name: `@org/${name}`, version: '3.0.0' }),
    );
  }
}

test(
  'what the page shows a schema developer and an operator is what happens',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'coexistence-page-'));
    try {
      exampleAt2(folder);
      await develop(folder);
      await operate(folder);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
  5 * minute,
);

async function develop(folder: string): Promise<void> {
  const heading = '## The schema developer';
  const file = join(folder, 'schema/reviews.prisma');
  const edit = (from: RegExp, to: string): void => {
    const before = readFileSync(file, 'utf8');
    const after = before.replace(from, to);
    expect(after, String(from)).not.toBe(before);
    writeFileSync(file, after);
  };
  edit(/(?<=^ {2}helpfulCount +)Int /m, 'BigInt ');
  const diff = await run(folder, 'schemactl diff');
  expect(diff.output).toMatch(matching(shown(heading, 'schemactl diff')));

  const make = 'schemactl migration new counts --beside';
  edit(/(?<=^ {2}language +)String\?/m, 'String ');
  const asked = await run(folder, make);
  expect(asked.code).not.toBe(0);
  expect(asked.output).toMatch(matching(shown(heading, make)));

  const [annotated = ''] = blocksOf(section(heading), 'prisma');
  edit(/^ {2}language +String .*\n/m, annotated);
  await done(folder, make);
  const [listing = ''] = blocksOf(section(heading), '').filter((one) => one.startsWith('migr'));
  const made = readdirSync(join(folder, 'migrations/3.0.0')).filter((name) => /^\d/.test(name));
  const listed = listing.trim().split(/\s+/).sort();
  expect(listed).toHaveLength(made.length);
  for (const [at, name] of made.entries()) {
    expect(`migrations/3.0.0/${name}`).toMatch(matching(`${listed[at]}`));
  }

  const [, ...rest] = commandsOf(blocksOf(section('## The example'), 'sh')[0]);
  expect(rest).toEqual(['schemactl migration test 3.0.0', 'schemactl version create']);
  for (const line of rest) await done(folder, line);
}

async function operate(folder: string): Promise<void> {
  await using database = await createTestDatabase();
  const query = async (sql: string): Promise<void> => {
    const client = new pg.Client({ connectionString: database.connectionString });
    await client.connect();
    await client.query(sql).finally(() => client.end());
  };
  const env = { DATABASE_URL: database.connectionString };
  const heading = '## The operator';
  const commands = commandsOf(blocksOf(section(heading), 'sh')[0]);
  const [adopt = '', up = '', versions = '', retire = '', contract = ''] = commands;
  expect(commands).toHaveLength(5);
  await done(folder, 'schema-migrator up --to 2.0.0', env);
  expect(await done(folder, adopt, env)).toContain('db_2_0_0');
  await done(folder, up, env);

  const abandon = inTable(/`(schema-migrator abandon [^`]+)`/);
  expect(await run(folder, abandon, env)).toMatchObject({
    output: expect.stringContaining('error MIGRATION_DATA_LOSS'),
  });
  // It asks who is at a terminal.
  await done(folder, `${abandon} ${inTable(/abandon.*`(--allow-data-loss)`/)} --yes`, env);
  await done(folder, up, env);

  await query(`SELECT * FROM schema_migrations.hello('2.0.0', 'web', 'node')`);
  expect(await done(folder, versions, env)).toContain('web (node) said hello');
  await done(folder, retire, env);
  const refused = await run(folder, contract, env);
  expect(refused.code).not.toBe(0);
  expect(refused.output).toMatch(matching(shown(heading, contract)));

  await query(`UPDATE schema_migrations.usage SET last_seen = now() - interval '8 days'`);
  const brownout = inTable(/`(contract [^`]+ --brownout 10min)`/).replace('10min', '1s');
  const role = `role_${database.name}`;
  await query(`CREATE ROLE ${role}; GRANT USAGE ON SCHEMA db_2_0_0 TO ${role}`);
  try {
    await done(folder, `schema-migrator ${brownout}`, env);
  } finally {
    await query(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
  }
  expect(await done(folder, versions, env)).toMatch(/^2\.0\.0 +ended/m);
  expect(await done(folder, `${contract} --dry-run`, env)).toContain('nothing');
}

/** What the table of the operator's cases says. */
function inTable(pattern: RegExp): string {
  const found = pattern.exec(section('## The operator'))?.[1];
  if (found === undefined) throw new Error(`The page does not say ${pattern}.`);
  return found;
}
