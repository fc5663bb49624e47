import { join, relative, resolve } from 'node:path';
import { countText, durationText, EXIT, type ExitCode } from '@schema-service/command-line';
import { SchemaServiceError } from '@schema-service/errors';
import {
  type BuiltRelease,
  buildRelease,
  fillWorkspace,
  manifestFile,
  manifestText,
  type ReleaseDocument,
  releaseManifest,
  signatureFile,
  signManifest,
  toolVersions,
  writeBuiltRelease,
} from '@schema-service/release';
import manifest from '../../../package.json' with { type: 'json' };
import type { CommandContext } from '../../command-context.ts';
import { runGates } from '../../gates/run-gates.ts';
import { withProgress } from '../../output/progress.ts';
import { releaseCommit } from '../../repository/release-commit.ts';
import { type ChosenRelease, cacheDirectory, withRelease } from './chosen-release.ts';

export interface BuildOptions {
  readonly version: string | undefined;
  readonly out: string;
  /** Whether the workspace's packages get their content, too, for `changeset publish`. */
  readonly workspace: boolean;
  readonly skip: readonly string[];
  readonly server: string | undefined;
}

/** `schemactl release build`: the packages of a frozen version in a folder, once every gate let it pass. */
export async function buildTheRelease(
  context: CommandContext,
  { version, out, workspace, ...gates }: BuildOptions,
): Promise<ExitCode> {
  return withRelease(context, version, async (chosen) => {
    const built = await buildThroughGates(context, chosen, gates);
    const folder = await writeBuiltRelease(resolve(context.cwd, out), built);
    const files = built.artifacts.map(({ filename, bytes, sha256 }) => ({
      filename,
      size: bytes.length,
      sha256,
    }));
    const filled = workspace ? await fillWorkspace(chosen.repository, built.artifacts) : [];
    const shown = relative(context.cwd, folder) || '.';
    context.output.result(
      { kind: 'builtRelease', version: chosen.release.version, folder: shown, files, filled },
      () => files.map(({ filename }) => join(shown, filename)).join('\n'),
    );
    context.output.note(
      `Version ${chosen.release.version}: ${countText(files.length, 'package')} in ${shown}.\n` +
        `Publish them: schemactl release publish ${chosen.release.version} --from ${out}`,
    );
    if (filled.length > 0) context.output.note(`Filled for changeset publish: ${filled.join(' ')}`);
    return EXIT.ok;
  });
}

/**
 * Builds a release and holds it against every gate.
 *
 * @throws SchemaServiceError `RELEASE_GATES_FAILED`, and what building throws
 */
export async function buildThroughGates(
  context: CommandContext,
  chosen: ChosenRelease,
  options: Pick<BuildOptions, 'skip' | 'server'>,
): Promise<BuiltRelease> {
  const built = await withProgress(context.output, 'Building the packages', (say) =>
    buildDocumented(chosen, say),
  );
  const results = await runGates(context, chosen, built, options);
  for (const { gate, problems, durationMs, note } of results) {
    const ending = note ?? (problems.length === 0 ? durationText(durationMs) : 'failed');
    context.output.note(`${problems.length === 0 ? 'ok    ' : 'failed'} ${gate}: ${ending}`);
  }
  const failed = results.filter(({ problems }) => problems.length > 0);
  if (failed.length === 0) return built;
  throw new SchemaServiceError({
    code: 'RELEASE_GATES_FAILED',
    message: [
      `Version ${chosen.release.version} does not pass ${failed.map(({ gate }) => gate).join(', ')}.`,
      ...failed.flatMap(({ gate, problems }) => problems.map((text) => `  ${gate}: ${text}`)),
    ].join('\n'),
    why: 'What is published can never be corrected.',
    fix: 'Correct it in a new version, or leave a gate out with a reason of your own: --skip GATE',
    meta: { version: chosen.release.version, gates: failed },
  });
}

/** A release with its packages, its manifest, and the signature where there is a key. */
export async function buildDocumented(
  chosen: ChosenRelease,
  say: (step: string) => void = () => {},
): Promise<BuiltRelease> {
  const { repository, config, release } = chosen;
  const artifacts = await buildRelease(release, config, {
    cacheDirectory: cacheDirectory(chosen),
    onProgress: ({ kind, name }) => say(`Building the packages: ${name} ${kind}`),
  });
  const commit = await releaseCommit(repository, release.version);
  const tools = { schemactl: manifest.version, ...toolVersions() };
  const text = manifestText(releaseManifest(release, artifacts, commit ?? null, tools));
  return withSignature({
    release,
    artifacts,
    documents: [{ filename: manifestFile, content: text }],
  });
}

/** The release with its manifest signed, where there is a key and no signature yet. */
export function withSignature(built: BuiltRelease): BuiltRelease {
  const key = process.env.RELEASE_SIGNING_KEY;
  const manifest = built.documents.find(({ filename }) => filename === manifestFile);
  const isSigned = built.documents.some(({ filename }) => filename === signatureFile);
  if (!key || isSigned || manifest === undefined) return built;
  const content = `${signManifest(manifest.content, key)}\n`;
  const signature: ReleaseDocument = { filename: signatureFile, content };
  return { ...built, documents: [...built.documents, signature] };
}
