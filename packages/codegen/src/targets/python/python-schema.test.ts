import { parseSchema } from '@schema-service/schema-model';
import { expect, test } from 'vitest';
import { pythonSchema } from './python-schema.ts';

function schemaOf(content: string) {
  return pythonSchema(parseSchema([{ path: 'schema.prisma', content }]));
}

test('what a model offers follows from what clients see of it', () => {
  const { entities } = schemaOf(`
    model Full {
      id Int @id
      geo Unsupported("point")?
      made Unsupported("point") @default(dbgenerated("point(0,0)"))
    }
    model Hidden {
      id Int @id
      @@ignore
    }
    model NoCreate {
      id Int @id
      secret String @ignore
    }
    model NoKeyInSight {
      id Int @id @ignore
      name String
    }
    view Keyed {
      id Int @unique
    }
    view Plain {
      total Int
    }
  `);
  expect(entities.map(({ className, capability }) => [className, capability])).toEqual([
    ['Full', 'model'],
    ['Keyed', 'keyedView'],
    ['NoCreate', 'updatable'],
    ['NoKeyInSight', 'view'],
    ['Plain', 'view'],
  ]);
  expect(entities[0]?.columns.map(({ name }) => name)).toEqual(['id']);
});

test('a key is listed once, the primary key first', () => {
  const { entities } = schemaOf(`
    model A {
      a Int
      b Int
      c Int @unique
      @@id([b, a])
      @@unique([b, a])
    }
  `);
  const keys = entities[0]?.uniques.map((key) => key.map(({ name }) => name));
  expect(keys).toEqual([['b', 'a'], ['c']]);
});
