import type { Drawing, SchemaChange } from '@schema-service/api-contract';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type Side, sideDiagramQuery } from '../../api/queries.ts';
import { Loaded } from '../../parts/loaded.tsx';
import { SkeletonBlock } from '../../parts/skeleton.tsx';
import { DiagramView } from '../diagram/diagram-view.tsx';
import { comparedDrawing } from './compared-drawing.ts';

interface CompareDiagramProps {
  readonly from: Side;
  readonly to: Side;
  readonly changes: readonly SchemaChange[];
}

/** The newer schema with what was added and changed in colour, and what went below it. */
export function CompareDiagram({ from, to, changes }: CompareDiagramProps) {
  const before = useQuery(sideDiagramQuery(from));
  const after = useQuery(sideDiagramQuery(to));
  return (
    <Loaded query={before} skeleton={<SkeletonBlock height="70vh" />}>
      {(older) => (
        <Loaded query={after} skeleton={<SkeletonBlock height="70vh" />}>
          {(newer) => <Drawn older={older} newer={newer} changes={changes} />}
        </Loaded>
      )}
    </Loaded>
  );
}

function Drawn({
  older,
  newer,
  changes,
}: {
  readonly older: Drawing;
  readonly newer: Drawing;
  readonly changes: readonly SchemaChange[];
}) {
  const { diagram, marks } = useMemo(
    () => comparedDrawing(older, newer, changes),
    [older, newer, changes],
  );
  return (
    <div className="stack">
      <ul className="row legend">
        <li className="added">added</li>
        <li className="changed">changed</li>
        <li className="removed">gone</li>
      </ul>
      <div className="diagram-frame embedded">
        <DiagramView diagram={diagram} marks={marks} />
      </div>
    </div>
  );
}
