import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { countText, EXIT, type ExitCode } from '@schema-service/command-line';
import {
  type BuiltRelease,
  isSignedBy,
  manifestFile,
  readBuiltRelease,
  signatureFile,
  verifyPublished,
} from '@schema-service/release';
import type { FolderRegistryConfig, SchemaConfig } from '@schema-service/repository';
import type { CommandContext } from '../../command-context.ts';
import { withProgress } from '../../output/progress.ts';
import { buildDocumented } from './build.ts';
import { type ChosenRelease, openChosenRegistries, withRelease } from './chosen-release.ts';

export interface VerifyOptions {
  readonly version: string | undefined;
  readonly to: readonly string[];
  readonly from: string | undefined;
  readonly install: boolean;
}

/** `schemactl release verify`: whether every registry serves the release, byte for byte, and it installs. */
export function verifyTheRelease(
  context: CommandContext,
  { version, ...options }: VerifyOptions,
): Promise<ExitCode> {
  return withRelease(context, version, (chosen) => verify(context, chosen, options));
}

async function verify(
  context: CommandContext,
  chosen: ChosenRelease,
  { to, from, install }: Omit<VerifyOptions, 'version'>,
): Promise<ExitCode> {
  const { output } = context;
  const registries = openChosenRegistries(chosen, to);
  const built = await withProgress(output, 'Reading the release', () =>
    expectedRelease(context, chosen, from),
  );
  const signatures = await signatureProblems(chosen, built, to);
  const verified = await withProgress(output, 'Looking at the registries', (say) =>
    verifyPublished(built, registries, {
      install,
      onRegistry: (registry) => say(`Downloading from ${registry}`),
    }),
  );
  const problems = [
    ...signatures,
    ...verified.flatMap(({ registry, problems: found }) =>
      found.map((problem) => `${registry}: ${problem}`),
    ),
  ];
  output.result(
    { kind: 'verifiedRelease', version: chosen.release.version, registries: verified, problems },
    () => problems.join('\n'),
  );
  for (const { registry, same, installed } of verified) {
    const tried = installed === undefined ? '' : installed ? ', installed' : ', not installable';
    output.note(`${registry}: ${countText(same.length, 'file')} as released${tried}.`);
  }
  if (problems.length > 0) output.note(`${countText(problems.length, 'problem')}.`);
  return problems.length === 0 ? EXIT.ok : EXIT.failure;
}

/** What was built before, or what the frozen files make now: the same bytes. */
function expectedRelease(
  context: CommandContext,
  chosen: ChosenRelease,
  from: string | undefined,
): Promise<BuiltRelease> {
  if (from === undefined) return buildDocumented(chosen);
  return readBuiltRelease(resolve(context.cwd, from), chosen.release);
}

/** What is wrong with the signatures of manifests, where the configuration has a key. */
async function signatureProblems(
  { repository, config, release }: ChosenRelease,
  { documents }: BuiltRelease,
  names: readonly string[],
): Promise<readonly string[]> {
  const { publicKey } = config;
  if (publicKey === undefined) return [];
  const folders = foldersOf(config, names).map((folder) => ({
    name: folder.name,
    read: (file: string) => readIfThere(join(repository, folder.path, release.version, file)),
  }));
  const built = {
    name: 'the build',
    read: async (file: string) => documents.find(({ filename }) => filename === file)?.content,
  };
  const isSigned = documents.some(({ filename }) => filename === signatureFile);
  const problems = await Promise.all(
    [...folders, ...(isSigned ? [built] : [])].map(async ({ name, read }) => {
      const [text, signature] = await Promise.all(
        [manifestFile, signatureFile].map((file) => read(file)),
      );
      if (text === undefined) return [`${name}: there is no ${manifestFile}.`];
      if (signature === undefined) return [`${name}: ${manifestFile} is not signed.`];
      if (isSignedBy(text, signature, publicKey)) return [];
      return [`${name}: the signature of ${manifestFile} is not by the key of schema.config.json.`];
    }),
  );
  return problems.flat();
}

function readIfThere(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}

function foldersOf(
  config: SchemaConfig,
  names: readonly string[],
): readonly FolderRegistryConfig[] {
  return config.registries.filter(
    (registry): registry is FolderRegistryConfig =>
      registry.kind === 'folder' && (names.length === 0 || names.includes(registry.name)),
  );
}
