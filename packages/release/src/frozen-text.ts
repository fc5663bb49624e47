import { join } from 'node:path';
import { SchemaServiceError } from '@schema-service/errors';
import {
  changelogFile,
  schemaFile,
  versionFolder,
  workingSchemaFolder,
} from '@schema-service/repository';
import { loadSchemaSources, parseSchema, printSchema } from '@schema-service/schema-model';
import { decodeText } from './files/read-files.ts';
import type { ReleaseFolder } from './inspection/release-folder.ts';

/** The schema that stands in the version's folder, or else the working one in its canonical single file. */
export async function frozenSchemaText(root: string, folder: ReleaseFolder): Promise<string> {
  const frozen = folder.frozen.get(`${versionFolder(folder.version)}/${schemaFile}`);
  if (frozen !== undefined) return decodeText(frozen);
  const sources = await loadSchemaSources(join(root, workingSchemaFolder));
  return printSchema(parseSchema(sources));
}

/** The changelog that stands in the version's folder, or else the one given. */
export function changelogText(folder: ReleaseFolder, given: string | undefined): string {
  const file = `${versionFolder(folder.version)}/${changelogFile}`;
  const frozen = folder.frozen.get(file);
  if (frozen !== undefined) return decodeText(frozen);
  if (given !== undefined) return given;
  throw new SchemaServiceError({
    code: 'RELEASE_CHANGELOG_MISSING',
    message: `Version ${folder.version} has no changelog.`,
    why: 'A release says what it changes in words, too.',
    fix: `Write ${file}.`,
    meta: { version: folder.version, file },
  });
}
