import type { DiagramNode, Drawing, SchemaChange } from '@schema-service/api-contract';
import type { Marks } from '../diagram/scene.ts';

interface Compared {
  readonly diagram: Drawing;
  readonly marks: Marks;
}

/** As the layout makes boxes. */
const HEADER = 32;
const ROW = 20;
const GAP = 28;

/** The newer drawing with marks, and below it what is gone: models, and the fields that a model has lost. */
export function comparedDrawing(
  older: Drawing,
  newer: Drawing,
  changes: readonly SchemaChange[],
): Compared {
  const before = new Map(older.nodes.map((node) => [node.name, node]));
  const after = new Map(newer.nodes.map((node) => [node.name, node]));
  const formerNames = new Map(
    changes.flatMap(({ id, path, previous }) =>
      /^(?:MODEL|VIEW|FIELD)_RENAMED$/.test(id) ? [[path, String(Object(previous).name)]] : [],
    ),
  );
  const marks = new Map<string, 'added' | 'changed' | 'removed'>();
  const gone: DiagramNode[] = [];
  const renamed = new Set<string>();
  for (const [name, node] of after) {
    const former = formerNames.get(name) ?? name;
    const old = before.get(former);
    if (former !== name) renamed.add(former);
    if (old === undefined) {
      marks.set(name, 'added');
      continue;
    }
    const fields = new Map(old.fields.map((field) => [field.name, field]));
    for (const field of node.fields) {
      const path = `${name}.${field.name}`;
      const was = formerNames.get(path) ?? field.name;
      const type = fields.get(was)?.type;
      fields.delete(was);
      if (type === undefined) marks.set(path, 'added');
      else if (type !== field.type || was !== field.name) marks.set(path, 'changed');
    }
    if (fields.size > 0) {
      const lost = [...fields.values()];
      gone.push({
        ...old,
        name: `${former}, gone`,
        fields: lost,
        height: HEADER + ROW * lost.length,
      });
    }
  }
  gone.push(...older.nodes.filter(({ name }) => !after.has(name) && !renamed.has(name)));
  for (const { name, fields } of gone) {
    marks.set(name, 'removed');
    for (const field of fields) marks.set(`${name}.${field.name}`, 'removed');
  }
  for (const { path } of changes) {
    const [name = ''] = path.split('.', 1);
    if (!after.has(name)) continue;
    if (!marks.has(name)) marks.set(name, 'changed');
    if (path !== name && !marks.has(path)) marks.set(path, 'changed');
  }
  const placed = inRows(gone, newer);
  const height = Math.max(newer.height, ...placed.map((node) => node.y + node.height + 24));
  return { diagram: { ...newer, height, nodes: [...newer.nodes, ...placed] }, marks };
}

/** Below a drawing, in rows as wide as it is. */
function inRows(nodes: readonly DiagramNode[], { width, height }: Drawing): readonly DiagramNode[] {
  const right = Math.max(width, 1_200);
  let [x, y, tallest] = [24, height + 48, 0];
  return nodes.map((node) => {
    if (x > 24 && x + node.width > right) [x, y, tallest] = [24, y + tallest + GAP, 0];
    const at = { ...node, x, y };
    x += node.width + GAP;
    tallest = Math.max(tallest, node.height);
    return at;
  });
}
