import type { UnknownEnumValues } from '../../../codegen-target.ts';
import { createModule, type PythonModule } from '../python-module.ts';
import type { PythonEntity, PythonSchema } from '../python-schema.ts';
import { call, docstring, indented, stringLiteral } from '../python-source.ts';
import { named } from '../python-symbols.ts';

const ACCESSOR = named('._runtime.accessor', 'accessor');
const TABLES = named('._runtime.tables.table', 'Tables');

interface Flavour {
  readonly prefix: '' | 'Async';
  readonly with: 'with' | 'async with';
}

const SYNC: Flavour = { prefix: '', with: 'with' };
const ASYNC: Flavour = { prefix: 'Async', with: 'async with' };

/** What clients know of themselves. */
export interface ClientConstants {
  /** What connections are called. */
  readonly name: string;
  /** The PostgreSQL schema of the version's views. */
  readonly schemaName: string;
  readonly unknownEnumValues?: UnknownEnumValues | undefined;
}

/** `client.py`: the clients and their transactions, with an attribute for each model. */
export function clientModule({ entities }: PythonSchema, constants: ClientConstants): string {
  const module = createModule({
    name: '.client',
    documentation: 'The clients and their transactions.',
  });
  const blocks = [SYNC, ASYNC].flatMap((flavour) => [
    modelsClass(module, entities, flavour),
    transactionClass(flavour),
    batchClass(module, entities, flavour),
    clientClass(module, flavour, constants),
  ]);
  return module.finish(blocks);
}

const runtimeClass = (module: PythonModule, name: string): string =>
  module.text(named('._runtime.client', name));

function modelsClass(
  module: PythonModule,
  entities: readonly PythonEntity[],
  flavour: Flavour,
): readonly string[] {
  const accessors = entities.flatMap((entity) => accessor(module, entity));
  return [
    `class _${flavour.prefix}Models(${runtimeClass(module, `${flavour.prefix}SessionClient`)}):`,
    ...indented([
      ...accessors,
      ...(accessors.length > 0 ? [''] : []),
      ...transactionMethod(flavour),
      '',
      ...batchMethod(flavour),
    ]),
  ];
}

/** Types and documentation are in the stub: at run time all models with the same capability have the same methods. */
function accessor(
  module: PythonModule,
  { accessor: name, capability, className }: PythonEntity,
): readonly string[] {
  const methods = `${capability[0]?.toUpperCase()}${capability.slice(1)}Actions`;
  return call(`${name} = ${module.text(ACCESSOR)}`, [methods, className].map(stringLiteral), '', 1);
}

/** What its options are is in the stub. */
function transactionMethod({ prefix, with: word }: Flavour): readonly string[] {
  return [
    'def transaction(self, isolation=None, **options):  # type: ignore[no-untyped-def]',
    ...indented([
      ...docstring(
        `What is done on it becomes visible together, or not at all: \`\`${word} client.transaction() as tx:\`\`.`,
      ),
      `return self._transaction(${prefix}Transaction, isolation, **options)`,
    ]),
    '',
    'tx = transaction  # pyright: ignore',
  ];
}

function batchMethod({ prefix, with: word }: Flavour): readonly string[] {
  return [
    'def batch(self):  # type: ignore[no-untyped-def]',
    ...indented([
      ...docstring(
        `What is asked of it is sent together: \`\`${word} client.batch() as batch:\`\`.`,
      ),
      `return ${prefix}Batch(self._session)`,
    ]),
    '',
    '# The word of Prisma Client Python.',
    'batch_ = batch',
  ];
}

/** Its attributes are those of a client; its methods say what will be done. */
function batchClass(
  module: PythonModule,
  entities: readonly PythonEntity[],
  { prefix }: Flavour,
): readonly string[] {
  const base = module.text(named('._runtime.connections.batches', `Base${prefix}Batch`));
  return [
    `class ${prefix}Batch(${base}):`,
    ...indented([
      ...docstring('Calls that are sent together, all of them kept or none.'),
      '',
      ...entities.flatMap((entity) => accessor(module, entity)),
    ]),
  ];
}

function transactionClass({ prefix }: Flavour): readonly string[] {
  return [
    `class ${prefix}Transaction(_${prefix}Models):`,
    ...indented(docstring('A transaction; one inside another is a savepoint.')),
  ];
}

function clientClass(
  module: PythonModule,
  { prefix }: Flavour,
  { name, schemaName, unknownEnumValues = 'keep' }: ClientConstants,
): readonly string[] {
  const base = runtimeClass(module, `Base${prefix}Client`);
  return [
    `class ${prefix}Client(_${prefix}Models, ${base}):`,
    ...indented([
      ...docstring('The database, with an attribute for each model and view.'),
      '',
      `_name = ${stringLiteral(name)}`,
      `_schema_name = ${stringLiteral(schemaName)}`,
      ...(unknownEnumValues === 'keep'
        ? []
        : [`_unknown_enum_values = ${stringLiteral(unknownEnumValues)}`]),
      '',
      `def _schema_tables(self) -> ${module.text(TABLES)}:`,
      '    from ._tables import TABLES',
      '',
      '    return TABLES',
    ]),
  ];
}
