import { describe, expect, test } from 'vitest';
import {
  type Dependent,
  dependentsOfColumns,
  dependentsOfType,
  findObject,
  functionsOverRenames,
  goesWithColumns,
  mentions,
  type StructureObject,
  viewCreation,
} from './structure.ts';

const table = { namespace: 'public', name: 'A' };

const view = (name: string, definition: string): StructureObject => ({
  kind: 'view',
  name,
  properties: { definition },
});

const own = (
  kind: string,
  name: string,
  properties: StructureObject['properties'],
): StructureObject => ({ kind, name, table: 'public."A"', properties });

const names = (dependents: readonly Dependent[]): readonly string[] =>
  dependents.map(({ name }) => name);

describe('mentions', () => {
  test.each([
    ['SELECT a FROM t', 'a', true],
    ['SELECT ab FROM t', 'a', false],
    ['SELECT ba FROM t', 'a', false],
    ['SELECT a1, a_, $a, a$ FROM t', 'a', false],
    ['SELECT "a", \'a\' FROM t', 'a', false],
    ['SELECT t.a+1 FROM t', 'a', true],
    ['SELECT "Ab" FROM t', 'Ab', true],
    ['SELECT ab FROM t', 'Ab', false],
    ['SELECT a$b FROM t', 'a$b', true],
    ['SELECT a$b FROM t', 'b', false],
    ['SELECT "a b" FROM t', 'a b', true],
  ])('%s mentions %s: %s', (definition, name, expected) => {
    expect(mentions(definition, name)).toBe(expected);
  });
});

test('an object is found by its kind and its whole name', () => {
  const found = view('shop."V"', 'SELECT 1');
  const find = (kinds: readonly string[], namespace: string, name: string) =>
    findObject([found], kinds, { namespace, name });
  expect(find(['view', 'materialized view'], 'shop', 'V')).toBe(found);
  expect(find(['materialized view'], 'shop', 'V')).toBeUndefined();
  expect(find(['view'], 'public', 'V')).toBeUndefined();
  expect(find(['view'], 'shop', 'v')).toBeUndefined();
});

describe('views', () => {
  const structure = [
    view('public.a_base', 'SELECT "A".x FROM public."A";'),
    view('public.b_over', 'SELECT x FROM public.a_base'),
    view('public.c_top', 'SELECT x FROM public.b_over JOIN public.a_base USING (x)'),
    view('public.other', 'SELECT y FROM public."A"'),
    view('public.elsewhere', 'SELECT x FROM public."B"'),
  ];

  test('those over a view go before it, however many layers there are', () => {
    const dependents = dependentsOfColumns(structure, table, ['x']);
    expect(names(dependents)).toEqual(['public.c_top', 'public.b_over', 'public.a_base']);
    expect(dependents[2]).toEqual({
      title: 'view public.a_base',
      name: 'public.a_base',
      drop: 'DROP VIEW public.a_base',
      create: ['CREATE VIEW public.a_base AS\nSELECT "A".x FROM public."A"'],
      blocks: true,
      survivesOtherKind: true,
    });
  });

  test('one that shows none of the columns stays', () => {
    expect(names(dependentsOfColumns(structure, table, ['y']))).toEqual(['public.other']);
    expect(dependentsOfColumns(structure, table, ['z'])).toEqual([]);
    expect(dependentsOfColumns(structure, { ...table, name: 'C' }, ['x'])).toEqual([]);
  });

  test('a materialized one is made again with its options and its indexes', () => {
    const index = 'CREATE UNIQUE INDEX m_x ON shop.m USING btree (x);';
    const found: StructureObject = {
      kind: 'materialized view',
      name: 'shop.m',
      properties: { definition: ' SELECT 1 AS x;\n', options: ['fillfactor=70', 'a=b'] },
    };
    const indexes = ['shop.m', 'shop.n'].map((name) => ({
      kind: 'index',
      name: 'shop.m_x',
      table: name,
      properties: { definition: index },
    }));
    const column = { kind: 'column', name: 'shop.m.x', table: 'shop.m', properties: {} };
    expect(viewCreation(found, [...indexes, column])).toEqual([
      'CREATE MATERIALIZED VIEW shop.m WITH (fillfactor=70, a=b) AS\nSELECT 1 AS x',
      index.slice(0, -1),
    ]);
  });
});

