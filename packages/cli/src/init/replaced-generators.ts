import type { Naming } from '@schema-service/repository';
import type { SchemaSource } from '@schema-service/schema-model';

/** A generator of the old project, and what there is in its place. */
export interface ReplacedGenerator {
  readonly name: string;
  readonly provider: string;
  readonly replacement: string;
}

/** By what its provider's name holds; the first that fits. */
const replacements: readonly [RegExp, (packageName: (part: string) => string) => string][] = [
  [/^prisma-client(?:-js|-ts)?$/, (name) => `${name('client-node')}, Prisma's own client inside`],
  [/kysely/, (name) => `${name('types')}: its README shows the Kysely types`],
  [
    /json-types/,
    (name) => `nothing: Json is unknown in ${name('types')}; keep the casts where values are read`,
  ],
  [
    /zod|joi|yup|typebox|arktype|valibot/,
    (name) => `nothing checks values; their types are in ${name('types')}`,
  ],
  [
    /client-py|python|sqlmodel|pydantic|sqlalchemy/,
    (name) => `the Python package ${name('client').replace(/^@/, '').replace('/', '-')}`,
  ],
  [/erd|dbml|markdown|docs|mermaid/, () => 'nothing: run it on schema/ as before'],
];

/** The generators that a Prisma schema declares. They stay in its text, and nothing runs them here. */
export function replacedGenerators(
  sources: readonly SchemaSource[],
  { scope, name }: Naming,
): readonly ReplacedGenerator[] {
  return sources.flatMap(({ content }) =>
    [...content.matchAll(/^\s*generator\s+(\w+)\s*\{([^}]*)\}/gm)].map(
      ([, called = '', body = '']) => {
        const provider = /^\s*provider\s*=\s*"([^"]*)"/m.exec(body)?.[1] ?? called;
        const [, replacement] = replacements.find(([pattern]) => pattern.test(provider)) ?? [];
        return {
          name: called,
          provider,
          replacement:
            replacement?.((part) => `${scope}/${name}-${part}`) ??
            'nothing: run it on schema/ as before, if it is still needed',
        };
      },
    ),
  );
}
