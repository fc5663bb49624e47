import type { PythonColumn, PythonEntity, PythonSchema } from '../python-schema.ts';
import { docstring, indented, pythonModule, statement, stringLiteral } from '../python-source.ts';
import {
  hiddenBuiltins,
  importGroups,
  siblingImports,
  standardImports,
  withVisibleBuiltins,
} from './annotations.ts';

/** `models.py`: a row class for each model and view. */
export function modelsModule(schema: PythonSchema): string {
  const blocks = schema.entities.flatMap((entity) => [relationsClass(entity), rowClass(entity)]);
  const imports = importGroups(standardImports(blocks), [
    ...siblingImports(blocks),
    ...(blocks.length > 0 ? ['from ._runtime.rows import Row as _Row'] : []),
  ]);
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
    statement(`class ${className}(_${className}Relations):`),
    ...indented([...docstring(documentation), '', ...fields]),
  ];
}

/** The attributes of relations: unset until they are loaded. */
function relationsClass({ className, relations }: PythonEntity): readonly string[] {
  const names = [...relations.map(({ name }) => `${stringLiteral(name)},`)].sort();
  return [
    statement(`class _${className}Relations(_Row):`),
    ...indented([
      ...(names.length < 2
        ? [`__slots__ = (${names.join('')})`]
        : ['__slots__ = (', ...indented(names), ')']),
      ...relations.map(({ name }) => statement(`${name}: object`, 1)),
    ]),
  ];
}

function rowAnnotation({ source, type }: PythonColumn): string {
  if (source.arity === 'list') return `list[${type.row}]`;
  // A JSON value includes None already.
  return source.arity === 'optional' && type.filter !== 'json' ? `${type.row} | None` : type.row;
}