describe('triggers', () => {
  const trigger = (definition: string, fires?: string): StructureObject =>
    own('trigger', 'public."A"."T"', { definition, ...(fires === undefined ? {} : { fires }) });
  const updateOf =
    'CREATE TRIGGER "T" BEFORE UPDATE OF x, z ON public."A" FOR EACH ROW EXECUTE FUNCTION public.f()';
  const when =
    'CREATE TRIGGER "T" BEFORE INSERT ON public."A" FOR EACH ROW WHEN (new.y > 0) EXECUTE FUNCTION public.x()';

  test('one that names a column goes, and comes back', () => {
    expect(dependentsOfColumns([trigger(updateOf)], table, ['x'])).toEqual([
      {
        title: 'trigger "T" on public."A"',
        name: 'public."A"."T"',
        drop: 'DROP TRIGGER "T" ON public."A"',
        create: [updateOf],
        blocks: true,
        survivesOtherKind: true,
      },
    ]);
    expect(names(dependentsOfColumns([trigger(when)], table, ['y']))).toEqual(['public."A"."T"']);
  });

  test('one that names none stays', () => {
    expect(dependentsOfColumns([trigger(updateOf)], table, ['y'])).toEqual([]);
    expect(dependentsOfColumns([trigger(when)], table, ['x'])).toEqual([]);
    const other = { ...trigger(updateOf), table: 'public."B"' };
    expect(dependentsOfColumns([other], table, ['x'])).toEqual([]);
  });

  test.each([
    ['never', 'DISABLE'],
    ['on replicas', 'ENABLE REPLICA'],
    ['always', 'ENABLE ALWAYS'],
  ])('one that fires %s does so again', (fires, mode) => {
    const [dependent] = dependentsOfColumns([trigger(updateOf, fires)], table, ['x']);
    expect(dependent?.create).toEqual([updateOf, `ALTER TABLE public."A" ${mode} TRIGGER "T"`]);
  });
});

describe('policies', () => {
  const policy = (properties: StructureObject['properties']): StructureObject =>
    own('policy', 'public."A".p', { command: '*', permissive: true, roles: [], ...properties });
  const created = (properties: StructureObject['properties']): readonly string[] | undefined =>
    dependentsOfColumns([policy(properties)], table, ['x'])[0]?.create;

  test.each([
    [{ using: 'x > 0' }, 'FOR ALL TO PUBLIC USING (x > 0)'],
    [{ using: 'x > 0', command: 'r', roles: ['-'] }, 'FOR SELECT TO PUBLIC USING (x > 0)'],
    [{ check: 'x > 0', command: 'a', roles: ['b', 'c'] }, 'FOR INSERT TO b, c WITH CHECK (x > 0)'],
    [
      { using: 'true', check: 'x', command: 'w', permissive: false },
      'AS RESTRICTIVE FOR UPDATE TO PUBLIC USING (true) WITH CHECK (x)',
    ],
    [{ using: 'x', command: 'd' }, 'FOR DELETE TO PUBLIC USING (x)'],
  ])('%j', (properties, expected) => {
    expect(created(properties)).toEqual([`CREATE POLICY p ON public."A" ${expected}`]);
  });

  test('one about other columns stays', () => {
    expect(created({ using: 'y > 0', check: 'z > 0' })).toBeUndefined();
  });

  test('goes, and must be written anew for values of another kind', () => {
    const [dependent] = dependentsOfColumns([policy({ using: 'x' })], table, ['x']);
    expect(dependent).toMatchObject({
      title: 'policy p on public."A"',
      name: 'public."A".p',
      drop: 'DROP POLICY p ON public."A"',
      blocks: true,
      survivesOtherKind: false,
    });
  });
});

