import { endpoints } from '@schema-service/api-contract';
import { EXIT, type ExitCode } from '@schema-service/command-line';
import type { CommandContext } from '../../command-context.ts';
import { usageError } from '../../command-errors.ts';
import { resolveSides, type SchemaSide } from '../../schema-side.ts';
import { type KnownApi, knownApi } from '../access/api.ts';

export interface OpenDiffOptions {
  readonly from: string;
  readonly to: string;
  readonly api: string | undefined;
  /** Options that say what is printed, and whether they were given. */
  readonly others: Readonly<Record<string, boolean>>;
}

/**
 * `schemactl diff --open`: the comparison as a page of the console. What is no version is sent to
 * the Schema API, which keeps it for a while, so that the address can be passed on.
 */
export async function openDiff(
  context: CommandContext,
  { from, to, api: said, others }: OpenDiffOptions,
): Promise<ExitCode> {
  const { output } = context;
  const other = Object.entries(others).find(([, isGiven]) => isGiven)?.[0];
  if (other !== undefined) {
    throw usageError(`--open and ${other} are two ways to show it.`, 'schemactl diff --open');
  }
  const api = knownApi(said);
  const [previous, current] = await resolveSides(context, [from, to]);
  if (previous.kind !== 'version') {
    throw usageError(
      `--open compares with a published version, and ${from} is none.`,
      'schemactl diff latest --open',
    );
  }
  const { path, expiresAt } = await sentAs(api, current);
  const url = `${api.url.replace(/\/+$/, '')}/console/compare/${previous.label}/${path}`;
  const isOpen = output.isWatched && (await openBrowser(url));
  output.result({ kind: 'comparison', url, expiresAt, isOpen }, () => url);
  output.note(
    [
      isOpen ? 'It opens in the browser.' : 'Open it in a browser.',
      ...(expiresAt === null ? [] : [`The schema is kept until ${expiresAt}.`]),
    ].join(' '),
  );
  return EXIT.ok;
}

/** What the console calls it, below the version that it is compared with. */
async function sentAs(
  { json }: KnownApi,
  { kind, label, sources }: SchemaSide,
): Promise<{ readonly path: string; readonly expiresAt: string | null }> {
  if (kind === 'version') return { path: label, expiresAt: null };
  const files = sources.map(({ path, content }) => ({ path, content }));
  const kept = await json(endpoints.keepWorkingSchema, { params: {}, body: { files } });
  return { path: `working/${kept.id}`, expiresAt: kept.expiresAt };
}

/** False where there is no browser, or nothing that opens one. */
async function openBrowser(url: string): Promise<boolean> {
  const { DISPLAY, WAYLAND_DISPLAY, WSL_DISTRO_NAME } = process.env;
  const isSeen = DISPLAY || WAYLAND_DISPLAY || WSL_DISTRO_NAME;
  // What opens a browser there would start, and say nothing of what it does not find.
  if (process.platform === 'linux' && !isSeen) return false;
  const { default: open } = await import('open');
  return open(url).then(
    () => true,
    () => false,
  );
}
