import { setTimeout as sleep } from 'node:timers/promises';
import type { Diagram } from '@schema-service/api-contract';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildServer } from '../src/build-server.ts';
import { frozenRelease, frozenVersions, releaseOf } from './frozen-releases.ts';
import { publishedCatalog, type TestCatalog } from './published-catalog.ts';
import { samplePackages } from './sample-packages.ts';

let published: TestCatalog;
let server: FastifyInstance;

beforeAll(async () => {
  published = await publishedCatalog({ versions: [] });
  for (const version of frozenVersions) {
    const artifacts = samplePackages(version);
    await published.catalog.publish({ ...frozenRelease(version), artifacts });
  }
  server = buildServer({ stores: published.stores, publicUrl: 'https://schemas.example.org/api' });
});

afterAll(async () => {
  await server.close();
  await published[Symbol.asyncDispose]();
});

const ask = async (url: string) => (await server.inject(url)).json();

test('a diagram has a box for each model, and a line for each relation that ends at both', async () => {
  const diagram: Diagram = await ask('/schema/2.0.0/diagram');
  const boxes = new Map(diagram.nodes.map((node) => [node.name, node]));
  expect(boxes.get('PublishedReview')?.kind).toBe('view');
  expect(boxes.get('Review')?.fields).toContainEqual({
    ...{ name: 'productId', type: 'String', key: 'foreign' },
  });
  expect(overlapping([...boxes.values()])).toEqual([]);
  expect(diagram.edges.filter(({ from, to }) => from === to).map(({ fields }) => fields)).toEqual([
    ['parentId'],
    ['parentId'],
  ]);
  expect(diagram.edges).toContainEqual(
    expect.objectContaining({ cardinality: 'many-to-many', from: 'Category', to: 'Product' }),
  );
  for (const { from, to, points } of diagram.edges) {
    const [start, end] = [points.at(0), points.at(-1)];
    expect([from, isOnSide(boxes.get(from), start)]).toEqual([from, true]);
    expect([to, isOnSide(boxes.get(to), end)]).toEqual([to, true]);
  }
  const names: Diagram = await ask('/schema/2.0.0/diagram?detail=names');
  expect(names.nodes.flatMap(({ fields }) => fields)).toEqual([]);
  expect(names.width * names.height).toBeLessThan(diagram.width * diagram.height);
});

test('several relations of two models are lines of their own, and a schema of two namespaces is drawn', async () => {
  await using other = await publishedCatalog({ versions: [] });
  const schema = `datasource db {
  provider = "postgresql"
  schemas  = ["a", "b"]
}
model User {
  id      Int    @id
  written Post[] @relation("author")
  checked Post[] @relation("editor")
  @@schema("a")
}
model Post {
  id       Int  @id
  authorId Int
  editorId Int?
  author   User  @relation("author", fields: [authorId], references: [id])
  editor   User? @relation("editor", fields: [editorId], references: [id])
  @@schema("b")
}
`;
  await other.catalog.publish(releaseOf('1.0.0', null, schema));
  await using bare = buildServer({ stores: other.stores });
  const diagram: Diagram = (await bare.inject('/schema/1.0.0/diagram')).json();
  expect(diagram.edges.map(({ fields, optional }) => [...fields, optional])).toEqual([
    ['authorId', false],
    ['editorId', true],
  ]);
  expect(new Set(diagram.edges.map(({ points }) => JSON.stringify(points))).size).toBe(2);
  expect(overlapping(diagram.nodes)).toEqual([]);
});

test('a diagram is laid out once, and kept beside the release', async () => {
  const first = await server.inject('/schema/1.1.0/diagram');
  const kept = await published.pool.query(
    "SELECT content FROM schema_catalog.diagram WHERE version = '1.1.0' AND detail = 'fields'",
  );
  expect(kept.rows).toHaveLength(1);
  await published.pool.query(
    "UPDATE schema_catalog.diagram SET content = jsonb_set(content, '{width}', '1') WHERE version = '1.1.0'",
  );
  await using another = buildServer({ stores: published.stores });
  expect((await another.inject('/schema/1.1.0/diagram')).json()).toEqual({
    ...first.json(),
    width: 1,
  });
});

