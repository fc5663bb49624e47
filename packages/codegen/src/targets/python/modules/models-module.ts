import { createModule, type PythonModule } from '../python-module.ts';
import type { PythonColumn, PythonEntity, PythonRelation, PythonSchema } from '../python-schema.ts';
import { docstring, indented, statement, stringLiteral } from '../python-source.ts';
import { builtin, models, named, type PythonExpression, py, symbolsOf } from '../python-symbols.ts';

const DATACLASS = symbolsOf('dataclasses')('dataclass');
const ROW = named('._runtime.rows', 'Row');

/** `models.py`: a row class for each model and view. */
export function modelsModule(schema: PythonSchema): string {
  const module = createModule({
    name: '.models',
    documentation: 'The rows of the models and views.',
    defines: schema.entities.map(({ className }) => className),
  });
  return module.finish(
    schema.entities.flatMap((entity) => [relationsClass(module, entity), rowClass(module, entity)]),
  );
}

function rowClass(
  module: PythonModule,
  { className, source, columns }: PythonEntity,
): readonly string[] {
  const hidden = new Set(columns.map(({ name }) => name));
  const documentation = source.documentation ?? `A row of the ${source.kind} ${source.name}.`;
  const fields = columns.flatMap((column) => [
    statement(`${column.name}: ${module.text(rowAnnotation(column), hidden)}`, 1),
    ...(column.source.documentation ? docstring(column.source.documentation) : []),
  ]);
  return [
    // The rest is in the base, and need not be made for each when the package is imported.
    `@${module.text(DATACLASS)}(slots=True, repr=False, eq=False)`,
    statement(`class ${className}(_${className}Relations):`),
    ...indented([...docstring(documentation), '', ...fields]),
  ];
}

/** The attributes of relations: unset until they are loaded. */
function relationsClass(
  module: PythonModule,
  { className, relations }: PythonEntity,
): readonly string[] {
  const hidden = new Set(relations.map(({ name }) => name));
  const names = [...relations.map(({ name }) => `${stringLiteral(name)},`)].sort();
  return [
    statement(`class _${className}Relations(${module.text(ROW)}):`),
    ...indented([
      ...(names.length < 2
        ? [`__slots__ = (${names.join('')})`]
        : ['__slots__ = (', ...indented(names), ')']),
      ...relations.map((relation) =>
        statement(`${relation.name}: ${module.text(relationAnnotation(relation), hidden)}`, 1),
      ),
    ]),
  ];
}

/** The type of a column's values in rows. */
export function rowAnnotation({ source, type }: PythonColumn): PythonExpression {
  if (source.arity === 'list') return py`${builtin('list')}[${type.row}]`;
  // A JSON value includes None already.
  return source.arity === 'optional' && type.filter !== 'json' ? py`${type.row} | None` : type.row;
}

/** The type of a relation that was loaded, for who makes rows of dicts. */
function relationAnnotation({ target, kind }: PythonRelation): PythonExpression {
  if (kind === 'many') return py`${builtin('list')}[${models(target)}]`;
  return kind === 'maybe' ? py`${models(target)} | None` : models(target);
}
