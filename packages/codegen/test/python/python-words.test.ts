import { cpSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { isSchemaServiceError } from '@schema-service/errors';
import { createTestDatabase } from '@schema-service/local-postgres';
import { parseSchema, type SchemaModel } from '@schema-service/schema-model';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { packageNames } from '../../src/codegen-targets.ts';
import { ACCESSOR, FIELD } from '../../src/targets/python/python-names.ts';
import { type PythonSchema, pythonSchema } from '../../src/targets/python/python-schema.ts';
import { pythonTarget } from '../../src/targets/python/python-target.ts';
import { run } from '../run.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { generatePython, HERE, PYTHON, writeFiles } from './generated.ts';

const PYRIGHT = join(
  dirname(createRequire(import.meta.url).resolve('pyright/package.json')),
  'index.js',
);

/** A schema whose names are words. */
type Naming = (words: Words) => string;

/** How words become the names of everything that a schema can declare. */
const SCHEMAS: Readonly<Record<'models' | 'fields' | 'relations' | 'enums', Naming>> = {
  models: (words) => [...words.map((word) => `model ${word} {\n  id Int @id\n}`), ALIKE].join('\n'),
  fields: (words) =>
    [
      'model AllFields {',
      ...words.map((word) => `  ${word} Int${word === 'id' ? ' @id' : ''}`),
      '}',
    ].join('\n'),
  relations,
  enums: (words) =>
    [
      ...words.map((word) => `enum ${word} {\n  A\n}`),
      'enum AllValues {',
      ...words.map((word) => `  ${word}`),
      '}',
      'model HasValues {\n  id Int @id\n  values AllValues[]\n}',
    ].join('\n'),
};

type Words = readonly string[];
type Kind = 'words' | 'members' | 'client' | 'row';

/** Names that Python's spelling, or the classes that are made for a model, would make one. */
const ALIKE = `
  model Trap {
    id         Int @id
    where      Int @unique
    byWhere    Int @unique
    createdAt  Int
    created_at Int
    userID     Int
    userId     Int
    Trap       Int
    TRAP       Int
  }
  model trap { id Int @id }
  model TrapBy { id Int @id, where Int @unique }
  model TrapAsync { id Int @id }
  model AsyncTrap { id Int @id }
  model TrapWhere { id Int @id }
  model HTMLTrap { id Int @id }
  model HtmlTrap { id Int @id }
  model html_trap { id Int @id }
  view TrapQueries { id Int @unique }
  view trap_view { total Int }
  view TrapView { total Int }
`.replace(/\{ (.*) \}/g, (_, fields: string) => `{\n${fields.replace(', ', '\n')}\n}`);

/** Relations called by words, some to a model: every method has parameters for each of them. */
function relations(words: Words): string {
  const size = 5;
  const chunks = Array.from({ length: Math.ceil(words.length / size) }, (_, index) =>
    words.slice(index * size, (index + 1) * size),
  );
  return chunks
    .flatMap((chunk, index) => [
      `model Child${index} {\n  childId Int @id\n  parentId Int?`,
      ...chunk.map(
        (word) =>
          `  ${word} Parent${index}? @relation("${word}", fields: [parentId], references: [parentId], map: "${word}")`,
      ),
      `}\nmodel Parent${index} {\n  parentId Int @id`,
      ...chunk.map((word) => `  ${word} Child${index}[] @relation("${word}")`),
      '}',
    ])
    .join('\n');
}

const parsed = (content: string) => parseSchema([{ path: 'schema.prisma', content }]);

/** The schema of the words without those that Prisma keeps for itself. */
function acceptedSchema(words: Words, schemaOf: Naming): SchemaModel {
  const content = schemaOf(words);
  try {
    return parsed(content);
  } catch (error) {
    if (!isSchemaServiceError(error)) throw error;
    const { mistakes } = error.meta as { mistakes: readonly { readonly line: number }[] };
    const lines = content.split('\n');
    const refused = new Set(
      mistakes.map(({ line }) => /^(?:model|enum)? *(\w+)/.exec(lines[line - 1] ?? '')?.[1] ?? ''),
    );
    const left = words.filter((word) => !refused.has(word));
    // It keeps some of its own and of TypeScript.
    expect(left.length).toBeGreaterThan(words.length - 30);
    expect(left.length).toBeLessThan(words.length);
    return acceptedSchema(left, schemaOf);
  }
}

/** Every word of Python, of its typing and of the run time, and what clients and rows have. */
async function wordsOfPython(folder: string): Promise<Record<Kind, Words>> {
  await writeFiles(await generatePython('small'), folder);
  cpSync(join(HERE, 'words.py'), join(folder, 'words.py'));
  const printed = await run(PYTHON ?? '', ['words.py'], { cwd: folder });
  expect(printed.exitCode, printed.stderr).toBe(0);
  return JSON.parse(printed.stdout) as Record<Kind, Words>;
}

describe.skipIf(!PYTHON)('every word of Python', () => {
  test('that clients and rows have is taken', async () => {
    const { client, row } = await wordsOfPython(temporaryFolder());
    expect(client.filter((name) => !ACCESSOR.isTaken(name))).toEqual([]);
    expect(row.filter((name) => !FIELD.isTaken(name))).toEqual([]);
  });

  test('can be the name of everything', async () => {
    const from = temporaryFolder();
    const { words, members } = await wordsOfPython(from);
    expect(words).toEqual(expect.arrayContaining(['class', 'match', 'int', 'TypedDict', 'Client']));
    const said = await saidByModules(words);
    expect(said).toEqual(expect.arrayContaining(['class', 'int', 'Client', 'IntWhere', 'create']));
    const folder = temporaryFolder();
    const generated = async (
      kind: keyof typeof SCHEMAS,
      some: Words,
      name: string = kind,
    ): Promise<PythonSchema> => {
      const schema = acceptedSchema(some, SCHEMAS[kind]);
      const names = packageNames({ scope: '@words', name });
      await writeFiles(await pythonTarget.generate(schema, { version: '1.0.0', names }), folder);
      return pythonSchema(schema);
    };
    const tables = (await generated('models', words, 'tables')).entities.filter(
      ({ columns, capability }) => columns.length === 1 && capability === 'model',
    );
    const names = [...words, ...members];
    const fields = (await generated('fields', names, 'columns')).entities[0]?.columns ?? [];
    const { enums } = await generated('enums', names, 'values');
    const values = enums.find(({ className }) => className === 'AllValues')?.source.values ?? [];
    // Type checkers can only stumble over what modules say, and over what classes have.
    await generated('models', said);
    await generated('fields', [...said, ...members]);
    await generated(
      'relations',
      said.filter((word) => word === word.toLowerCase()),
    );
    await generated('enums', [...said, ...members]);

    const packages = Object.keys(SCHEMAS).map((kind) => `words_${kind}_client`);
    const [mypy, pyright] = await Promise.all([
      run(PYTHON ?? '', ['-m', 'mypy', '--strict', ...packages], { cwd: folder }),
      checkedByPyright(folder, packages),
    ]);
    expect(mypy.exitCode, mypy.stdout.slice(0, 5000)).toBe(0);
    expect(pyright.exitCode, pyright.stdout.slice(0, 5000)).toBe(0);

    await using database = await createTestDatabase();
    const columns = fields.map(({ source }) => `"${source.dbName}" int`);
    await execute(database.connectionString, [
      ...tables.map(({ source }) => `CREATE TABLE "${source.dbName}" (id int PRIMARY KEY)`),
      `CREATE TABLE "AllFields" (${columns.join(', ')})`,
      `CREATE TYPE "AllValues" AS ENUM (${values.map(({ dbName }) => `'${dbName}'`).join(', ')})`,
      'CREATE TABLE "HasValues" (id int PRIMARY KEY, values "AllValues"[])',
    ]);
    const used = [tables.map(({ accessor }) => accessor), fields.map(({ name }) => name)].map(
      (names) => names.filter((_, index) => index % 5 === 0),
    );
    writeFileSync(join(folder, 'used.json'), JSON.stringify(used));
    cpSync(join(HERE, 'words-in-use.py'), join(folder, 'words-in-use.py'));
    const result = await run(PYTHON ?? '', ['words-in-use.py', 'used.json'], {
      cwd: folder,
      env: { DATABASE_URL: database.connectionString },
    });
    expect(result.exitCode, result.stderr).toBe(0);
  }, 1_200_000);
});

/**
 * The words that the modules which are generated say themselves, beside those of the run time. What
 * is imported as a name with `_`, or read of another module, is no name that a model's can stand for.
 */
async function saidByModules(words: Words): Promise<Words> {
  const { files } = await generatePython('small');
  const modules = files.filter(({ path }) => /\.pyi?$/.test(path) && !path.includes('/_runtime/'));
  const said = new Set(
    modules.flatMap(
      ({ content }) =>
        String(content)
          .replaceAll(/"""[\s\S]*?"""|#.*|^from \S+|\b\w+ as (?=\w)/gm, '')
          .match(/(?<![\w.])[A-Za-z]\w*/g) ?? [],
    ),
  );
  return words.filter((word) => said.has(word));
}

function checkedByPyright(folder: string, include: readonly string[]): ReturnType<typeof run> {
  const config = {
    typeCheckingMode: 'strict',
    pythonVersion: '3.11',
    include,
    // Is the same in every package, and checked with another one.
    exclude: ['**/_runtime'],
  };
  writeFileSync(join(folder, 'pyrightconfig.json'), JSON.stringify(config));
  return run(process.execPath, [PYRIGHT, '--pythonpath', PYTHON ?? '', '-p', folder], {
    cwd: folder,
  });
}

async function execute(connectionString: string, statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query(statements.join(';\n'));
  } finally {
    await client.end();
  }
}
