import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { SchemaServiceError } from '@schema-service/errors';

/** Where npm works: its configuration is that of this folder and of the user. */
export interface NpmContext {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** For the error of a run that failed. */
  readonly registry: string;
}

/** How a run of npm ended: its JSON, or the code of its error. */
export type NpmResult =
  | { readonly kind: 'ok'; readonly value: unknown }
  | { readonly kind: 'failed'; readonly code: string; readonly summary: string };

/** Runs npm, which has the login, the proxy and the trusted publishing of whoever runs it. */
export async function runNpm(args: readonly string[], context: NpmContext): Promise<NpmResult> {
  const child = spawn(
    'npm',
    [...args, '--json', '--no-update-notifier', '--no-fund', '--no-audit'],
    {
      cwd: context.cwd,
      env: context.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  try {
    const [code, out, said] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
    if (code === 0) return { kind: 'ok', value: parse(out) };
    return { kind: 'failed', ...errorIn(parse(out), said) };
  } catch (cause) {
    throw new SchemaServiceError(
      {
        code: 'NPM_NOT_FOUND',
        message: 'The npm command could not be run.',
        why: cause instanceof Error ? cause.message : String(cause),
        fix: 'Install npm, which comes with Node, and see that it is on the PATH.',
      },
      { cause },
    );
  }
}

/**
 * The JSON of a run that must not fail.
 *
 * @throws SchemaServiceError `REGISTRY_LOGIN_NEEDED`, `REGISTRY_REFUSED`
 */
export async function npm(args: readonly string[], context: NpmContext): Promise<unknown> {
  const result = await runNpm(args, context);
  if (result.kind === 'ok') return result.value;
  throw npmFailed(args[0] ?? '', result, context);
}

/** What npm said of a failure, as an error of ours. */
export function npmFailed(
  command: string,
  { code, summary }: NpmResult & { readonly kind: 'failed' },
  { registry }: NpmContext,
): SchemaServiceError {
  const needsLogin = ['ENEEDAUTH', 'E401', 'EOTP'].includes(code);
  return new SchemaServiceError({
    code: needsLogin ? 'REGISTRY_LOGIN_NEEDED' : 'REGISTRY_REFUSED',
    message: `npm ${command} did not work for the registry ${registry}: ${code}`,
    why: summary || 'npm gave no reason.',
    fix: needsLogin
      ? 'Log in with npm login, or put its token into .npmrc, as //HOST/:_authToken=TOKEN'
      : 'Correct that, and run the command again: what was published already is skipped.',
    meta: { registry, npmCode: code },
  });
}

function parse(out: string): unknown {
  try {
    return JSON.parse(out);
  } catch {
    return undefined;
  }
}

function errorIn(value: unknown, said: string): { code: string; summary: string } {
  const error = (value as { readonly error?: unknown } | undefined)?.error;
  const { code, summary, detail } = (error ?? {}) as Readonly<Record<string, unknown>>;
  const reasons = [summary, detail].filter((part) => typeof part === 'string' && part !== '');
  if (typeof code === 'string') return { code, summary: reasons.join(' ') };
  return { code: /npm error code (\S+)/.exec(said)?.[1] ?? 'unknown', summary: said.trim() };
}