describe('generated columns', () => {
  const generated = (properties: StructureObject['properties']): StructureObject =>
    own('column', 'public."A".g', { type: 'integer', default: '(x + 1)', ...properties });
  const index = own('index', 'public.g_idx', {
    definition: 'CREATE INDEX g_idx ON public."A" USING btree (g)',
  });
  const check = own('constraint', 'public."A".g_check', { definition: 'CHECK ((g > 0))' });
  const others = [
    own('index', 'public.y_idx', {
      definition: 'CREATE INDEX y_idx ON public."A" USING btree (y)',
    }),
    { ...index, table: 'public."B"' },
  ];

  test('come back with the indexes and checks that went with them', () => {
    const structure = [generated({ generated: 'stored' }), index, check, ...others];
    expect(dependentsOfColumns(structure, table, ['x'])).toEqual([
      {
        title: 'generated column g of public."A"',
        name: 'public."A".g',
        drop: 'ALTER TABLE public."A" DROP COLUMN g',
        create: [
          'ALTER TABLE public."A" ADD COLUMN g integer GENERATED ALWAYS AS ((x + 1)) STORED',
          'CREATE INDEX g_idx ON public."A" USING btree (g)',
          'ALTER TABLE public."A" ADD CONSTRAINT g_check CHECK ((g > 0))',
        ],
        blocks: true,
        survivesOtherKind: false,
      },
    ]);
  });

  test('are virtual and required as they were', () => {
    const structure = [generated({ generated: 'virtual', nullable: false })];
    expect(dependentsOfColumns(structure, table, ['x'])[0]?.create).toEqual([
      'ALTER TABLE public."A" ADD COLUMN g integer GENERATED ALWAYS AS ((x + 1)) VIRTUAL NOT NULL',
    ]);
  });

  test('a default that is computed once is none', () => {
    expect(dependentsOfColumns([generated({})], table, ['x'])).toEqual([]);
    expect(dependentsOfColumns([generated({ generated: 'stored' })], table, ['y'])).toEqual([]);
  });
});

describe('indexes and constraints', () => {
  const index = (definition: string): StructureObject =>
    own('index', 'public.i', { definition: `CREATE INDEX i ON public."A" ${definition}` });
  const constraint = (definition: string): StructureObject =>
    own('constraint', 'public."A".c', { definition });

  test.each([
    ['USING btree (x)', false],
    ['USING btree (lower(x))', true],
    ['USING btree (y, lower(x))', true],
    ['USING btree (((x + 1)))', true],
    ['USING btree (y) WHERE (x > 0)', true],
    ['USING btree (x) WHERE (y > 0)', false],
    ['USING btree (lower(y))', false],
  ])('PostgreSQL computes something of x in %s: %s', (definition, blocks) => {
    const found = dependentsOfColumns([index(definition)], table, ['x']);
    const create = [`CREATE INDEX i ON public."A" ${definition}`];
    const dependent = {
      title: 'index public.i',
      name: 'public.i',
      drop: 'DROP INDEX public.i',
      create,
      blocks: true,
      survivesOtherKind: false,
    };
    expect(found).toEqual(blocks ? [dependent] : []);
    // With its column every index goes, and what blocks is told of already.
    const withColumn = goesWithColumns([index(definition)], table, ['x']);
    expect(names(withColumn)).toEqual(!blocks && definition.includes('x') ? ['public.i'] : []);
  });

  test.each([
    ['CHECK ((x > 0))', true],
    ['CHECK ((y > 0))', false],
    ['EXCLUDE USING gist (x WITH =)', true],
    ['UNIQUE (x)', false],
    ['FOREIGN KEY (x) REFERENCES public."B"(id)', false],
  ])('%s goes while x gets another type: %s', (definition, expected) => {
    const found = dependentsOfColumns([constraint(definition)], table, ['x']);
    expect(found).toEqual(
      expected
        ? [
            {
              title: 'check c of public."A"',
              name: 'public."A".c',
              drop: 'ALTER TABLE public."A" DROP CONSTRAINT c',
              create: [`ALTER TABLE public."A" ADD CONSTRAINT c ${definition}`],
              blocks: true,
              survivesOtherKind: false,
            },
          ]
        : [],
    );
  });

  test('what goes with a column that is dropped', () => {
    const structure = [
      constraint('UNIQUE (x, y)'),
      own('constraint', 'public."A".d', { definition: 'UNIQUE (y)' }),
      own('constraint', 'public."A".e', { definition: 'CHECK ((x > 0))' }),
      { ...index('USING btree (x)'), table: 'public."B"' },
    ];
    expect(goesWithColumns(structure, table, ['x'])).toEqual([
      expect.objectContaining({
        name: 'public."A".c',
        create: ['ALTER TABLE public."A" ADD CONSTRAINT c UNIQUE (x, y)'],
      }),
    ]);
  });
});

