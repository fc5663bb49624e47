import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SchemaVersion } from './derived-migrations.ts';

/** The versions of the example, oldest first. */
export const VERSIONS: readonly string[] = ['1.1.0', '2.0.0', '3.0.0', '4.0.0'];

export const readVersion = (version: string): SchemaVersion => [
  version,
  readFileSync(join(import.meta.dirname, '..', 'schemas', `${version}.prisma`), 'utf8'),
];
