import { randomUUID } from 'node:crypto';
import { assertNever, SchemaServiceError } from '@schema-service/errors';
import type {
  DispatchConfig,
  NotifierConfig,
  SlackConfig,
  WebhookConfig,
} from '@schema-service/repository';
import { Webhook } from 'standardwebhooks';
import type { Notifier, ReleaseEvent } from './notifier.ts';

const TIMEOUT_MS = 10_000;
/** Of what Slack shows of a text before it folds it. */
const SLACK_CHARACTERS = 2_500;

/** The configured notifiers. Their addresses and secrets come from the environment. */
export function openNotifiers(
  configs: readonly NotifierConfig[],
  env: NodeJS.ProcessEnv,
): readonly Notifier[] {
  return configs.map((config): Notifier => {
    switch (config.kind) {
      case 'webhook':
        return { name: config.name, notify: (event) => sendWebhook(config, env, event) };
      case 'slack':
        return { name: config.name, notify: (event) => sendToSlack(config, env, event) };
      case 'repository-dispatch':
        return { name: config.name, notify: (event) => dispatch(config, env, event) };
      default:
        return assertNever(config);
    }
  });
}

/** The event as JSON, signed as Standard Webhooks has it where there is a secret. */
async function sendWebhook(
  { name, urlVariable, secretVariable }: WebhookConfig,
  env: NodeJS.ProcessEnv,
  event: ReleaseEvent,
): Promise<void> {
  const body = JSON.stringify(event);
  const headers = { 'content-type': 'application/json' };
  if (secretVariable === undefined) return post(name, read(env, name, urlVariable), headers, body);
  const id = randomUUID();
  const now = new Date();
  const secret = Buffer.from(read(env, name, secretVariable)).toString('base64');
  const signed = {
    ...headers,
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, now, body),
  };
  return post(name, read(env, name, urlVariable), signed, body);
}

async function sendToSlack(
  { name, urlVariable }: SlackConfig,
  env: NodeJS.ProcessEnv,
  { version, previous, packages, changelog }: ReleaseEvent,
): Promise<void> {
  const names = packages.map((one) => `\`${one.name}@${one.version}\``).join(' ');
  const since = previous === null ? 'the first release' : `after ${previous}`;
  const words =
    changelog.length > SLACK_CHARACTERS ? `${changelog.slice(0, SLACK_CHARACTERS)}...` : changelog;
  const text = `*Schema ${version}* is published (${since}).\n${names}\n\n${words}`;
  const headers = { 'content-type': 'application/json' };
  return post(name, read(env, name, urlVariable), headers, JSON.stringify({ text }));
}

async function dispatch(
  { name, repositories, tokenVariable = 'GITHUB_TOKEN', apiUrl }: DispatchConfig,
  env: NodeJS.ProcessEnv,
  { version, previous, bump, packages }: ReleaseEvent,
): Promise<void> {
  const base = (apiUrl ?? read(env, name, 'GITHUB_API_URL')).replace(/\/*$/, '');
  const headers = {
    authorization: `Bearer ${read(env, name, tokenVariable)}`,
    accept: 'application/vnd.github+json',
    'content-type': 'application/json',
  };
  const body = JSON.stringify({
    event_type: 'schema-release',
    client_payload: { version, previous, bump, packages },
  });
  for (const repository of repositories) {
    await post(name, `${base}/repos/${repository}/dispatches`, headers, body);
  }
}

async function post(
  notifier: string,
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<void> {
  // The address may be a secret: no message has it.
  const response = await fetch(url, {
    method: 'POST',
    headers,
    body,
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch((cause: unknown) => {
    const reason = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
    const code = (reason as { readonly code?: unknown }).code ?? 'no connection';
    throw failed(notifier, String(code));
  });
  if (!response.ok) throw failed(notifier, `it answered ${response.status}`);
}

function failed(notifier: string, why: string): SchemaServiceError {
  return new SchemaServiceError({
    code: 'NOTIFICATION_FAILED',
    message: `${notifier} was not told: ${why}.`,
    fix: 'Tell it again: schemactl release notify',
    meta: { notifier },
  });
}

function read(env: NodeJS.ProcessEnv, notifier: string, variable: string): string {
  const value = env[variable];
  if (value) return value;
  throw new SchemaServiceError({
    code: 'NOTIFICATION_FAILED',
    message: `${notifier} was not told: ${variable} is not set.`,
    fix: `Set the environment variable ${variable}.`,
    meta: { notifier, variable },
  });
}
