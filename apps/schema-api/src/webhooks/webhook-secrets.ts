import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { SchemaServiceError } from '@schema-service/errors';

/**
 * Signing secrets as the database has them: encrypted by AES-256-GCM with the key
 * of `WEBHOOK_KEY`, bound to the webhook that they are of. They have to be known
 * in full to sign, so that a digest of them would not do.
 */
export interface WebhookSecrets {
  readonly seal: (secret: string, webhookId: string) => Uint8Array;
  /** Throws `WEBHOOK_SECRET_UNREADABLE` where another key sealed it. */
  readonly open: (sealed: Uint8Array, webhookId: string) => string;
}

const NONCE = 12;
const TAG = 16;
/** Before everything else, so that another form can be told apart. */
const FORM = 1;

/** @param key 32 bytes */
export function createWebhookSecrets(key: Uint8Array): WebhookSecrets {
  return {
    seal: (secret, webhookId) => {
      const nonce = randomBytes(NONCE);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(webhookId));
      const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
      return Buffer.concat([Buffer.of(FORM), nonce, cipher.getAuthTag(), sealed]);
    },
    open: (sealed, webhookId) => {
      const bytes = Buffer.from(sealed);
      const nonce = bytes.subarray(1, 1 + NONCE);
      const tag = bytes.subarray(1 + NONCE, 1 + NONCE + TAG);
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, nonce)
          .setAAD(Buffer.from(webhookId))
          .setAuthTag(tag);
        return (
          decipher.update(bytes.subarray(1 + NONCE + TAG), undefined, 'utf8') +
          decipher.final('utf8')
        );
      } catch (cause) {
        throw new SchemaServiceError(
          {
            code: 'WEBHOOK_SECRET_UNREADABLE',
            message: `The secret of webhook ${webhookId} was sealed with another key.`,
            fix: 'Set WEBHOOK_KEY to that key, or give the webhook a new secret.',
            meta: { webhookId },
          },
          { cause },
        );
      }
    },
  };
}

/** A secret of our own, as Standard Webhooks writes it: `whsec_` and 32 bytes in base64. */
export function makeSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}

/** Whether a secret is one of Standard Webhooks: 24 to 64 bytes. */
export function isSecret(text: string): boolean {
  if (!/^whsec_(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text))
    return false;
  const { length } = secretBytes(text);
  return length >= 24 && length <= 64;
}

/** A message as it is signed. */
export interface SignedMessage {
  readonly id: string;
  /** In seconds since 1970. */
  readonly timestamp: number;
  readonly body: string;
}

/** The headers of Standard Webhooks 1.0; a message may be signed with several secrets. */
export function signatureHeaders(
  { id, timestamp, body }: SignedMessage,
  secrets: readonly string[],
): Readonly<Record<string, string>> {
  const signatures = secrets.map((secret) => {
    const mac = createHmac('sha256', secretBytes(secret)).update(`${id}.${timestamp}.${body}`);
    return `v1,${mac.digest('base64')}`;
  });
  return {
    'webhook-id': id,
    'webhook-timestamp': `${timestamp}`,
    'webhook-signature': signatures.join(' '),
  };
}

function secretBytes(secret: string): Buffer {
  return Buffer.from(secret.slice('whsec_'.length), 'base64');
}
