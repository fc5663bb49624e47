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
} from '../python-symbols.ts';

/**
 * The type variable of a model's relation, by its place among them. All models have the
 * same ones, with short names: the stubs of a large schema are made of little else.
 */
const relationVariable = (index: number): PythonSymbol =>
  named('._relations', `R${String(index + 1).padStart(2, '0')}_co`);

const TYPE_VAR = named('typing_extensions', 'TypeVar');

/**
 * `_relations.py`: a type variable for each relation of the model that has most,
 * for stubs alone. What is not loaded is an `object`, of which nothing is known.
 */
export function relationsModule({ entities }: PythonSchema): string {
  const module = createModule({
    name: '._relations',
    documentation: 'What is known of the relations of rows.',
  });
  const most = Math.max(0, ...entities.map(({ relations }) => relations.length));
  const lines = Array.from({ length: most }, (_, index) => {
    const variable = relationVariable(index).name;
    const made = py`${TYPE_VAR}(${stringLiteral(variable)}, covariant=True, default=${builtin('object')})`;
    return `${variable} = ${module.text(made)}`;
  });
  return module.finish(lines.length > 0 ? [lines] : []);
}

/** The type variables of an entity's relations, in their order. */
export const relationVariables = ({ relations }: PythonEntity): readonly PythonSymbol[] =>
  relations.map((_, index) => relationVariable(index));

/** `[_R01_co, _R02_co]`, for a class with a type variable for each relation; empty without any. */
export function relationArguments(entity: PythonEntity): PythonExpression {
  if (entity.relations.length === 0) return py``;
  return py`[${joined(relationVariables(entity), ', ')}]`;
}
