import { bridgedOf, diff } from '@schema-service/schema-diff';
import type { SchemaModel } from '@schema-service/schema-model';
import { expect, test } from 'vitest';
import { adopt } from '../src/index.ts';
import { parse, stepTo } from './living-versions.ts';

/** Parents and children, whose keys have the given types. */
const family = (parent: string, child: string): string => `
model Parent {
  ${parent}
  children Child[]
}
model Child {
  id Int @id
  ${child}
}`;

const one = (column: string): string => `model One {\n  id Int @id\n  ${column}\n}`;

const refers = 'parent Parent @relation(fields: [parentId], references: [id])';

/** Changes that version schemas do not bridge, though there is a rule for each part of them. */
const refused = {
  'another type of a column with a default that the schema does not spell': [
    one('code Int @default(dbgenerated())'),
    one('code BigInt @default(dbgenerated())'),
  ],
  'a number that a sequence counts from now on, with another type': [
    one('number Int @unique'),
    one('number BigInt @unique @default(autoincrement())'),
  ],
  'another type together with a relation': [
    family(
      'id Int @id',
      `parentId String\n  parent Parent? @relation(fields: [other], references: [id])\n other Int?`,
    ),
    family('id Int @id', `parentId Int\n  ${refers}`),
  ],
  'a key that may be empty': [
    family(
      'id Int @id\n code String @unique',
      'parentCode String?\n parent Parent? @relation(fields: [parentCode], references: [code])',
    ),
    family(
      'id Int @id\n code String? @unique',
      'parentCode String?\n parent Parent? @relation(fields: [parentCode], references: [code])',
    ),
  ],
  'another type of a reference, which may be empty now': [
    family('id String @id', `parentId String\n  ${refers}`),
    family(
      'id String @id @db.Uuid',
      `parentId String? @db.Uuid\n  ${refers.replace('Parent', 'Parent?')}`,
    ),
  ],
  'other types of two columns of a reference': [
    family(
      'a String\n b String\n @@id([a, b])',
      'a String\n b String\n parent Parent @relation(fields: [a, b], references: [a, b])',
    ),
    family(
      'a String @db.Uuid\n b String @db.Uuid\n @@id([a, b])',
      'a String @db.Uuid\n b String @db.Uuid\n parent Parent @relation(fields: [a, b], references: [a, b])',
    ),
  ],
  'another type of a reference that sets its default': [
    family(
      'id String @id',
      `parentId String @default("a")\n  ${refers.replace(')', ', onDelete: SetDefault)')}`,
    ),
    family(
      'id String @id @db.Uuid',
      `parentId String @default("a") @db.Uuid\n  ${refers.replace(')', ', onDelete: SetDefault)')}`,
    ),
  ],
} as const;

test.each(Object.entries(refused))('%s: refused, and the verdict says so', (_, [before, after]) => {
  const [previous, next] = [parse(before), parse(after)];
  const step = stepTo(adopt('v', '1.0.0', previous).layout, '2.0.0', previous, next);
  const findings = step.kind === 'halted' ? step.findings : [];
  expect(findings).toContainEqual(expect.objectContaining({ kind: 'unbridgeable' }));
  expect(bridgedOf(diff(previous, next))).toBe('no');
});

test('values of an enum that go and come: all is asked at once, and the answers fit to each other', () => {
  const schema = (values: string, state: string): SchemaModel =>
    parse(`
      enum State {
        ${values}
        @@map("state")
      }
      model Order {
        id Int @id
        state State
        before ${state}
      }
    `);
  const [previous, next] = [schema('open\n done', 'String'), schema('open\n closed', 'State')];
  const step = stepTo(adopt('v', '1.0.0', previous).layout, '2.0.0', previous, next);
  const asked = (step.kind === 'halted' ? step.findings : []).map(
    (one) => [one.path, ...(one.kind === 'undecided' ? one.annotations : [])] as const,
  );
  expect(asked).toEqual([
    ['State', '@@map("state_2_0_0")'],
    [
      'Order.state',
      `/// @up (CASE {value}::TEXT WHEN 'done' THEN NULL ELSE {value}::TEXT END)::"state_2_0_0"`,
    ],
    [
      'Order.state',
      `/// @down (CASE {value}::TEXT WHEN 'closed' THEN NULL ELSE {value}::TEXT END)::"state"`,
    ],
    [
      'Order.before',
      `/// @up CASE WHEN {value}::TEXT IN ('open', 'closed') THEN {value}::TEXT::"state_2_0_0" END`,
    ],
  ]);
});
