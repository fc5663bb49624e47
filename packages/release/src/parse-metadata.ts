import { changeIds } from '@schema-service/schema-diff';
import * as z from 'zod';
import type { ReleaseMetadata } from './release-metadata.ts';
import { isVersion } from './schema-version.ts';

const digest = z.string().regex(/^[0-9a-f]{64}$/, 'expected a SHA-256 in lower-case hex');
const version = z.string().refine(isVersion, 'expected a semver version');

const metadataShape: z.ZodType<ReleaseMetadata> = z.strictObject({
  formatVersion: z.literal(1),
  version,
  previous: version.nullable(),
  bump: z.enum(['major', 'minor', 'patch', 'none']),
  date: z.iso.date(),
  hash: z.string().min(1),
  files: z.strictObject({ 'schema.prisma': digest, 'changelog.md': digest }),
  migrations: z.array(
    z.strictObject({ id: z.string().min(1), up: digest, down: digest.nullable() }),
  ),
  changes: z.array(
    z.strictObject({
      id: z.enum(changeIds),
      path: z.string(),
      severity: z.enum(['breaking', 'dangerous', 'safe']),
    }),
  ),
  previousDigest: digest.nullable(),
  digest,
});

/** The metadata, or what is wrong with its text. */
export type MetadataReading =
  | { readonly kind: 'metadata'; readonly metadata: ReleaseMetadata }
  | { readonly kind: 'invalid'; readonly problem: string };

export function parseMetadata(text: string): MetadataReading {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return { kind: 'invalid', problem: `not JSON: ${(error as SyntaxError).message}` };
  }
  const result = metadataShape.safeParse(json);
  return result.success
    ? { kind: 'metadata', metadata: result.data }
    : { kind: 'invalid', problem: z.prettifyError(result.error) };
}
