import { contents, type Operation, productIds, sharedKeys } from './operation.ts';

/** An operation as calls of a generated client, as Prisma writes them; the services in other languages spell them as theirs. */
export interface ClientOperation extends Operation {
  /** What is chosen anew each time: one of these, the key of the own row that it is about, or one that nobody has. */
  readonly values: Readonly<Record<string, Choice>>;
  readonly calls: readonly ClientCall[];
  readonly isTransaction?: boolean;
}

type Value = string | number | null | readonly string[];

type Choice = readonly Value[] | 'own key' | 'new key';

export interface ClientCall {
  readonly model: string;
  readonly method: string;
  readonly args: Argument;
  /** What the row that it gives has to hold, by field: the value of this name, or a text. */
  readonly gives?: Readonly<Record<string, Chosen | string>>;
  /** How many rows it has to change, where a number is what it gives. */
  readonly changes?: number;
}

/** A value of the operation, by its name. */
interface Chosen {
  readonly $: string;
}

type Argument =
  | Chosen
  | string
  | number
  | boolean
  | readonly Argument[]
  | { readonly [name: string]: Argument };

/** What the names and values of a version are to its clients. */
interface Dialect {
  /** The field of a review's text. */
  readonly text: string;
  /** The model of who writes reviews, and the relation to it. */
  readonly author: string;
  readonly statuses: readonly string[];
  readonly languages: readonly Value[];
  readonly urls: readonly Value[];
  readonly descriptions: readonly Value[];
  /** Fields without a default that the versions before do not have, with values for them. */
  readonly required: Readonly<Record<string, readonly Value[]>>;
  /** What a row has in fields that were left out. */
  readonly defaults: Readonly<Record<string, string>>;
}

const first: Dialect = {
  text: 'body',
  author: 'reviewer',
  statuses: ['PENDING', 'PUBLISHED', 'REJECTED'],
  languages: ['en', 'de', null],
  urls: ['', 'http://example.com/a'],
  descriptions: ['plain', 'with "quotes", and {braces}', null],
  required: {},
  defaults: { status: 'PENDING', rating: '3', helpfulCount: '0', url: '' },
};

const second: Dialect = {
  ...first,
  text: 'content',
  author: 'author',
  defaults: { ...first.defaults, rating: '5' },
};

const third: Dialect = {
  ...second,
  statuses: ['QUEUED', 'PUBLISHED', 'REJECTED'],
  languages: ['en', 'de', 'und'],
  urls: ['http://example.com/b', null],
  descriptions: [[], ['one'], ['one', 'two']],
  required: { contentSize: [0, 7], language: ['en', 'fr'] },
  defaults: { status: 'QUEUED', rating: '5', helpfulCount: '0' },
};

const fourth: Dialect = {
  ...third,
  statuses: [...third.statuses, 'ARCHIVED'],
  languages: ['en', 'de', null],
  required: { contentSize: [0, 5_000_000_000] },
};

const dialects: Readonly<Record<string, Dialect>> = {
  '1.1.0': first,
  '2.0.0': second,
  '3.0.0': third,
  '4.0.0': fourth,
};

/** All that services of a version do with its client. */
export function clientOperationsOf(version: string): readonly ClientOperation[] {
  const dialect = dialects[version];
  if (dialect === undefined) throw new Error(`nobody has said what clients of ${version} do`);
  const { author, text, statuses, languages, urls, descriptions } = dialect;
  const where = { externalId: chosen('key') };
  const set = (field: string, value: readonly Value[]): ClientOperation => ({
    ...{ name: field, act: 'shared', values: { key: sharedKeys, value } },
    calls: [
      {
        ...{
          model: 'review',
          method: 'update',
          args: { where, data: { [field]: chosen('value') } },
        },
        gives: { [field]: chosen('value') },
      },
    ],
  });
  const count: ClientCall = {
    ...{ model: 'review', method: 'update' },
    args: { where, data: { helpfulCount: { increment: 1 } } },
  };
  const ofProduct = { productId: chosen('product'), status: chosen('status') };
  const query = { product: productIds, status: statuses };
  return [
    { name: 'count', act: 'shared', counts: 1, values: { key: sharedKeys }, calls: [count] },
    set('status', statuses),
    set('language', languages),
    set('url', urls),
    set(text, contents),
    {
      ...{ name: 'description', act: 'shared', values: { id: productIds, value: descriptions } },
      calls: [
        {
          ...{ model: 'product', method: 'update' },
          args: { where: { id: chosen('id') }, data: { description: chosen('value') } },
          gives: { description: chosen('value') },
        },
      ],
    },
    {
      ...{ name: 'list', act: 'shared', values: query },
      calls: [
        {
          ...{ model: 'review', method: 'findMany' },
          args: {
            ...{ where: ofProduct, include: { product: true, [author]: true } },
            ...{ orderBy: { id: 'asc' }, take: 10 },
          },
        },
      ],
    },
    {
      ...{ name: 'group', act: 'shared', values: query },
      calls: [
        {
          ...{ model: 'review', method: 'groupBy' },
          args: {
            ...{ by: ['status'], where: { productId: chosen('product') } },
            ...{ _count: true, _sum: { helpfulCount: true } },
          },
        },
      ],
    },
    {
      ...{ name: 'count and author', act: 'shared', counts: 1, isTransaction: true },
      values: { key: sharedKeys, handle: 'new key' },
      calls: [
        count,
        { model: author, method: 'create', args: { data: { handle: chosen('handle') } } },
      ],
    },
    createOne(dialect),
    createNested(dialect),
    createOrSkip(dialect),
    putOne(dialect),
    changeOne(dialect),
    {
      ...{ name: 'look', act: 'look', values: { key: 'own key' } },
      calls: [{ model: 'review', method: 'findUniqueOrThrow', args: { where } }],
    },
    {
      ...{ name: 'remove', act: 'remove', values: { key: 'own key' } },
      calls: [{ model: 'review', method: 'delete', args: { where } }],
    },
  ];
}

