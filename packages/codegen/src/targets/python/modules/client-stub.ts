import { createModule, type PythonModule } from '../python-module.ts';
import type { PythonEntity, PythonSchema } from '../python-schema.ts';
import { docstring, indented } from '../python-source.ts';
import { builtin, named, py, symbolsOf, types } from '../python-symbols.ts';
import { actionsOf } from './actions-stub.ts';
import type { FaceName } from './faces.ts';

interface Colour {
  readonly prefix: '' | 'Async';
  readonly face: 'sync' | 'async';
  readonly with: 'with' | 'async with';
}

const COLOURS: readonly Colour[] = [
  { prefix: '', face: 'sync', with: 'with' },
  { prefix: 'Async', face: 'async', with: 'async with' },
];

/** `client.pyi`: the clients and their transactions as type checkers see them. */
export function clientStub({ entities }: PythonSchema): string {
  const module = createModule({
    name: '.client',
    documentation: 'The clients and their transactions.',
    isStub: true,
  });
  return module.finish(
    COLOURS.flatMap((colour) => [
      modelsClass(module, entities, colour),
      [
        `class ${colour.prefix}Transaction(_${colour.prefix}Models):`,
        ...indented(docstring('A transaction; one inside another is a savepoint.')),
      ],
      [
        `class ${colour.prefix}Batch(${module.text(named('._runtime.connections.batches', `Base${colour.prefix}Batch`))}):`,
        ...indented([
          ...docstring('Calls that are sent together, all of them kept or none.'),
          ...accessorsOf(module, entities, 'batch'),
        ]),
      ],
      [
        `class ${colour.prefix}Client(_${colour.prefix}Models, ${module.text(named('._runtime.client', `Base${colour.prefix}Client`))}):`,
        ...indented(docstring('The database, with an attribute for each model and view.')),
      ],
    ]),
  );
}

/** A property for each model. */
function accessorsOf(
  module: PythonModule,
  entities: readonly PythonEntity[],
  face: FaceName,
): readonly string[] {
  const hidden = new Set(entities.map(({ accessor }) => accessor));
  const property = module.text(builtin('property'), hidden);
  return entities.flatMap((entity) => {
    const { accessor, source } = entity;
    return [
      `@${property}`,
      `def ${accessor}(self) -> ${module.text(actionsOf(entity, face))}:`,
      ...indented(docstring(source.documentation ?? `The ${source.kind} ${source.name}.`)),
    ];
  });
}

function modelsClass(
  module: PythonModule,
  entities: readonly PythonEntity[],
  { prefix, face, with: statement }: Colour,
): readonly string[] {
  const hidden = new Set(entities.map(({ accessor }) => accessor));
  const accessors = accessorsOf(module, entities, face);
  const block = py`${named('._runtime.connections.blocks', `${prefix}TransactionBlock`)}[${symbolsOf('.client')(`${prefix}Transaction`)}]`;
  const span = `${module.text(named('._runtime.connections.seconds', 'Seconds'))} | None = None`;
  return [
    `class _${prefix}Models(${module.text(named('._runtime.client', `${prefix}SessionClient`))}):`,
    ...indented([
      ...accessors,
      'def transaction(',
      '    self,',
      `    isolation: ${module.text(types('IsolationLevel'))} | None = None,`,
      '    *,',
      `    read_only: ${module.text(builtin('bool'), hidden)} = False,`,
      `    timeout: ${span},`,
      `    max_wait: ${span},`,
      `    retry: ${module.text(builtin('int'), hidden)} = 0,`,
      `) -> ${module.text(block, hidden)}:`,
      ...indented(
        docstring(
          `What is done on it becomes visible together, or not at all: \`\`${statement} client.transaction() as tx:\`\`.`,
        ),
      ),
      'tx = transaction',
      ...['batch', 'batch_'].flatMap((name) => [
        `def ${name}(self) -> ${prefix}Batch:`,
        ...indented(
          docstring(
            `What is asked of it is sent together: \`\`${statement} client.batch() as batch:\`\`.`,
          ),
        ),
      ]),
    ]),
  ];
}
