import { className } from '../python-names.ts';
import type { PythonColumn, PythonEntity } from '../python-schema.ts';
import { inputs, type PythonSymbol } from '../python-symbols.ts';

/** The types of `inputs.py` that people name; each ends the name of its class. */
export type InputType =
  | 'Where'
  | 'Is'
  | 'Having'
  | 'OrderBy'
  | 'Field'
  | 'Number'
  | 'Comparable'
  | 'Include'
  | 'Counts'
  | 'WhereUnique'
  | 'Create'
  | 'Update';

/** The type of an entity in `inputs.py`: `UserWhere`. */
export const inputType = ({ inputName }: PythonEntity, type: InputType): PythonSymbol =>
  inputs(inputName(type));

/** The condition that a row has a key: `UserByEmail`. */
export const byKey = ({ inputName }: PythonEntity, key: readonly PythonColumn[]): PythonSymbol =>
  inputs(inputName(`By${key.map(({ name }) => className(name)).join('And')}`));

/** A class that is only a part of others. */
export const inputPart = ({ inputName }: PythonEntity, words: readonly string[]): PythonSymbol =>
  inputs(`_${inputName(words.map(className).join(''))}`);
