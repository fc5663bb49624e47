import type { PythonEntity, PythonSchema } from '../python-schema.ts';
import { docstring, indented, pythonModule, statement, stringLiteral } from '../python-source.ts';
import { importGroups } from './annotations.ts';

interface Flavour {
  readonly prefix: '' | 'Async';
  readonly decorator: string;
  readonly def: 'def' | 'async def';
  readonly with: 'with' | 'async with';
  readonly generator: (type: string) => string;
  readonly example: string;
}

const SYNC: Flavour = {
  prefix: '',
  decorator: '@_contextlib.contextmanager',
  def: 'def',
  with: 'with',
  generator: (type) => `Generator[${type}, None, None]`,
  example: 'with client.transaction() as tx:',
};

const ASYNC: Flavour = {
  prefix: 'Async',
  decorator: '@_contextlib.asynccontextmanager',
  def: 'async def',
  with: 'async with',
  generator: (type) => `AsyncGenerator[${type}, None]`,
  example: 'async with client.transaction() as tx:',
};

/** `client.py`: the clients and their transactions, with an attribute for each model. `name` is what connections are called. */
export function clientModule(schema: PythonSchema, name: string): string {
  const hasEntities = schema.entities.length > 0;
  const imports = importGroups(
    [
      // Under names that no model's attribute can have.
      'import contextlib as _contextlib',
      'from collections.abc import AsyncGenerator, Generator',
    ],
    [
      ...(hasEntities
        ? [
            'from . import _queries, _tables',
            'from ._runtime.accessor import accessor as _accessor',
          ]
        : []),
      'from ._runtime.client import (',
      '    AsyncSessionClient,',
      '    BaseAsyncClient,',
      '    BaseClient,',
      '    SessionClient,',
      ')',
      'from ._runtime.types import IsolationLevel',
    ],
  );
  const blocks = [SYNC, ASYNC].flatMap((flavour) => [
    modelsClass(schema, flavour),
    transactionClass(flavour),
    clientClass(flavour, name, hasEntities),
  ]);
  return pythonModule('The clients and their transactions.', imports, blocks);
}

function modelsClass(schema: PythonSchema, flavour: Flavour): readonly string[] {
  const accessors = schema.entities.flatMap((entity) => [...accessor(entity, flavour), '']);
  return [
    `class _${flavour.prefix}Models(${flavour.prefix}SessionClient):`,
    ...indented([...accessors, ...transactionMethod(flavour)]),
  ];
}

function accessor(entity: PythonEntity, { prefix }: Flavour): readonly string[] {
  const { className, source } = entity;
  const queries = `_queries.${prefix}${className}Queries`;
  const documentation = source.documentation ?? `The ${source.kind} ${source.name}.`;
  const result = `return ${queries}(self._session, ${stringLiteral(className)})`;
  return [
    '@_accessor',
    statement(`def ${entity.accessor}(self) -> ${queries}:`, 1),
    ...indented([...docstring(documentation), statement(result, 2)]),
  ];
}

function transactionMethod(flavour: Flavour): readonly string[] {
  const transaction = `${flavour.prefix}Transaction`;
  return [
    flavour.decorator,
    `${flavour.def} transaction(`,
    '    self, isolation: IsolationLevel | None = None',
    `) -> ${flavour.generator(transaction)}:`,
    ...indented([
      ...docstring(
        `What is done on it becomes visible together, or not at all: \`\`${flavour.example}\`\`.`,
      ),
      `${flavour.with} self._session.transaction(isolation) as session:`,
      `    yield ${transaction}(session)`,
    ]),
  ];
}

function transactionClass({ prefix }: Flavour): readonly string[] {
  return [
    `class ${prefix}Transaction(_${prefix}Models):`,
    ...indented(docstring('A transaction; one inside another is a savepoint.')),
  ];
}

function clientClass({ prefix }: Flavour, name: string, hasEntities: boolean): readonly string[] {
  return [
    `class ${prefix}Client(_${prefix}Models, Base${prefix}Client):`,
    ...indented([
      ...docstring('The database, with an attribute for each model and view.'),
      '',
      `_name = "${name}"`,
      ...(hasEntities ? ['_tables = _tables.TABLES'] : []),
    ]),
  ];
}
