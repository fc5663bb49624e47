import type { Capability, PythonEntity, PythonSchema } from '../python-schema.ts';
import { docstring, indented, pythonModule, statement, stringLiteral } from '../python-source.ts';

/** The run time's class for each capability, and the type arguments that it takes after the row. */
const BASES: Readonly<Record<Capability, readonly [base: string, inputs: readonly string[]]>> = {
  view: ['ViewQueries', ['Where', 'OrderBy']],
  keyedView: ['KeyedViewQueries', ['Where', 'OrderBy', 'WhereUnique']],
  updatable: ['UpdatableQueries', ['Where', 'OrderBy', 'WhereUnique', 'Update']],
  model: ['ModelQueries', ['Where', 'OrderBy', 'WhereUnique', 'Update', 'Create']],
};

/** `_queries.py`: the methods of each model with the model's own types. */
export function queriesModule(schema: PythonSchema): string {
  const bases = [...new Set(schema.entities.map(({ capability }) => BASES[capability][0]))].sort();
  if (bases.length === 0) return pythonModule('The methods of each model.', [], []);
  const imports = [
    'from typing import TYPE_CHECKING',
    '',
    'from ._runtime.async_queries import (',
    ...bases.map((base) => `    Async${base},`),
    ')',
    'from ._runtime.queries import (',
    ...bases.map((base) => `    ${base},`),
    ')',
    '',
    'if TYPE_CHECKING:',
    // A linter does not see them in the strings below.
    '    from . import inputs, models  # noqa: F401',
  ];
  const blocks = schema.entities.flatMap((entity) => [
    queriesClass(entity, ''),
    queriesClass(entity, 'Async'),
  ]);
  return pythonModule('The methods of each model.', imports, blocks);
}

function queriesClass(entity: PythonEntity, prefix: '' | 'Async'): readonly string[] {
  const { className, capability, source } = entity;
  const [base, inputs] = BASES[capability];
  const args = [`models.${className}`, ...inputs.map((input) => `inputs.${className}${input}`)];
  const documentation = source.documentation ?? `The ${source.kind} ${source.name}.`;
  return [
    statement(`class ${prefix}${className}Queries(`),
    `    ${prefix}${base}[`,
    ...indented(indented(args.map((arg) => `${stringLiteral(arg)},`))),
    '    ],',
    '):',
    ...indented(docstring(documentation)),
  ];
}
