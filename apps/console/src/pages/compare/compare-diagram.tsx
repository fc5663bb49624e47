import type { Drawing, SchemaChange } from '@schema-service/api-contract';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type Side, sideDiagramQuery } from '../../api/queries.ts';
import { Loaded } from '../../parts/loaded.tsx';
import { SkeletonBlock } from '../../parts/skeleton.tsx';
import { DiagramView } from '../diagram/diagram-view.tsx';
import type { Marks } from '../diagram/scene.ts';

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
  const { diagram, marks } = useMemo(() => {
    const names = new Set(newer.nodes.map(({ name }) => name));
    const gone = older.nodes.filter(({ name }) => !names.has(name));
    const below = newer.height + 48;
    let x = 24;
    const placed = gone.map((node) => {
      const at = { ...node, x, y: below };
      x += node.width + 28;
      return at;
    });
    const height = Math.max(newer.height, ...placed.map((node) => node.y + node.height + 24));
    return {
      diagram: { ...newer, height, nodes: [...newer.nodes, ...placed] },
      marks: marksOf(older, newer, changes),
    };
  }, [older, newer, changes]);
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

function marksOf(older: Drawing, newer: Drawing, changes: readonly SchemaChange[]): Marks {
  const before = new Map(older.nodes.map((node) => [node.name, node]));
  const after = new Map(newer.nodes.map((node) => [node.name, node]));
  const marks = new Map<string, 'added' | 'changed' | 'removed'>();
  for (const name of before.keys()) if (!after.has(name)) marks.set(name, 'removed');
  for (const [name, node] of after) {
    const old = before.get(name);
    if (old === undefined) {
      marks.set(name, 'added');
      continue;
    }
    const fields = new Map(old.fields.map((field) => [field.name, field.type]));
    for (const field of node.fields) {
      const type = fields.get(field.name);
      if (type === undefined) marks.set(`${name}.${field.name}`, 'added');
      else if (type !== field.type) marks.set(`${name}.${field.name}`, 'changed');
    }
  }
  for (const { path } of changes) {
    const [name = ''] = path.split('.', 1);
    if (after.has(name) && !marks.has(name)) marks.set(name, 'changed');
    if (path !== name && after.has(name) && !marks.has(path)) marks.set(path, 'changed');
  }
  return marks;
}