test('the history of a schema is what its versions changed, the newest first', async () => {
  const { versions } = await ask('/schema/2.0.0/history');
  expect(versions.map(({ version }: { version: string }) => version)).toEqual([
    '2.0.0',
    '1.1.0',
    '1.0.0',
  ]);
  expect(versions[0].changes).toContainEqual({
    ...{ id: 'FIELD_ADDED', path: 'Review.content', severity: expect.any(String) },
  });
  expect(versions[2].changes).toEqual([]);
  expect((await server.inject('/schema/9.0.0/history')).statusCode).toBe(404);
});

test('the packages of a version are listed with the lines that install them', async () => {
  const { packages } = await ask('/client/2.0.0');
  const named = (name: string) => packages.find((one: { name: string }) => one.name === name);
  expect(named('@org/db-client').install).toContainEqual({
    manager: 'pnpm',
    command:
      "echo '@org:registry=https://schemas.example.org/api/npm/' >> .npmrc\npnpm add @org/db-client@2.0.0",
  });
  expect(named('org-db-client').install.map((one: { manager: string }) => one.manager)).toEqual([
    'pip',
    'uv',
  ]);
  expect((await server.inject('/client/9.0.0')).statusCode).toBe(404);
});

test('what the clients of two versions declare is compared as their packages have it', async () => {
  expect(await ask('/diff/1.1.0/2.0.0/client/typescript')).toEqual({
    ...{ from: '1.1.0', to: '2.0.0', language: 'typescript', package: '@org/db-types' },
    files: [
      {
        path: 'index.d.ts',
        before: "export declare const self: '@org/db-types@1.1.0';\n",
        after: "export declare const self: '@org/db-types@2.0.0';\n",
      },
    ],
  });
  const { files } = await ask('/diff/1.1.0/2.0.0/client/python');
  expect(files).toEqual([
    {
      path: 'models.pyi',
      before: 'self: Literal["1.1.0"]\n',
      after: 'self: Literal["2.0.0"]\n',
    },
  ]);
  const tagged = await server.inject('/diff/1.1.0/latest/client/python');
  expect(tagged.headers.location).toBe('../../../../diff/1.1.0/2.0.0/client/python');
  expect((await server.inject('/diff/1.1.0/2.0.0/client/cobol')).statusCode).toBe(400);
});

test('the effects of migrations are told by their text', async () => {
  const { migrations } = await ask('/migrations/2.0.0/effects');
  expect(migrations[0]).toEqual({
    ...{ id: '005_materialized_views', phase: null, transactional: true, statements: 8 },
    rollback: 'lossy',
    locks: [{ relation: 'reviews', mode: 'ACCESS EXCLUSIVE', blocks: 'reads and writes' }],
  });
});

test('what is said of a version stands in the list of versions', async () => {
  await published.catalog.setNotice('1.0.0', { deprecated: 'Use 2.0.0.' });
  // Heard of as an event, or asked for when it is.
  for (;;) {
    const { versions } = await ask('/versions');
    if (versions[0].deprecated === 'Use 2.0.0.') break;
    await sleep(20);
  }
});

type Box = Diagram['nodes'][number];

function overlapping(boxes: readonly Box[]): readonly string[] {
  return boxes.flatMap((a, index) =>
    boxes
      .slice(index + 1)
      .filter(
        (b) =>
          a.x < b.x + b.width &&
          b.x < a.x + a.width &&
          a.y < b.y + b.height &&
          b.y < a.y + a.height,
      )
      .map((b) => `${a.name} ${b.name}`),
  );
}

function isOnSide(box: Box | undefined, point: readonly [number, number] | undefined): boolean {
  if (!box || !point) return false;
  const [x, y] = point;
  const isOnEdge = Math.abs(x - box.x) <= 1 || Math.abs(x - box.x - box.width) <= 1;
  return isOnEdge && y >= box.y - 1 && y <= box.y + box.height + 1;
}
