import { describe, expect, test } from 'vitest';
import { clause, type Operation, type Part, stages, statement } from '../operation.ts';
import { assembleDrafts } from './assemble-drafts.ts';

const part = (given: Partial<Part> & Pick<Part, 'stage'>): Part => ({
  locks: [],
  up: [statement('UP')],
  down: [statement('DOWN')],
  ...given,
});
const operation = (...parts: readonly Part[]): Operation => ({ act: 'act', parts });
const drafts = (...parts: readonly Part[]) => assembleDrafts(parts.map((one) => operation(one)));
const up = (sql: string) => ({ up: [statement(sql)], down: [statement(`UNDO ${sql}`)] });

describe('stages', () => {
  test('each is a migration of its own, in their order, and all but the first are named', () => {
    const all = drafts(...stages.toReversed().map((stage) => part({ stage, ...up(stage) })));
    expect(all.map(({ suffix }) => suffix)).toEqual([
      '',
      'expand',
      'fill',
      'indexes',
      'constrain',
      'refill',
      'validate',
      'switch',
      'switched_indexes',
      'switched_keys',
      'validate_switched',
      'drop_indexes',
      'contract',
    ]);
    expect(all.map((draft) => /^[a-z]+;$/m.exec(draft.up)?.[0])).toEqual(
      stages.map((stage) => `${stage};`),
    );
  });

  test('those that have no first place say why they are there', () => {
    const [first, ...others] = drafts(
      part({ stage: 'values' }),
      part({ stage: 'index' }),
      part({ stage: 'validate' }),
      part({ stage: 'contract' }),
    );
    expect(first?.up).toBe('UP;\n');
    expect(others.map((draft) => draft.up.split('\n')[0])).toEqual([
      '-- Indexes are built while their tables are written to, which PostgreSQL does outside of transactions only.',
      '-- On its own, so that the locks of the migrations before are let go.',
      '-- Last, because nothing brings back what is dropped.',
    ]);
    const [, values] = drafts(
      part({ stage: 'values', locks: ['A'], isAtomic: true }),
      part({ stage: 'values', locks: ['B'], isAtomic: true }),
    );
    expect(values).toMatchObject({
      suffix: 'values_2',
      up: '-- On their own, because PostgreSQL lets nobody use a value before its transaction is over.\n\nUP;\n',
    });
  });

  test('parts of one operation go where they belong, and are undone in the opposite order', () => {
    const all = assembleDrafts([
      operation(part({ stage: 'expand', ...up('a') }), part({ stage: 'switch', ...up('b') })),
      operation(part({ stage: 'expand', ...up('c') })),
    ]);
    expect(all.map((draft) => [draft.up, draft.down])).toEqual([
      ['a;\n\nc;\n', '-- migrator: rollback = instant\n\nUNDO c;\n\nUNDO a;\n'],
      ['b;\n', '-- migrator: rollback = instant\n\nUNDO b;\n'],
    ]);
  });

  test('nothing makes no migration', () => {
    expect(assembleDrafts([])).toEqual([]);
  });
});

