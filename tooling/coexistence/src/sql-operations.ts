import { versionSchema } from '@schema-service/coexistence';
import { NAME } from './derived-migrations.ts';
import { contents, type Operation, productIds, sharedKeys } from './operation.ts';

/** An operation as statements of a service's own. */
export interface SqlOperation extends Operation {
  /** Several are one transaction. */
  readonly statements: readonly Statement[];
}

export interface Statement {
  readonly sql: string;
  readonly values: readonly Value[];
  /** How many rows it has to give or to change. */
  readonly rows?: number;
  /** What its `row` has to hold, by column: the value of a parameter, from 1, or a text. */
  readonly gives?: Readonly<Record<string, number | string>>;
}

/** One of these, the key of the own row that the operation is about, or one that nobody has. All are sent as text. */
export type Value = readonly (string | null)[] | 'own key' | 'new key';

const products = productIds.map(String);

/** What the names and values of a version are. */
export interface Dialect {
  /** The column of a review's text. */
  readonly text: string;
  readonly authors: string;
  readonly author: string;
  readonly statuses: readonly string[];
  readonly languages: readonly (string | null)[];
  readonly urls: readonly (string | null)[];
  readonly descriptions: readonly (string | null)[];
  /** Columns without a default that the versions before do not have, with values for them. */
  readonly required: Readonly<Record<string, Value>>;
  /** What a row has in columns that were left out. */
  readonly defaults: Readonly<Record<string, string>>;
}

const first: Dialect = {
  text: 'body',
  authors: 'reviewers',
  author: 'reviewer_id',
  statuses: ['pending', 'published', 'rejected'],
  languages: ['en', 'de', null],
  urls: ['', 'http://example.com/a'],
  descriptions: ['plain', 'with "quotes", and {braces}', null],
  required: {},
  defaults: { status: 'pending', rating: '3', helpful_count: '0', url: '' },
};

const second: Dialect = {
  ...first,
  text: 'content',
  authors: 'authors',
  author: 'author_id',
  defaults: { ...first.defaults, rating: '5' },
};

const third: Dialect = {
  ...second,
  statuses: ['queued', 'published', 'rejected'],
  languages: ['en', 'de', 'und'],
  urls: ['http://example.com/b', null],
  descriptions: ['{}', '{one}', '{one,two}'],
  required: { content_size: ['0', '7'], language: ['en', 'fr'] },
  defaults: { status: 'queued', rating: '5', helpful_count: '0' },
};

const fourth: Dialect = {
  ...third,
  statuses: [...third.statuses, 'archived'],
  languages: ['en', 'de', null],
  required: { content_size: ['0', '5000000000'] },
};

const dialects: Readonly<Record<string, Dialect>> = {
  '1.1.0': first,
  '2.0.0': second,
  '3.0.0': third,
  '4.0.0': fourth,
};

export function dialectOf(version: string): Dialect {
  const dialect = dialects[version];
  if (dialect === undefined) throw new Error(`nobody has said what services of ${version} do`);
  return dialect;
}

