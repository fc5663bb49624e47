import type { Extension, SchemaModel } from '../../schema-model.ts';
import { argument, call, mapUnless, quoted } from './syntax.ts';

export function printDatasource({ namespaces, extensions, relationMode }: SchemaModel): string {
  const properties: (readonly [string, string])[] = [['provider', quoted('postgresql')]];
  if (relationMode) properties.push(['relationMode', quoted(relationMode)]);
  if (extensions) properties.push(['extensions', list(extensions.map(printExtension))]);
  if (namespaces.length > 0) properties.push(['schemas', list(namespaces.map(quoted))]);
  const width = Math.max(...properties.map(([name]) => name.length));
  const lines = properties.map(([name, value]) => `  ${name.padEnd(width)} = ${value}`);
  return ['datasource db {', ...lines, '}', ''].join('\n');
}

/** The preview features of Prisma 7.10 that PostgreSQL schemas use. Whatever a schema asks for itself is ignored. */
export const previewFeatures = ['partialIndexes', 'postgresqlExtensions', 'views'] as const;

/** A generator block with these preview features: the one place where Prisma looks for them. */
export function generatorBlock(features: readonly string[]): string {
  return [
    'generator client {',
    '  provider        = "prisma-client"',
    '  output          = "./client"',
    `  previewFeatures = [${features.map((feature) => JSON.stringify(feature)).join(', ')}]`,
    '}',
    '',
  ].join('\n');
}

/** A generator block where the schema needs preview features, which have their place there. */
export function printGenerator({ models, views, extensions }: SchemaModel): readonly string[] {
  const hasPartialIndex = models.some(({ indexes }) =>
    indexes.some(({ where }) => where !== undefined),
  );
  const features = [
    ...(hasPartialIndex ? ['partialIndexes'] : []),
    ...(extensions ? ['postgresqlExtensions'] : []),
    ...(views.length > 0 ? ['views'] : []),
  ];
  return features.length === 0 ? [] : [generatorBlock(features)];
}

function printExtension({ name, dbName, namespace, version }: Extension): string {
  return call(name, [
    ...mapUnless(name, dbName),
    ...argument('schema', namespace && quoted(namespace)),
    ...argument('version', version && quoted(version)),
  ]);
}

const list = (items: readonly string[]): string => `[${items.join(', ')}]`;
