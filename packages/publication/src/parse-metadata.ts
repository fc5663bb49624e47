import type { ReleaseMetadata } from '@schema-service/catalog';
import { isVersion, type JsonReading, parseJson } from '@schema-service/repository';
import { changeIds } from '@schema-service/schema-diff';
import { Type } from 'typebox';

const closed = { additionalProperties: false };
const digest = Type.String({ pattern: '^[0-9a-f]{64}$' });

const version = Type.Refine(Type.String(), isVersion, () => 'must be a semver version');

const repeatableName = '^[A-Za-z0-9][A-Za-z0-9_.-]*$';

const metadataShape = Type.Object(
  {
    formatVersion: Type.Literal(1),
    version,
    previous: Type.Union([Type.String(), Type.Null()]),
    appliesTo: Type.Optional(Type.Array(version, { minItems: 1 })),
    includes: Type.Optional(Type.Array(version, { minItems: 1 })),
    bump: Type.Enum(['major', 'minor', 'patch', 'none']),
    date: Type.String({ format: 'date' }),
    hash: Type.String({ minLength: 1 }),
    files: Type.Object({ 'schema.prisma': digest, 'changelog.md': digest }, closed),
    migrations: Type.Array(
      Type.Object(
        { id: Type.String({ minLength: 1 }), up: digest, down: Type.Union([digest, Type.Null()]) },
        closed,
      ),
    ),
    repeatables: Type.Optional(
      Type.Array(Type.Object({ name: Type.String({ pattern: repeatableName }), digest }, closed), {
        minItems: 1,
      }),
    ),
    squash: Type.Optional(Type.Object({ script: digest, record: digest }, closed)),
    structure: Type.Optional(digest),
    layout: Type.Optional(digest),
    changes: Type.Array(
      Type.Object(
        {
          id: Type.Enum([...changeIds]),
          path: Type.String(),
          severity: Type.Enum(['breaking', 'dangerous', 'safe']),
        },
        closed,
      ),
    ),
    clients: Type.Optional(
      Type.Array(
        Type.Object(
          {
            client: version,
            database: version,
            answer: Type.Enum(['ok', 'degraded', 'refuse']),
            missing: Type.Array(Type.String()),
          },
          closed,
        ),
      ),
    ),
    previousDigest: Type.Union([digest, Type.Null()]),
    digest,
  },
  closed,
);

/** The metadata, or what is wrong with its text. */
export function parseMetadata(text: string): JsonReading<ReleaseMetadata> {
  return parseJson(metadataShape, text);
}
