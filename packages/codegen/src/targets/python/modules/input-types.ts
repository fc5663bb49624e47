import { className } from '../python-names.ts';
import type { PythonColumn, PythonEntity, PythonRelation } from '../python-schema.ts';
import { inputs, type PythonSymbol } from '../python-symbols.ts';

/** The types of `inputs.py` that people name; each ends the name of its class. */
export type InputType =
  | 'Where'
  | 'Is'
  | 'OrderBy'
  | 'Field'
  | 'Number'
  | 'Include'
  | 'Counts'
  | 'WhereUnique'
  | 'Create'
  | 'CreateNested'
  | 'Update'
  | 'UpdateNested';

/** The type of an entity in `inputs.py`: `UserWhere`. */
export const inputType = ({ inputName }: PythonEntity, type: InputType): PythonSymbol =>
  inputs(inputName(type));

/** The condition that a row has a key: `UserByEmail`. */
export const byKey = ({ inputName }: PythonEntity, key: readonly PythonColumn[]): PythonSymbol =>
  inputs(inputName(`By${key.map(({ name }) => className(name)).join('And')}`));

/** A new row that another one makes, by the relation that leads back to it: `PostCreateWithoutAuthor`. */
export const createWithout = (
  { inputName }: PythonEntity,
  inverse: PythonRelation,
  kind: 'Create' | 'CreateMany',
): PythonSymbol => inputs(inputName(`${kind}Without${className(inverse.name)}`));

/** A class that is only a part of others. */
export const inputPart = ({ inputName }: PythonEntity, words: readonly string[]): PythonSymbol =>
  inputs(`_${inputName(words.map(className).join(''))}`);
