import { isSchemaServiceError } from '@schema-service/errors';
import { sha256 } from '@schema-service/publication';
import type { BuiltRelease, ReleaseRegistry } from './release-registry.ts';

/** What a registry serves of a release. */
export interface VerifiedRegistry {
  readonly registry: string;
  readonly location: string;
  /** File names whose bytes are those of the release. */
  readonly same: readonly string[];
  /** A line for each thing that is wrong. */
  readonly problems: readonly string[];
  /** Whether the packages were installed in an empty project; undefined where the registry serves no package manager. */
  readonly installed?: boolean;
}

export interface VerifyOptions {
  /** Whether the packages are installed, too. */
  readonly install: boolean;
  readonly onRegistry?: (registry: string) => void;
}

/** Downloads every artifact from every registry, compares it with the release, and installs the packages. */
export async function verifyPublished(
  built: BuiltRelease,
  registries: readonly ReleaseRegistry[],
  { install, onRegistry }: VerifyOptions,
): Promise<readonly VerifiedRegistry[]> {
  const verified: VerifiedRegistry[] = [];
  for (const registry of registries) {
    onRegistry?.(registry.name);
    const same: string[] = [];
    const problems: string[] = [];
    for (const artifact of built.artifacts.filter(registry.takes)) {
      const problem = await problemOf(async () => {
        const digest = sha256(await registry.download(artifact));
        if (digest === artifact.sha256) return undefined;
        return `${artifact.filename} has the digest ${digest}, and the release ${artifact.sha256}.`;
      });
      if (problem === undefined) same.push(artifact.filename);
      else problems.push(problem);
    }
    const tryInstall = problems.length === 0 && install ? registry.tryInstall : undefined;
    const failure =
      tryInstall &&
      (await problemOf(async () => {
        const packages = built.artifacts.filter(registry.takes);
        await tryInstall({ version: built.release.version, packages: onceEach(packages) });
        return undefined;
      }));
    if (failure !== undefined) problems.push(failure);
    verified.push({
      registry: registry.name,
      location: registry.location,
      same,
      problems,
      ...(tryInstall === undefined ? {} : { installed: failure === undefined }),
    });
  }
  return verified;
}

/** A wheel and an sdist are one package. */
function onceEach<One extends { readonly ecosystem: string; readonly name: string }>(
  packages: readonly One[],
): readonly One[] {
  const byName = new Map(packages.map((one) => [`${one.ecosystem} ${one.name}`, one]));
  return [...byName.values()];
}

async function problemOf(work: () => Promise<string | undefined>): Promise<string | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!isSchemaServiceError(error)) throw error;
    return [error.message, error.why].filter(Boolean).join(' ');
  }
}
