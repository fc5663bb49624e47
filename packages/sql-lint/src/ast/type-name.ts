import type { TypeName } from 'libpg-query';
import { stringsOf } from '../sql/relation-name.ts';
import { toSql } from '../sql/to-sql.ts';

/** A type's name without its schema and modifiers, as PostgreSQL's catalog has it: `int4`, `varchar`. */
export function baseType(type: TypeName | undefined): string {
  return stringsOf(type?.names).at(-1) ?? '';
}

/** The modifiers: `[10, 2]` of `numeric(10, 2)`. */
export function modifiers(type: TypeName): number[] {
  return (type.typmods ?? []).flatMap((node) =>
    'A_Const' in node && node.A_Const.ival ? [node.A_Const.ival.ival ?? 0] : [],
  );
}

export const isArray = (type: TypeName): boolean => (type.arrayBounds ?? []).length > 0;

/** As SQL; the grammar writes some types in full that nobody does. */
export const formatType = (type: TypeName): string =>
  toSql({ TypeName: type }).replace(/^pg_catalog\./, '');

const SERIALS: Readonly<Record<string, string>> = {
  smallserial: 'smallint',
  serial2: 'smallint',
  serial: 'integer',
  serial4: 'integer',
  bigserial: 'bigint',
  serial8: 'bigint',
};

/** The type behind a `serial`; `undefined` for any other type. */
export const serialType = (type: TypeName | undefined): string | undefined =>
  SERIALS[baseType(type)];
