import { pythonNaming } from '@schema-service/codegen';
import { parseSchema } from '@schema-service/schema-model';
import { expect, test } from 'vitest';
import type { Argument, ArgumentValue } from './call.ts';
import { inPython } from './in-python.ts';

const schema = parseSchema([
  {
    path: 'schema.prisma',
    content: `
      enum user_role {
        admin
      }
      model User {
        id        Int       @id
        firstName String
        role      user_role
        posts     Post[]
        rooms     Seat[]
      }
      model Post {
        id       Int   @id
        authorId Int?
        author   User? @relation(fields: [authorId], references: [id])
      }
      model Seat {
        roomNo Int
        userId Int
        user   User @relation(fields: [userId], references: [id])
        @@id([roomNo, userId])
      }`,
  },
]);
const translate = inPython(schema, pythonNaming(schema));
const value: ArgumentValue = { kind: 'value', type: 'Int', nativeType: 'Integer', value: 1 };

function translated(model: string, args: { readonly [key: string]: Argument }): unknown {
  const shape = { fields: [], relations: [], counts: [] };
  return (translate({ model, method: 'update', args, shape }) as { args: unknown }).args;
}

test('conditions, orders and relations to load have the names of the Python client', () => {
  expect(
    translated('Post', {
      where: { NOT: { author: { isNot: { firstName: { not: value } } } } },
      orderBy: [{ author: { firstName: 'asc' } }, { authorId: 'desc' }],
      include: { author: { include: { posts: { take: 1 }, _count: { select: { posts: true } } } } },
    }),
  ).toEqual({
    where: { NOT: { author: { is_not: { first_name: { not: value } } } } },
    order_by: [{ author: { first_name: 'asc' } }, { author_id: 'desc' }],
    include: { author: { include: { posts: { take: 1 } }, counts: { posts: true } } },
  });
});

test('nested writes keep their form, and the columns of a key stand by themselves', () => {
  const key = { roomNo_userId: { roomNo: value, userId: value } };
  const role: ArgumentValue = { ...value, type: 'Enum', enum: 'user_role', value: 'admin' };
  expect(
    translated('User', {
      where: { id: value },
      data: {
        firstName: value,
        rooms: {
          connect: [key],
          deleteMany: {},
          updateMany: { where: { roomNo: value }, data: { roomNo: value } },
        },
        posts: {
          connectOrCreate: { where: { id: value }, create: { authorId: value } },
          create: [{ id: value, author: { create: { role } } }],
        },
      },
    }),
  ).toEqual({
    where: { id: value },
    data: {
      first_name: value,
      rooms: {
        connect: [{ room_no: value, user_id: value }],
        delete_many: {},
        update_many: { where: { room_no: value }, data: { room_no: value } },
      },
      posts: {
        connect_or_create: { where: { id: value }, create: { author_id: value } },
        create: [{ id: value, author: { create: { role: { ...role, enum: 'UserRole' } } } }],
      },
    },
  });
});
