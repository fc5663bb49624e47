import { parseSchema, type SchemaModel } from '@schema-service/schema-model';
import { describe, expect, test } from 'vitest';
import { fixtureModel } from '../test/fixture.ts';
import { formatProblem } from './client-problem.ts';
import { clientProblems, refuseClientProblems } from './client-problems.ts';
import { pythonSchema } from './targets/python/python-schema.ts';

const naming = { scope: '@acme', name: 'db' };
const onlyPython = { ...naming, clients: { python: {} } };
const onlyNode = { ...naming, clients: { node: {} } };

const schemaOf = (content: string): SchemaModel =>
  parseSchema([{ path: 'schema/shop.prisma', content }]);

const messages = (content: string, chosen: typeof onlyPython | typeof onlyNode): string[] =>
  clientProblems(schemaOf(content), chosen).map(({ message }) => message);

test.each(['everything', 'small', 'names'])('of the fixture %s every client is made', (fixture) => {
  expect(clientProblems(fixtureModel(fixture), naming)).toEqual([]);
});

test('everything is told at once, each at its place and with what would mend it', () => {
  const model = schemaOf(
    [
      'model Review {',
      '  id         Int @id',
      '  createdAt  Int',
      '  /// @python.name 2nd',
      '  created_at Int',
      '}',
      'model string {',
      '  id Int @id',
      '}',
      'enum State {',
      '  on',
      '  /// @python.name on',
      '  ON',
      '}',
    ].join('\n'),
  );
  const problems = clientProblems(model, naming);
  expect(problems.map(({ client, file, line, column }) => [client, file, line, column])).toEqual([
    ['node', 'schema/shop.prisma', 7, 7],
    ['python', 'schema/shop.prisma', 5, 3],
    ['python', 'schema/shop.prisma', 13, 3],
  ]);
  expect(problems.map(formatProblem).join('\n')).toContain(
    [
      'schema/shop.prisma:13:3: Enum State: the annotation @python.name of ON has on, which is the name of on.',
      '  fix: Give it another name, or none: names are told apart without an annotation. Or build no Python client: "clients": { "python": false } in schema.config.json',
    ].join('\n'),
  );
  expect(() => refuseClientProblems(model, naming)).toThrow(
    expect.objectContaining({
      code: 'CLIENT_NOT_POSSIBLE',
      message: expect.stringContaining(
        'schema/shop.prisma:7:7: The Node client cannot have string',
      ),
    }),
  );
});

test('a client that is not chosen has no problems', () => {
  const model = schemaOf('model string {\n  id Int @id\n  /// @python.name id\n  aB Int\n}');
  expect(clientProblems(model, { ...naming, clients: { types: {} } })).toEqual([]);
  expect(clientProblems(model, onlyNode)).toHaveLength(1);
  expect(clientProblems(model, onlyPython)).toHaveLength(1);
});

test('two packages of a release have two names', () => {
  const model = schemaOf('model A {\n  id Int @id\n}');
  const clients = { node: { name: '@acme/db-client' }, python: { name: 'class' } };
  expect(clientProblems(model, { ...naming, clients }).map(({ message }) => message)).toEqual([
    'The package of node is called @acme/db-client, as another package of the release is.',
  ]);
});

const id = 'id Int @id';

describe('in Python', () => {
  test('two annotations that say the same are told once, at the second', () => {
    const content = `model A {\n  ${id}\n  /// @python.name x\n  a Int\n  /// @python.name x\n  b Int\n}`;
    expect(messages(content, onlyPython)).toEqual([
      'Model A: the annotation @python.name of b has x, which is the name of a.',
    ]);
  });

  test.each([
    ['nothing', '/// @python.name', 'has not one name'],
    ['two words', '/// @python.name created at', 'has not one name'],
    ['no identifier', '/// @python.name 2nd', 'has 2nd, which is no name'],
  ])('an annotation with %s is refused', (_what, line, message) => {
    const content = `model A {\n  ${id}\n  ${line}\n  at Int\n}`;
    expect(messages(content, onlyPython)).toEqual([expect.stringContaining(message)]);
  });

  test('an annotation renames for Python alone, and is no documentation', () => {
    const { entities, enums } = pythonSchema(
      schemaOf(
        `
        /// Who writes.
        /// @python.name Writer
        model Author {
          ${id}
          createdAt Int
          /// @python.name created_at_ms
          created_at Int @unique
          state State
        }
        /// @python.name Progress
        enum State {
          /// Begun.
          /// @python.name BEGUN
          inWork
        }
      `,
      ),
    );
    const [writer] = entities;
    expect(writer).toMatchObject({
      className: 'Writer',
      accessor: 'writer',
      source: { name: 'Author', dbName: 'Author', documentation: 'Who writes.' },
    });
    expect(writer?.columns.map(({ name, source }) => [name, source.dbName])).toEqual([
      ['id', 'id'],
      ['created_at', 'createdAt'],
      ['created_at_ms', 'created_at'],
      ['state', 'state'],
    ]);
    expect(writer?.columns[2]?.source).not.toHaveProperty('documentation');
    expect(writer?.uniques[1]?.map(({ name }) => name)).toEqual(['created_at_ms']);
    expect(writer?.columns[3]?.type).toMatchObject({
      base: 'EnumProgress',
      row: { from: '.enums', name: 'Progress' },
    });
    expect(enums).toMatchObject([
      {
        className: 'Progress',
        members: [{ name: 'BEGUN', source: { name: 'inWork', documentation: 'Begun.' } }],
      },
    ]);
  });
});

describe('in Node', () => {
  const list =
    'model Org {\n id Int @id\n users User[]\n}\nmodel User {\n id Int @id\n org Org @relation(fields: [o], references: [id])\n o Int\n}\n';
  const refused: [string, string, string][] = [
    ['an enum that Prisma refuses', `enum AND {\n A\n}\nmodel A {\n ${id}\n e AND\n}`, 'have AND'],
    ["a type of TypeScript's", `model static {\n ${id}\n}`, 'have static'],
    ['a value that cannot be', `enum eval {\n A\n}\nmodel A {\n ${id}\n e eval\n}`, 'have eval'],
    ['one accessor', `model user {\n ${id}\n}\nmodel User {\n ${id}\n}`, 'both client.user'],
    ['unchecked inputs', `model A {\n ${id}\n}\nmodel AUnchecked {\n ${id}\n}`, 'makes for A'],
    ['counts', `${list}model OrgCountOutputType {\n ${id}\n}`, 'makes for Org'],
    ['scalars', `${list}model UserScalar {\n ${id}\n}`, 'makes for User'],
    [
      'filters of enums',
      `enum Role {\n A\n}\nenum RoleNullableList {\n A\n}\nmodel A {\n ${id}\n r Role[]\n l RoleNullableList\n}`,
      'makes for Role',
    ],
  ];
  test.each(refused)('%s: refused', (_what, content, message) => {
    expect(messages(content, onlyNode)).toEqual([expect.stringContaining(message)]);
  });

  test.each([
    ['counts of nothing', `model A {\n ${id}\n}\nmodel ACountOutputType {\n ${id}\n}`],
    ['scalars of nothing', `model A {\n ${id}\n}\nmodel AScalar {\n ${id}\n}`],
    ['a view of unchecked things', `model A {\n ${id}\n}\nview AUnchecked {\n id Int @unique\n}`],
    ['what no client sees', `model string {\n ${id}\n @@ignore\n}\nmodel A {\n ${id}\n}`],
  ])('%s: nothing is wrong', (_what, content) => {
    expect(messages(content, onlyNode)).toEqual([]);
  });
});