describe('functions', () => {
  const body = (definition: string): StructureObject => ({
    kind: 'function',
    name: 'public.f()',
    properties: { definition },
  });

  test('one whose body PostgreSQL reads goes', () => {
    const definition =
      'CREATE FUNCTION public.f() RETURNS int LANGUAGE sql RETURN (SELECT max(x) FROM "A");\n';
    expect(dependentsOfColumns([body(definition)], table, ['x'])).toEqual([
      {
        title: 'function public.f()',
        name: 'public.f()',
        drop: 'DROP FUNCTION public.f()',
        create: [
          'CREATE FUNCTION public.f() RETURNS int LANGUAGE sql RETURN (SELECT max(x) FROM "A")',
        ],
        blocks: true,
        survivesOtherKind: false,
      },
    ]);
  });

  test.each([
    'CREATE FUNCTION public.f() RETURNS int LANGUAGE sql AS $$ SELECT max(x) FROM "A" $$',
    'CREATE FUNCTION public.f() RETURNS int LANGUAGE sql RETURN (SELECT max(y) FROM "A")',
    'CREATE FUNCTION public.f() RETURNS int LANGUAGE sql RETURN (SELECT max(x) FROM "B")',
  ])('%s stays', (definition) => {
    expect(dependentsOfColumns([body(definition)], table, ['x'])).toEqual([]);
  });

  const trigger = own('trigger', 'public."A".t', {
    definition:
      'CREATE TRIGGER t BEFORE UPDATE ON public."A" FOR EACH ROW EXECUTE FUNCTION public.f()',
  });
  const renames = [
    { from: 'a', to: 'B' },
    { from: 'Old', to: 'now' },
  ];

  test('one that a trigger runs reads renamed columns by their new names', () => {
    const before =
      'CREATE FUNCTION public.f() AS $$ NEW.a := OLD."Old" + new.A + NEW.other + NEWS.a; $$ LANGUAGE plpgsql\n';
    expect(functionsOverRenames([trigger, body(before)], table, renames)).toEqual([
      {
        before: before.trimEnd(),
        after:
          'CREATE FUNCTION public.f() AS $$ NEW."B" := OLD.now + new."B" + NEW.other + NEWS.a; $$ LANGUAGE plpgsql',
      },
    ]);
  });

  test('others stay as they are', () => {
    const reads = body('CREATE FUNCTION public.f() AS $$ NEW.a $$');
    const readsNone = body('CREATE FUNCTION public.f() AS $$ NEW.b $$');
    expect(functionsOverRenames([trigger, readsNone], table, renames)).toEqual([]);
    expect(functionsOverRenames([reads], table, renames)).toEqual([]);
    const otherTable = { ...trigger, table: 'public."B"' };
    expect(functionsOverRenames([otherTable, reads], table, renames)).toEqual([]);
    const otherName = { ...reads, name: 'public.ff()' };
    expect(functionsOverRenames([trigger, otherName], table, renames)).toEqual([]);
  });
});

describe('what compares with values of a type', () => {
  const type = { namespace: 'public', name: 'E' };
  const check = (definition: string): StructureObject =>
    own('constraint', 'public."A".c', { definition });

  test.each([
    [`CHECK ((e = 'x'::public."E"))`, true],
    [`CHECK ((e = 'x'::"E"))`, true],
    [`CHECK ((e = 'x'::"E2"))`, false],
    [`CHECK ((e = 'x'::"E"[]))`, true],
    [`CHECK ((e = 'x'::other."E"))`, false],
    ['CHECK ((e > 0))', false],
  ])('%s: %s', (definition, expected) => {
    expect(names(dependentsOfType([check(definition)], type))).toEqual(
      expected ? ['public."A".c'] : [],
    );
  });

  test('a name that needs no quotes ends where the word does', () => {
    const plain = { namespace: 'public', name: 'e' };
    expect(names(dependentsOfType([check(`CHECK ((a = 'x'::e))`)], plain))).toHaveLength(1);
    expect(dependentsOfType([check(`CHECK ((a = 'x'::e2))`)], plain)).toEqual([]);
    expect(dependentsOfType([check(`CHECK ((a = 'x'::e_x))`)], plain)).toEqual([]);
  });

  test('views and those over them, indexes and checks', () => {
    const structure = [
      view('public.v', `SELECT * FROM public."A" WHERE e = 'x'::public."E"`),
      view('public.w', 'SELECT * FROM public.v'),
      own('index', 'public.i', {
        definition: `CREATE INDEX i ON public."A" USING btree (id) WHERE (e = 'x'::public."E")`,
      }),
      check(`CHECK ((e <> 'x'::public."E"))`),
      own('policy', 'public."A".p', { using: `e = 'x'::public."E"` }),
    ];
    expect(dependentsOfType(structure, type).map(({ drop }) => drop)).toEqual([
      'DROP VIEW public.w',
      'DROP VIEW public.v',
      'DROP INDEX public.i',
      'ALTER TABLE public."A" DROP CONSTRAINT c',
    ]);
  });
});
