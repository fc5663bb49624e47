import type { PythonColumn } from '../python-schema.ts';

/** Whether there is a least and a greatest of the values of a column. */
export const isComparable = ({ source, type }: PythonColumn): boolean =>
  source.arity !== 'list' && !['Boolean', 'Bytes', 'Json'].includes(type.base);

/** Whether there is a sum of the values of a column. */
export const isNumber = ({ source, type }: PythonColumn): boolean =>
  source.arity !== 'list' && (type.operation !== undefined || type.base === 'Money');
