import type { Node, TypeName } from 'libpg-query';
import { stringsOf } from '../sql/relation-name.ts';
import { baseType, formatType, isArray, modifiers } from './type-name.ts';

/** Types whose values are stored alike, so that one becomes the other without a look at the rows. */
const SAME_BYTES: readonly (readonly [from: string, to: string])[] = [
  ['varchar', 'text'],
  ['text', 'varchar'],
  ['cidr', 'inet'],
  ['xml', 'text'],
  ['xml', 'varchar'],
  ['int4', 'oid'],
  ['oid', 'int4'],
];

/** How many digits of a second each keeps where nothing is said. */
const PRECISE = new Set(['timestamp', 'timestamptz', 'time', 'timetz']);
const MOST_PRECISE = 6;

/**
 * Whether PostgreSQL changes the type in the catalog alone. Each pair is tried on a server by the suite.
 * A change between `timestamp` and `timestamptz` is one only where the session's time zone is UTC, so it counts as none.
 */
export function isCatalogOnly(from: TypeName, to: TypeName, using: Node | undefined): boolean {
  if (using && !isPlainCast(using, to)) return false;
  if (formatType(from) === formatType(to)) return true;
  if (isArray(from) || isArray(to)) return false;
  const [before, after] = [baseType(from), baseType(to)];
  const [old, next] = [modifiers(from), modifiers(to)];
  if (before !== after) {
    return (
      next.length === 0 && SAME_BYTES.some(([one, other]) => one === before && other === after)
    );
  }
  if (before === 'varchar' || before === 'varbit') return isWider(old[0], next[0]);
  if (before === 'numeric') {
    return next.length === 0 || (isWider(old[0], next[0]) && (old[1] ?? 0) === (next[1] ?? 0));
  }
  if (PRECISE.has(before)) return (old[0] ?? MOST_PRECISE) <= (next[0] ?? MOST_PRECISE);
  return false;
}

/** No limit is the widest. */
const isWider = (from: number | undefined, to: number | undefined): boolean =>
  to === undefined || (from !== undefined && from <= to);

/** `USING c` and `USING c::type` say what would happen without them. */
function isPlainCast(using: Node, to: TypeName): boolean {
  if ('ColumnRef' in using) return stringsOf(using.ColumnRef.fields).length > 0;
  if (!('TypeCast' in using) || !using.TypeCast.typeName || !using.TypeCast.arg) return false;
  const { arg, typeName } = using.TypeCast;
  return 'ColumnRef' in arg && formatType(typeName) === formatType(to);
}
