import { parseSchema } from '@schema-service/schema-model';
import { expect, test } from 'vitest';
import { distinctNames, nameRoom } from './distinct-names.ts';
import { CLASS, FIELD, MEMBER } from './python-names.ts';
import { pythonNaming } from './python-naming.ts';

const fields = (...names: string[]) => Object.fromEntries(distinctNames(names, FIELD));

test('the exact name wins, and the converted one keeps its spelling', () => {
  expect(fields('createdAt', 'created_at')).toEqual({
    created_at: 'created_at',
    createdAt: 'createdAt',
  });
  expect(Object.fromEntries(distinctNames(['FooBar', 'foo_bar'], CLASS))).toEqual({
    FooBar: 'FooBar',
    foo_bar: 'foo_bar',
  });
});

test('of names that are all converted to one, each keeps its spelling, in any order', () => {
  const kept = { userID: 'userID', userId: 'userId' };
  expect(fields('userId', 'userID')).toEqual(kept);
  expect(fields('userID', 'userId')).toEqual(kept);
});

test('a word that is taken gets _ behind it, and leaves the names of others alone', () => {
  expect(fields('class', 'class_', 'to_dict')).toEqual({
    class: 'class__',
    class_: 'class_',
    to_dict: 'to_dict_',
  });
  expect(fields('and', 'AND')).toEqual({ and: 'and_', AND: 'AND_' });
  expect(Object.fromEntries(distinctNames(['title', 'TITLE', 'mro'], MEMBER))).toEqual({
    title: 'title_',
    TITLE: 'TITLE',
    mro: 'MRO',
  });
});

test('letters that Python takes for one are one, and what it does not know is no letter', () => {
  expect(fields('ﬁle', 'größeInCM')).toEqual({ ﬁle: 'file', größeInCM: 'größe_in_cm' });
  expect(fields('ﬁle', 'file')).toEqual({ file: 'file', ﬁle: 'file_' });
});

test('a room gives every name once', () => {
  const room = nameRoom();
  expect(['A', 'A', 'A_', 'A'].map(room.claim)).toEqual(['A', 'A_', 'A__', 'A___']);
});

test('only what a client sees takes a name, and a relation takes one too', () => {
  const naming = pythonNaming(
    parseSchema([
      {
        path: 'schema.prisma',
        content: `
          model User {
            id Int @id
            createdAt Int
            created_at Int @ignore
            bestFriend User? @relation("f", fields: [best_friend_id], references: [id])
            best_friend_id Int?
            best_friend User[] @relation("f")
          }
        `,
      },
    ]),
  );
  expect(
    ['createdAt', 'bestFriend', 'best_friend', 'best_friend_id'].map((field) =>
      naming.field('User', field),
    ),
  ).toEqual(['created_at', 'bestFriend', 'best_friend', 'best_friend_id']);
});
