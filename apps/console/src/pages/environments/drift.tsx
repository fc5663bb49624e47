import type { EnvironmentData } from '../../api/queries.ts';
import type { DifferenceRecord } from '../../api/records.ts';
import { Badge } from '../../parts/badge.tsx';

type Drift = EnvironmentData['drift'];

export function DriftBadge({ drift }: { readonly drift: Drift }) {
  if (!drift.known) return <Badge>not known</Badge>;
  const { length } = drift.differences;
  if (length === 0) return <Badge tone="good">as published</Badge>;
  return <Badge tone="bad">{length === 1 ? '1 difference' : `${length} differences`}</Badge>;
}

/** Where the structure is not what the version says. */
export function DriftList({ drift }: { readonly drift: Drift }) {
  return (
    <ul className="box pad stack tight">
      {drift.differences.map((difference) => {
        const text = differenceText(difference);
        return (
          <li key={text} className="mono">
            {text}
          </li>
        );
      })}
    </ul>
  );
}

function differenceText(difference: DifferenceRecord): string {
  switch (difference.kind) {
    case 'missing':
      return `missing: ${difference.expected.kind} ${difference.expected.name}`;
    case 'unexpected':
      return `unexpected: ${difference.actual.kind} ${difference.actual.name}`;
    case 'changed': {
      const { object, property, expected, actual } = difference;
      return `${object.kind} ${object.name}: ${property} is ${shown(actual)}, expected ${shown(expected)}`;
    }
  }
}

const shown = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value);
