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