/** All that services of a version do, in its own names and values. */
export function sqlOperationsOf(version: string): readonly SqlOperation[] {
  const dialect = dialectOf(version);
  const schema = versionSchema(NAME, version);
  const { authors, author, text, statuses, languages, urls, descriptions } = dialect;
  const reviews = `${schema}.reviews`;
  const update = (column: string, values: Value): Statement => ({
    sql: `UPDATE ${reviews} SET ${column} = $1 WHERE external_id = $2`,
    values: [values, sharedKeys],
    rows: 1,
  });
  const count: Statement = {
    sql: `UPDATE ${reviews} SET helpful_count = helpful_count + 1 WHERE external_id = $1`,
    values: [sharedKeys],
    rows: 1,
  };
  return [
    { name: 'count', act: 'shared', counts: 1, statements: [count] },
    { name: 'status', act: 'shared', statements: [update('status', statuses)] },
    { name: 'language', act: 'shared', statements: [update('language', languages)] },
    { name: 'url', act: 'shared', statements: [update('url', urls)] },
    { name: 'text', act: 'shared', statements: [update(text, contents)] },
    {
      name: 'description',
      act: 'shared',
      statements: [
        {
          sql: `UPDATE ${schema}.products SET description = $1 WHERE id = $2`,
          values: [descriptions, products],
          rows: 1,
        },
      ],
    },
    {
      name: 'list',
      act: 'shared',
      statements: [
        {
          sql: `SELECT r.*, p.slug, a.handle FROM ${reviews} r JOIN ${schema}.products p ON p.id = r.product_id
            LEFT JOIN ${schema}.${authors} a ON a.id = r.${author}
            WHERE r.product_id = $1 AND r.status = $2 ORDER BY r.id LIMIT 10`,
          values: [products, statuses],
        },
      ],
    },
    {
      name: 'group',
      act: 'shared',
      statements: [
        {
          sql: `SELECT status, count(*), sum(helpful_count) FROM ${reviews} WHERE product_id = $1 GROUP BY status`,
          values: [products],
        },
      ],
    },
    {
      name: 'count and author',
      act: 'shared',
      counts: 1,
      statements: [
        count,
        {
          sql: `INSERT INTO ${schema}.${authors} (handle) VALUES ($1)`,
          values: ['new key'],
          rows: 1,
        },
      ],
    },
    { name: 'create', act: 'create', statements: [createOne(reviews, dialect)] },
    { name: 'create or skip', act: 'create', statements: [createOne(reviews, dialect, SKIP)] },
    { name: 'put', act: 'put', statements: [putOne(reviews, dialect)] },
    { name: 'change', act: 'change', statements: [changeOne(reviews, dialect)] },
    {
      name: 'look',
      act: 'look',
      statements: [
        {
          sql: `SELECT ${rowOf('reviews')} FROM ${reviews} WHERE external_id = $1`,
          values: ['own key'],
          rows: 1,
        },
      ],
    },
    {
      name: 'remove',
      act: 'remove',
      statements: [
        { sql: `DELETE FROM ${reviews} WHERE external_id = $1`, values: ['own key'], rows: 1 },
      ],
    },
  ];
}

const SKIP = 'ON CONFLICT (external_id) DO NOTHING';

/** A row with each value as text, the same in every language. */
const rowOf = (name: string): string =>
  `(SELECT jsonb_object_agg(key, value) FROM jsonb_each_text(to_jsonb(${name})))::text AS row`;

/** With its defaults where nothing says otherwise. */
function createOne(reviews: string, dialect: Dialect, conflict = ''): Statement {
  const { text, required, defaults } = dialect;
  const columns = ['external_id', 'product_id', text, ...Object.keys(required)];
  const values: readonly Value[] = ['own key', products, contents, ...Object.values(required)];
  return {
    sql: `INSERT INTO ${reviews} (${columns.join(', ')}) VALUES (${parameters(values)}) ${conflict} RETURNING ${rowOf('reviews')}`,
    values,
    rows: 1,
    gives: { ...defaults, ...given(columns) },
  };
}

function putOne(reviews: string, { text, required, statuses, languages }: Dialect): Statement {
  const set: Readonly<Record<string, Value>> = {
    [text]: contents,
    status: statuses,
    language: languages,
    helpful_count: ['7', '2000000000'],
  };
  const all: Readonly<Record<string, Value>> = {
    external_id: 'own key',
    product_id: products,
    ...required,
    ...set,
  };
  const columns = Object.keys(all);
  const changed = Object.keys(set);
  return {
    sql: `INSERT INTO ${reviews} (${columns.join(', ')}) VALUES (${parameters(columns)})
      ON CONFLICT (external_id) DO UPDATE SET ${changed.map((one) => `${one} = excluded.${one}`).join(', ')}
      RETURNING ${rowOf('reviews')}`,
    values: Object.values(all),
    rows: 1,
    gives: Object.fromEntries(changed.map((one) => [one, columns.indexOf(one) + 1])),
  };
}

function changeOne(reviews: string, { text, statuses, languages, urls }: Dialect): Statement {
  const set: Readonly<Record<string, Value>> = {
    [text]: contents,
    status: statuses,
    language: languages,
    url: urls,
  };
  const columns = Object.keys(set);
  return {
    sql: `UPDATE ${reviews} SET ${columns.map((one, at) => `${one} = $${at + 1}`).join(', ')}, helpful_count = helpful_count + 1
      WHERE external_id = $${columns.length + 1} RETURNING ${rowOf('reviews')}`,
    values: [...Object.values(set), 'own key'],
    rows: 1,
    gives: given(columns),
  };
}

const parameters = (values: readonly unknown[]): string =>
  values.map((_, at) => `$${at + 1}`).join(', ');

const given = (columns: readonly string[]): Readonly<Record<string, number>> =>
  Object.fromEntries(columns.map((column, at) => [column, at + 1]));