describe('locks', () => {
  const directives = (text: string | undefined): readonly string[] =>
    [...(text ?? '').matchAll(/^-- migrator: (.*)$/gm)].map(([, directive]) => directive ?? '');

  test('one table is locked in one transaction', () => {
    const all = drafts(
      part({ stage: 'switch', locks: ['A'], ...up('a') }),
      part({ stage: 'switch', locks: [], ...up('b') }),
      part({ stage: 'switch', locks: ['A'], isAtomic: true, ...up('c') }),
    );
    expect(all.map((draft) => draft.up)).toEqual(['a;\n\nb;\n\nc;\n']);
  });

  test('statements about several tables run one by one where none needs another', () => {
    const all = drafts(
      part({ stage: 'switch', locks: ['A'], ...up('a') }),
      part({ stage: 'switch', locks: ['B'], ...up('b') }),
    );
    expect(all.map((draft) => [draft.up, draft.down])).toEqual([
      [
        '-- migrator: no-transaction\n\na;\n\nb;\n',
        '-- migrator: no-transaction\n-- migrator: rollback = instant\n\nUNDO b;\n\nUNDO a;\n',
      ],
    ]);
  });

  test('where some take effect together each table has a transaction', () => {
    const all = drafts(
      part({ stage: 'switch', locks: ['A'], isAtomic: true, ...up('a') }),
      part({ stage: 'switch', locks: [], ...up('free') }),
      part({ stage: 'switch', locks: ['A'], ...up('a2') }),
      part({ stage: 'switch', locks: ['B'], ...up('b') }),
      part({ stage: 'switch', locks: ['A', 'B'], ...up('ab') }),
      part({ stage: 'switch', locks: ['B'], ...up('b2') }),
    );
    expect(all.map((draft) => [draft.suffix, draft.up])).toEqual([
      ['', 'a;\n\nfree;\n\na2;\n'],
      ['switch_2', 'b;\n'],
      ['switch_3', '-- migrator: lock-timeout = 400ms\n\nab;\n'],
      ['switch_4', 'b2;\n'],
    ]);
  });

  test('what locks nothing waits for the first lock', () => {
    const all = drafts(
      part({ stage: 'switch', locks: [], ...up('free') }),
      part({ stage: 'switch', locks: ['A'], isAtomic: true, ...up('a') }),
      part({ stage: 'switch', locks: ['B'], ...up('b') }),
    );
    expect(all.map((draft) => draft.up)).toEqual(['free;\n\na;\n', 'b;\n']);
  });

  test('a statement that takes several locks does not wait for long, up or down', () => {
    const [only] = drafts(part({ stage: 'switch', locks: ['A', 'B'] }));
    expect(directives(only?.up)).toEqual(['no-transaction', 'lock-timeout = 400ms']);
    expect(directives(only?.down)).toEqual([
      'no-transaction',
      'lock-timeout = 400ms',
      'rollback = instant',
    ]);
  });

  test('what PostgreSQL runs outside of transactions is there', () => {
    const [only] = drafts(part({ stage: 'index', locks: ['A'], isConcurrent: true }));
    expect(directives(only?.up)).toEqual(['no-transaction']);
  });

  test('a lock that is taken by itself is taken once, and only in a transaction', () => {
    const lock = [statement('LOCK TABLE "A"'), statement('DO')];
    const one = part({ stage: 'contract', locks: ['A'], up: lock, down: lock });
    const [together] = drafts(one, one);
    expect(together?.up).toBe('LOCK TABLE "A";\n\nDO;\n\nDO;\n');
    const [alone] = drafts(one, part({ stage: 'contract', locks: ['B'] }));
    expect(alone?.up).toBe('-- migrator: no-transaction\n\nDO;\n\nUP;\n');
    expect(alone?.down).not.toContain('LOCK TABLE');
  });
});

describe('fills', () => {
  test('each table is filled by itself, in ranges of its key', () => {
    const all = drafts(
      part({
        stage: 'fill',
        locks: ['A'],
        batches: { table: '"A"', by: ['"id"', '"b"'] },
        down: [],
        ...{ up: [statement('a1')] },
      }),
      part({ stage: 'fill', locks: ['B'], up: [statement('b')], down: [] }),
      part({ stage: 'fill', locks: ['A'], up: [statement('a2')], down: [] }),
    );
    expect(all.map((draft) => [draft.suffix, draft.up])).toEqual([
      [
        '',
        '-- migrator: batches = "A" by "id", "b"\n-- migrator: lock-timeout = 400ms\n\na1;\n\na2;\n',
      ],
      ['fill_2', '-- migrator: lock-timeout = 400ms\n\nb;\n'],
    ]);
    expect(all[0]?.down).toBe(
      '-- migrator: rollback = instant\n--\n-- There is nothing to undo.\n',
    );
  });

  test('so are rows that came in between', () => {
    const all = drafts(
      part({ stage: 'refill', locks: ['A'], isAtomic: true }),
      part({ stage: 'refill', locks: ['B'] }),
    );
    expect(all.map(({ suffix }) => suffix)).toEqual(['', 'refill_2']);
  });
});

