import type { PythonColumn, PythonEntity, PythonSchema } from '../python-schema.ts';
import { docstring, indented, pythonModule, statement } from '../python-source.ts';
import {
  hiddenBuiltins,
  importGroups,
  siblingImports,
  standardImports,
  withVisibleBuiltins,
} from './annotations.ts';

/** `models.py`: a row class for each model and view. */
export function modelsModule(schema: PythonSchema): string {
  const blocks = schema.entities.map(rowClass);
  const imports = importGroups(standardImports(blocks), siblingImports(blocks));
  return pythonModule('The rows of the models and views.', imports, blocks);
}

function rowClass({ className, source, columns }: PythonEntity): readonly string[] {
  const hidden = hiddenBuiltins(columns);
  const documentation = source.documentation ?? `A row of the ${source.kind} ${source.name}.`;
  const fields = columns.flatMap((column) => [
    statement(`${column.name}: ${withVisibleBuiltins(rowAnnotation(column), hidden)}`, 1),
    ...(column.source.documentation ? docstring(column.source.documentation) : []),
  ]);
  return [
    '@_dataclasses.dataclass(slots=True)',
    statement(`class ${className}:`),
    ...indented([...docstring(documentation), '', ...fields]),
  ];
}

function rowAnnotation({ source, type }: PythonColumn): string {
  if (source.arity === 'list') return `list[${type.row}]`;
  // A JSON value includes None already.
  return source.arity === 'optional' && type.filter !== 'json' ? `${type.row} | None` : type.row;
}
