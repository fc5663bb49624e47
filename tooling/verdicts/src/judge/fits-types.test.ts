import { parseSchema } from '@schema-service/schema-model';
import { expect, test } from 'vitest';
import type { Operation, OperationAct, Outcome } from '../plan/operation.ts';
import { mismatches } from './fits-types.ts';

const content = `
datasource db {
  provider = "postgresql"
}

model Product {
  id      Int      @id
  reviews Review[]
}

model Review {
  id        Int     @id
  productId Int
  product   Product @relation(fields: [productId], references: [id])
}
`;
const schema = parseSchema([{ path: 'schema.prisma', content }]);
const operation = (entity: string, act: OperationAct): Operation => ({
  ...act,
  name: entity,
  entity,
  question: 'reads',
  volatile: [],
});
const readAll = operation('Review', { act: 'findMany' });
const followProduct = operation('Review', { act: 'follow', relation: 'product' });
const followReviews = operation('Product', { act: 'follow', relation: 'reviews' });
const done = (answer: unknown): Outcome => ({ kind: 'done', answer });

test.each([
  ['a whole row', { id: 1, productId: 1 }, 'done'],
  ['a row by its Python names', { id: 1, product_id: 1 }, 'done'],
  ['a null where there is none', { id: 1, productId: null }, 'failed'],
  ['a Decimal for an int', { id: 1, productId: '1.000' }, 'failed'],
])('%s', (_what, row, kind) => {
  expect(mismatches(schema, [readAll], [done([row])])).toMatchObject([{ kind }]);
});

test('a required relation that leads nowhere does not fit', () => {
  const outcome = done([{ id: 1, product: null }]);
  expect(mismatches(schema, [followProduct], [outcome])).toMatchObject([{ kind: 'failed' }]);
});

test('both ends of a relation meet as many rows', () => {
  const from = done([
    { id: 1, product: { id: 7 } },
    { id: 2, product: { id: 7 } },
  ]);
  const meet = (reviews: readonly object[]) =>
    mismatches(schema, [followProduct, followReviews], [from, done([{ id: 7, reviews }])]).map(
      ({ kind }) => kind,
    );
  expect(meet([{ id: 1 }, { id: 2 }])).toEqual(['done', 'done']);
  expect(meet([{ id: 1 }])).toEqual(['done', 'failed']);
});
