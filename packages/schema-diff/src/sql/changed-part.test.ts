import {
  parseSchema,
  type SchemaModel,
  schemaSql,
  withoutViews,
} from '@schema-service/schema-model';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { schemaModel } from '../../test/arbitrary-schema.ts';
import { changedPart } from './changed-part.ts';

async function expectSameSql(from: SchemaModel, to: SchemaModel): Promise<void> {
  const [fromPart, toPart] = changedPart(from, to);
  expect(await schemaSql(fromPart, toPart)).toEqual(await schemaSql(from, to));
}

test('the changed part of any two schemas makes the SQL that they make whole', async () => {
  await fc.assert(
    fc.asyncProperty(schemaModel, schemaModel, (previous, current) =>
      expectSameSql(withoutViews(previous), withoutViews(current)),
    ),
    { numRuns: 50 },
  );
});

test('relations of several models that have one name are told apart', async () => {
  const schema = (line: string): SchemaModel => {
    const content = `
        model User {
          id      String   @id
          boards  Board[]  @relation("created")
          widgets Widget[] @relation("created")
          tags    Tag[]    @relation("created")
        }
        model Board {
          id     String  @id
          userId String?
          user   User?   @relation("created", fields: [userId], references: [id])
          ${line}
        }
        model Widget {
          id     String  @id
          userId String?
          user   User?   @relation("created", fields: [userId], references: [id])
        }
        model Tag {
          id    String @id
          users User[] @relation("created")
        }`;
    return parseSchema([{ path: 'schema.prisma', content }]);
  };
  await expectSameSql(schema(''), schema('marker Boolean @default(false)'));
});
