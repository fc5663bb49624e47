import { parseSchema } from '@schema-service/schema-model';
import { seededRandom } from '@schema-service/vitest-config/seeded-random';
import { beforeAll, expect, test } from 'vitest';
import { diagramGraph } from './diagram-graph.ts';
import { type LaidOutDiagram, layOut } from './layout.ts';

const MODELS = 80;
const AREA = 8;

let drawn: LaidOutDiagram;

beforeAll(async () => {
  const model = parseSchema([{ path: 'schema.prisma', content: inAreas() }], {
    isKnownValid: true,
  });
  drawn = await layOut(diagramGraph(model, 'fields'));
}, 60_000);

/** Areas of models around the first of theirs, which refer to each other; and a model of which every third has one. */
function inAreas(): string {
  const random = seededRandom(MODELS);
  const back = new Map<number, string[]>();
  const own = Array.from({ length: MODELS }, (_, index) => {
    const area = index - (index % AREA);
    const targets = new Set([area, index % 3 === 0 ? 0 : area, Math.floor(random() * MODELS)]);
    return [...targets].flatMap((target, one) => {
      if (target === index) return [];
      const name = `relation_${index}_${one}`;
      const there = back.get(target) ?? [];
      back.set(target, [...there, `back_${name} Model${index}[] @relation("${name}")`]);
      return [
        `key${one} Int`,
        `to${one} Model${target} @relation("${name}", fields: [key${one}], references: [id])`,
      ];
    });
  });
  const models = own.map((lines, index) => {
    const fields = ['id Int @id', ...lines, ...(back.get(index) ?? [])];
    return `model Model${index} {\n  ${fields.join('\n  ')}\n}\n`;
  });
  return `datasource db {\n  provider = "postgresql"\n}\n\n${models.join('\n')}`;
}

interface Part {
  readonly edge: number;
  readonly axis: 0 | 1;
  readonly line: number;
  readonly from: number;
  readonly to: number;
}

function parts(): readonly Part[] {
  return drawn.edges.flatMap(({ points }, edge) =>
    points.slice(1).map(([x, y], index): Part => {
      const [beforeX, beforeY] = points[index] ?? [x, y];
      const axis = beforeX === x ? 0 : 1;
      const [a, b] = axis === 0 ? [beforeY, y] : [beforeX, x];
      return { edge, axis, line: axis === 0 ? x : y, from: Math.min(a, b), to: Math.max(a, b) };
    }),
  );
}

test('every line runs at right angles, between groups too', () => {
  expect(drawn.groups.length).toBeGreaterThan(4);
  const slanted = drawn.edges.filter(({ points }) =>
    points.slice(1).some(([x, y], index) => {
      const [beforeX, beforeY] = points[index] ?? [x, y];
      return beforeX !== x && beforeY !== y;
    }),
  );
  expect(slanted.map(({ relation }) => relation)).toEqual([]);
});

test('no line leads through a box', () => {
  const through = parts().flatMap(({ edge, axis, line, from, to }) =>
    drawn.nodes
      .filter(({ x, y, width, height }) => {
        const [across, along] = axis === 0 ? [x, y] : [y, x];
        const [thick, long] = axis === 0 ? [width, height] : [height, width];
        return (
          line > across + 1 &&
          line < across + thick - 1 &&
          from < along + long - 1 &&
          to > along + 1
        );
      })
      .map(({ name }) => `${drawn.edges[edge]?.relation} through ${name}`),
  );
  expect(through).toEqual([]);
});

test('lines of several relations are several lines', () => {
  const all = parts();
  const length = all.reduce((sum, { from, to }) => sum + to - from, 0);
  const shared = all.reduce(
    (sum, part, index) =>
      sum +
      all
        .slice(index + 1)
        .filter(({ edge, axis, line }) => {
          return edge !== part.edge && axis === part.axis && line === part.line;
        })
        .reduce((own, { from, to }) => {
          return own + Math.max(0, Math.min(to, part.to) - Math.max(from, part.from));
        }, 0),
    0,
  );
  // Where the lines to a model that many refer to meet, there is not room for each.
  expect(shared / length).toBeLessThan(0.05);
});

test('a model that has many of itself has a line that is seen, with fields and by names alone', async () => {
  const content = `model User {\n  id Int @id\n  friends User[] @relation("friends")\n  friendOf User[] @relation("friends")\n}\n`;
  const model = parseSchema([{ path: 'schema.prisma', content }], { isKnownValid: true });
  for (const detail of ['fields', 'names'] as const) {
    const { edges } = await layOut(diagramGraph(model, detail));
    const ys = edges[0]?.points.map(([, y]) => y) ?? [];
    expect(Math.max(...ys) - Math.min(...ys)).toBeGreaterThanOrEqual(16);
  }
});