describe('what is said', () => {
  test('what is lost either way, once', () => {
    const [only] = drafts(
      part({ stage: 'switch', loses: 'x', losesDown: 'y', note: 'one\ntwo' }),
      part({ stage: 'switch', loses: 'x', losesDown: 'z', note: 'two\nthree' }),
    );
    expect(only).toMatchObject({
      kind: 'migrationDraft',
      rollback: 'lossy',
      notes: ['one', 'two', 'three'],
      up: '-- Loses x.\n\nUP;\n\nUP;\n',
      down: '-- migrator: rollback = lossy\n--\n-- Loses y.\n-- Loses z.\n-- Does not bring back x.\n\nDOWN;\n\nDOWN;\n',
    });
    expect(drafts(part({ stage: 'switch', loses: 'x' }))[0]?.rollback).toBe('lossy');
    expect(drafts(part({ stage: 'switch', losesDown: 'x' }))[0]?.rollback).toBe('lossy');
    expect(drafts(part({ stage: 'switch' }))[0]).toMatchObject({ rollback: 'instant', notes: [] });
  });

  test('the longest time that a statement may take', () => {
    const [only] = drafts(
      part({ stage: 'switch', limit: '30s' }),
      part({ stage: 'switch', limit: '30min' }),
    );
    expect(only?.up).toBe('-- migrator: statement-timeout = 30min\n\nUP;\n\nUP;\n');
    expect(drafts(part({ stage: 'switch', limit: '30s' }))[0]?.up).toContain('= 30s\n');
  });

  test('a way down without statements has no limits', () => {
    const [only] = drafts(part({ stage: 'switch', limit: '30s', down: [] }));
    expect(only?.down).toBe('-- migrator: rollback = instant\n--\n-- There is nothing to undo.\n');
  });
});

describe('statements', () => {
  const text = (...statements: Part['up']): string | undefined =>
    drafts(part({ stage: 'switch', locks: ['A'], up: statements }))[0]?.up;

  test('clauses about one table are one statement', () => {
    expect(text(clause('"A"', 'ADD a'), clause('"A"', 'ADD b'), clause('"B"', 'ADD c'))).toBe(
      'ALTER TABLE "A"\n  ADD a,\n  ADD b;\n\nALTER TABLE "B" ADD c;\n',
    );
    expect(text(clause('"A"', 'ADD a'), statement('X'), clause('"A"', 'ADD b'))).toBe(
      'ALTER TABLE "A" ADD a;\n\nX;\n\nALTER TABLE "A" ADD b;\n',
    );
  });

  test('a validation is alone, and first', () => {
    expect(
      text(clause('"A"', 'SET a'), clause('"A"', 'VALIDATE b'), clause('"A"', 'VALIDATE c')),
    ).toBe(
      'ALTER TABLE "A" VALIDATE b;\n\nALTER TABLE "A" VALIDATE c;\n\nALTER TABLE "A" SET a;\n',
    );
  });

  test('checks go behind the NOT NULL that they prove, and not with it', () => {
    const up = [
      clause('"A"', 'ALTER COLUMN a SET NOT NULL'),
      clause('"A"', 'DROP CONSTRAINT has_a'),
      clause('"A"', 'ALTER COLUMN b SET NOT NULL'),
      clause('"A"', 'DROP CONSTRAINT has_b'),
    ];
    const [draft] = drafts(part({ stage: 'validate', locks: ['A'], up }));
    expect(draft?.up).toContain(
      'ALTER TABLE "A"\n  ALTER COLUMN a SET NOT NULL,\n  ALTER COLUMN b SET NOT NULL;\n\nALTER TABLE "A"\n  DROP CONSTRAINT has_a,\n  DROP CONSTRAINT has_b;\n',
    );
  });

  test('comments stand above, and are not said twice in a row', () => {
    expect(
      text(
        statement('X', 'Why.\nMore.'),
        statement('Y', 'Why.\nMore.'),
        statement('Z'),
        statement('V', 'Why.\nMore.'),
      ),
    ).toBe('-- Why.\n-- More.\nX;\n\nY;\n\nZ;\n\n-- Why.\n-- More.\nV;\n');
    expect(
      text(clause('"A"', 'a', 'One.'), clause('"A"', 'b', 'One.'), clause('"A"', 'c', 'Two.')),
    ).toBe('-- One.\n-- Two.\nALTER TABLE "A"\n  a,\n  b,\n  c;\n');
  });

  test('a place to write in has no semicolon', () => {
    expect(text(statement('', 'TODO: write.'))).toBe('-- TODO: write.\n');
  });

  test('a schema of PostgreSQL is made once', () => {
    expect(
      text(
        statement('CREATE SCHEMA "a"'),
        statement('CREATE SCHEMA "a"'),
        statement('X'),
        statement('X'),
      ),
    ).toBe('CREATE SCHEMA "a";\n\nX;\n\nX;\n');
  });
});
