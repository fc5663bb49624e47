import { createModule } from '../python-module.ts';
import type { PythonEntity, PythonSchema } from '../python-schema.ts';
import { stringLiteral } from '../python-source.ts';
import {
  builtin,
  joined,
  named,
  type PythonExpression,
  type PythonSymbol,
  py,
  symbolsOf,
} from '../python-symbols.ts';

/** The type variable of relations of a name. By its end nothing else has it: a relation may be called `object`. */
export const relationVariable = (relation: string): PythonSymbol =>
  symbolsOf('._relations')(`${relation}_co`);

const TYPE_VAR = named('typing_extensions', 'TypeVar');

/**
 * `_relations.py`: a type variable for the relations of each name, for stubs
 * alone. What is not loaded is an `object`, of which nothing is known.
 */
export function relationsModule({ entities }: PythonSchema): string {
  const names = entities.flatMap(({ relations }) => relations.map(({ name }) => name));
  const module = createModule({
    name: '._relations',
    documentation: 'What is known of the relations of rows.',
  });
  const lines = [...new Set(names)].sort().map((name) => {
    const variable = relationVariable(name).name;
    const made = py`${TYPE_VAR}(${stringLiteral(variable)}, covariant=True, default=${builtin('object')})`;
    return `${variable} = ${module.text(made)}`;
  });
  return module.finish(lines.length > 0 ? [lines] : []);
}

/** `[_relations.author_co, _relations.comments_co]`, for a class with a type variable for each relation; empty without any. */
export function relationArguments({ relations }: PythonEntity): PythonExpression {
  if (relations.length === 0) return py``;
  return py`[${joined(
    relations.map(({ name }) => relationVariable(name)),
    ', ',
  )}]`;
}
