import { type ClientLanguage, clientLanguages } from '@schema-service/api-contract';
import type { ArtifactSummary, ReleaseCatalog } from '@schema-service/catalog';
import { SchemaServiceError } from '@schema-service/errors';
import { versionNotFound } from './find-release.ts';

export interface ClientArtifact {
  readonly language: ClientLanguage;
  readonly artifact: ArtifactSummary;
}

/** Throws `VERSION_NOT_FOUND` or `LANGUAGE_NOT_FOUND`, each with the ones that exist. */
export async function findClient(
  catalog: ReleaseCatalog,
  version: string,
  requestedLanguage: string,
): Promise<ClientArtifact> {
  const artifacts = await catalog.listArtifacts({ version });
  const clients = clientLanguages.flatMap((language) => {
    // Of Python there is the wheel, which is to be installed, and the source that it was made of.
    const artifact = artifacts.find((one) => one.language === language && one.format !== 'sdist');
    return artifact ? [{ language, artifact }] : [];
  });
  const client = clients.find(({ language }) => language === requestedLanguage);
  if (client) return client;
  if (!(await catalog.findRelease(version))) throw await versionNotFound(catalog, version);
  throw languageNotFound(version, requestedLanguage, clients);
}

function languageNotFound(
  version: string,
  language: string,
  clients: readonly ClientArtifact[],
): SchemaServiceError {
  const available = clients.map((client) => client.language);
  return new SchemaServiceError({
    code: 'LANGUAGE_NOT_FOUND',
    message: `Version ${version} has no client for ${JSON.stringify(language)}.`,
    fix: available.length > 0 ? `Choose one of ${available.join(', ')}.` : 'It has no clients.',
    meta: { version, language, available },
  });
}
