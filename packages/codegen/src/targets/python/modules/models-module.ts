import { createModule, type PythonModule } from '../python-module.ts';
import type { PythonColumn, PythonEntity, PythonRelation, PythonSchema } from '../python-schema.ts';
import {
  call,
  docstring,
  indented,
  statement,
  stringLiteral,
  stringTuple,
} from '../python-source.ts';
import { builtin, models, named, type PythonExpression, py } from '../python-symbols.ts';

const ROW = named('._runtime.rows', 'Row');

/**
 * `models.py`: a row class for each model and view. What a dataclass would have
 * is in the base, which makes it when it is used: it would take most of the time
 * of the import.
 */
export function modelsModule(schema: PythonSchema): string {
  const module = createModule({
    name: '.models',
    documentation: 'The rows of the models and views.',
    defines: schema.entities.map(({ className }) => className),
  });
  return module.finish(schema.entities.map((entity) => rowClass(module, entity)));
}

function rowClass(
  module: PythonModule,
  { className, source, columns, relations }: PythonEntity,
): readonly string[] {
  const names = columns.map(({ name }) => name);
  const related = relations.map(({ name }) => name);
  const hidden = new Set([...names, ...related]);
  const documentation = source.documentation ?? `A row of the ${source.kind} ${source.name}.`;
  return [
    statement(`class ${className}(${module.text(ROW)}):`),
    ...indented([
      ...docstring(documentation),
      '',
      ...stringTuple(names, 1, '__match_args__ = ', ''),
      ...(related.length === 0
        ? ['__slots__ = __match_args__']
        : call('__slots__ = ', ['*__match_args__', ...related.map(stringLiteral)], '', 1)),
      ...columns.flatMap((column) => [
        statement(`${column.name}: ${module.text(rowAnnotation(column), hidden)}`, 1),
        ...(column.source.documentation ? docstring(column.source.documentation) : []),
      ]),
      // Unset until they are loaded.
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
