import { createModule, type PythonModule } from '../python-module.ts';
import type { Capability, PythonEntity, PythonSchema } from '../python-schema.ts';
import { docstring, indented, statement, stringLiteral } from '../python-source.ts';
import { inputs, models, named, type PythonSymbol, symbolsOf } from '../python-symbols.ts';

/** The run time's class for each capability, and the type arguments that it takes after the row. */
const BASES: Readonly<Record<Capability, readonly [base: string, suffixes: readonly string[]]>> = {
  view: ['ViewQueries', ['Where', 'OrderBy']],
  keyedView: ['KeyedViewQueries', ['Where', 'OrderBy', 'WhereUnique']],
  updatable: ['UpdatableQueries', ['Where', 'OrderBy', 'WhereUnique', 'Update']],
  model: ['ModelQueries', ['Where', 'OrderBy', 'WhereUnique', 'Update', 'Create']],
};

/** `_queries.py`: the methods of each model with the model's own types. */
export function queriesModule(schema: PythonSchema): string {
  const module = createModule({
    name: '._queries',
    documentation: 'The methods of each model.',
    typeOnly: ['.inputs', '.models'],
  });
  const blocks = schema.entities.flatMap((entity) => [
    queriesClass(module, entity, ''),
    queriesClass(module, entity, 'Async'),
  ]);
  return module.finish(blocks);
}

/** The class of an entity's methods. The suffixes let no two of them be one. */
export const queriesOf = ({ className }: PythonEntity, prefix: '' | 'Async'): PythonSymbol =>
  symbolsOf('._queries')(`${className}Queries${prefix}`);

function queriesClass(
  module: PythonModule,
  entity: PythonEntity,
  prefix: '' | 'Async',
): readonly string[] {
  const { className, capability, inputName, source } = entity;
  const [base, suffixes] = BASES[capability];
  const args = [models(className), ...suffixes.map((suffix) => inputs(inputName(suffix)))];
  const from = prefix === '' ? '._runtime.queries' : '._runtime.async_queries';
  const documentation = source.documentation ?? `The ${source.kind} ${source.name}.`;
  return [
    statement(`class ${module.text(queriesOf(entity, prefix))}(`),
    `    ${module.text(named(from, `${prefix}${base}`))}[`,
    ...indented(indented(args.map((arg) => `${stringLiteral(module.text(arg))},`))),
    '    ],',
    '):',
    ...indented(docstring(documentation)),
  ];
}
