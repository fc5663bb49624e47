import { assertNever } from '@schema-service/errors';
import type { StructureDifference } from './compare-structures.ts';
import type { StructureObject, StructureValue } from './database-structure.ts';

const LONGEST = 160;

/** A difference as one line with both sides; of long texts, the part where they begin to differ. */
export function formatDifference(difference: StructureDifference): string {
  switch (difference.kind) {
    case 'missing':
      return `${title(difference.expected)}: expected${summary(difference.expected)}, is missing`;
    case 'unexpected':
      return `${title(difference.actual)}: not expected, is there${summary(difference.actual)}`;
    case 'changed': {
      const { object, property, expected, actual } = difference;
      const [wanted, found] = excerpts(text(expected), text(actual));
      return `${title(object)}: ${property} expected ${wanted}, is ${found}`;
    }
    default:
      return assertNever(difference);
  }
}

const title = ({ kind, name }: Pick<StructureObject, 'kind' | 'name'>): string => `${kind} ${name}`;

/** What matters most about an object, in brackets. */
function summary({ properties }: StructureObject): string {
  const value = properties.definition ?? properties.type ?? properties.values ?? rights(properties);
  return value === undefined ? '' : ` (${excerpts(text(value), '')[0]})`;
}

function rights({ owner, grants }: StructureObject['properties']): StructureValue | undefined {
  if (owner === undefined && grants === undefined) return undefined;
  const granted = Array.isArray(grants) ? (grants.length === 0 ? ['no grants'] : grants) : [];
  return [...(owner === undefined ? [] : [`owner ${owner}`]), ...granted];
}

function text(value: StructureValue | null): string {
  if (value === null) return 'none';
  const words = typeof value === 'object' ? value.join(', ') : String(value);
  return words.replace(/\s+/g, ' ').trim();
}

function excerpts(a: string, b: string): readonly [string, string] {
  if (a.length <= LONGEST && b.length <= LONGEST) return [a, b];
  let same = 0;
  while (same < a.length && a[same] === b[same]) same++;
  const start = Math.max(0, same - LONGEST / 4);
  return [excerpt(a, start), excerpt(b, start)];
}

function excerpt(whole: string, start: number): string {
  const before = start > 0 ? '...' : '';
  const after = start + LONGEST < whole.length ? '...' : '';
  return `${before}${whole.slice(start, start + LONGEST)}${after}`;
}