const chosen = ($: string): Chosen => ({ $ });

/** Each by the name of its field. */
const allChosen = (values: Readonly<Record<string, Choice>>): Readonly<Record<string, Chosen>> =>
  Object.fromEntries(Object.keys(values).map((field) => [field, chosen(field)]));

const newRow = ({ text, required }: Dialect): Readonly<Record<string, Choice>> => ({
  ...{ externalId: 'own key', [text]: contents },
  ...required,
});

/** With its defaults where nothing says otherwise. */
function createOne(dialect: Dialect): ClientOperation {
  const values = { ...newRow(dialect), productId: productIds };
  const data = allChosen(values);
  return {
    ...{ name: 'create', act: 'create', values },
    calls: [
      {
        model: 'review',
        method: 'create',
        args: { data },
        gives: { ...dialect.defaults, ...data },
      },
    ],
  };
}

/** With rows around it, some of which are there. */
function createNested(dialect: Dialect): ClientOperation {
  const values = newRow(dialect);
  const data = allChosen(values);
  const [id, handle] = [chosen('id'), chosen('handle')];
  return {
    ...{ name: 'create nested', act: 'create' },
    values: { ...values, id: productIds, handle: 'new key' },
    calls: [
      {
        ...{ model: 'review', method: 'create' },
        args: {
          data: {
            ...{ ...data, product: { connect: { id } } },
            [dialect.author]: { connectOrCreate: { where: { handle }, create: { handle } } },
          },
        },
        gives: { ...dialect.defaults, ...data, productId: id },
      },
    ],
  };
}

function createOrSkip(dialect: Dialect): ClientOperation {
  const values = { ...newRow(dialect), productId: productIds };
  const data = allChosen(values);
  return {
    ...{ name: 'create or skip', act: 'create', values },
    calls: [
      {
        ...{ model: 'review', method: 'createMany', changes: 1 },
        args: { data: [data], skipDuplicates: true },
      },
      {
        ...{ model: 'review', method: 'findUniqueOrThrow' },
        args: { where: { externalId: chosen('externalId') } },
        gives: { ...dialect.defaults, ...data },
      },
    ],
  };
}

function putOne(dialect: Dialect): ClientOperation {
  const { text, required, statuses, languages } = dialect;
  const set = {
    ...{ [text]: contents, status: statuses, language: languages },
    helpfulCount: [7, 2_000_000_000],
  };
  const values: Readonly<Record<string, Choice>> = {
    ...{ externalId: 'own key', productId: productIds },
    ...required,
    ...set,
  };
  return {
    ...{ name: 'put', act: 'put', values },
    calls: [
      {
        ...{ model: 'review', method: 'upsert' },
        args: {
          ...{ where: { externalId: chosen('externalId') }, create: allChosen(values) },
          update: allChosen(set),
        },
        gives: allChosen(set),
      },
    ],
  };
}

function changeOne({ text, statuses, languages, urls }: Dialect): ClientOperation {
  const set = { [text]: contents, status: statuses, language: languages, url: urls };
  return {
    ...{ name: 'change', act: 'change', values: { ...set, key: 'own key' } },
    calls: [
      {
        ...{ model: 'review', method: 'update' },
        args: {
          where: { externalId: chosen('key') },
          data: { ...allChosen(set), helpfulCount: { increment: 1 } },
        },
        gives: allChosen(set),
      },
    ],
  };
}
