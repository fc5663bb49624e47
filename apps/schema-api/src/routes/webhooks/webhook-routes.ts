import { randomUUID } from 'node:crypto';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import {
  type DeliveryList,
  endpoints,
  eventKinds,
  type WebhookDelivery,
  type Webhook as WebhookDescription,
} from '@schema-service/api-contract';
import type { Delivery, DeliveryQueue, Webhook, WebhookStore } from '@schema-service/catalog';
import { SchemaServiceError } from '@schema-service/errors';
import { routeOf } from '../../http/route-of.ts';
import { type ReceiverPolicy, receiverUrl } from '../../webhooks/receiver-address.ts';
import { isSecret, makeSecret, type WebhookSecrets } from '../../webhooks/webhook-secrets.ts';

interface WebhookOptions {
  readonly webhooks: WebhookStore;
  readonly deliveries: DeliveryQueue;
  readonly policy: ReceiverPolicy;
  /** Without a key webhooks can be read, and none made. */
  readonly secrets: WebhookSecrets | undefined;
}

/** Who is told of events, what they were told, and what failed. */
export const webhookRoutes: FastifyPluginAsyncTypebox<WebhookOptions> = async (server, options) => {
  const { webhooks, deliveries, policy } = options;
  // What is said here is for who asked alone.
  server.addHook('onSend', async (_request, reply) => {
    reply.header('cache-control', 'no-store');
  });

  server.route({
    ...routeOf(endpoints.createWebhook),
    handler: async (request, reply) => {
      const { kinds = [...eventKinds], description = '', secret = makeSecret() } = request.body;
      const url = receiverUrl(request.body.url, policy).href;
      const id = randomUUID();
      const sealed = seal(options, secret, id);
      const made = { id, url, kinds, description, secret: sealed };
      const webhook = await webhooks.create(made, request.origin());
      return reply.code(201).send({ ...describe(webhook), secret });
    },
  });

  server.route({
    ...routeOf(endpoints.listWebhooks),
    handler: async () => ({ webhooks: (await webhooks.list()).map(describe) }),
  });

  server.route({
    ...routeOf(endpoints.getWebhook),
    handler: async ({ params: { id } }) => describe(found(await webhooks.find(id), id)),
  });

  server.route({
    ...routeOf(endpoints.updateWebhook),
    handler: async (request) => {
      const { id } = request.params;
      const { url, ...rest } = request.body;
      const change = url === undefined ? rest : { ...rest, url: receiverUrl(url, policy).href };
      return describe(found(await webhooks.update(id, change, request.origin()), id));
    },
  });

  server.route({
    ...routeOf(endpoints.rotateWebhookSecret),
    handler: async (request) => {
      const { id } = request.params;
      const { secret = makeSecret(), overlapHours = 24 } = request.body;
      const sealed = seal(options, secret, id);
      const webhook = await webhooks.rotateSecret(
        id,
        sealed,
        overlapHours * 3_600,
        request.origin(),
      );
      return { ...describe(found(webhook, id)), secret };
    },
  });

  server.route({
    ...routeOf(endpoints.deleteWebhook),
    handler: async (request) => {
      const { id } = request.params;
      return describe(found(await webhooks.remove(id, request.origin()), id));
    },
  });

  server.route({
    ...routeOf(endpoints.testWebhook),
    handler: async (request, reply) => {
      const { id } = request.params;
      const delivery = found(await deliveries.addTest(id, request.origin()), id);
      return reply.code(202).send({ delivery });
    },
  });

  server.route({
    ...routeOf(endpoints.listWebhookDeliveries),
    handler: async (request) => {
      const { id } = request.params;
      found(await webhooks.find(id), id);
      const { limit = 50, ...filter } = request.query;
      return page(await deliveries.list({ webhookId: id, limit, ...filter }), limit);
    },
  });

  server.route({
    ...routeOf(endpoints.listDeliveries),
    handler: async (request) => {
      const { limit = 50, ...filter } = request.query;
      return page(await deliveries.list({ limit, ...filter }), limit);
    },
  });

  server.route({
    ...routeOf(endpoints.replayDelivery),
    handler: async (request, reply) => {
      const { id } = request.params;
      if (!(await deliveries.replay(id, request.origin()))) throw deliveryNotFound(id);
      return reply.code(202).send({ delivery: id });
    },
  });
};

function describe({ kind: _, kinds, ...webhook }: Webhook): WebhookDescription {
  return { ...webhook, kinds: [...kinds] };
}

function page(deliveries: readonly Delivery[], limit: number): DeliveryList {
  const listed = deliveries.map(
    ({ kind: _, attempts, ...rest }): WebhookDelivery => ({ ...rest, attempts: [...attempts] }),
  );
  return { deliveries: listed, next: listed.length < limit ? null : (listed.at(-1)?.id ?? null) };
}

function seal({ secrets }: WebhookOptions, secret: string, id: string): Uint8Array {
  if (!isSecret(secret)) {
    // Without what was sent, which is a secret all the same.
    throw new SchemaServiceError({
      code: 'REQUEST_INVALID',
      message: 'This is not a valid secret.',
      why: 'It is whsec_ and 24 to 64 bytes in base64, as Standard Webhooks writes it.',
      fix: 'Leave it out: one is made.',
      meta: { where: 'body', name: 'secret' },
    });
  }
  if (secrets !== undefined) return secrets.seal(secret, id);
  throw new SchemaServiceError({
    code: 'WEBHOOK_KEY_MISSING',
    message: 'This Schema API sends no webhooks.',
    why: 'Their secrets are kept encrypted, and it has no key for that.',
    fix: 'Set WEBHOOK_KEY to 32 random bytes: openssl rand -base64 32.',
  });
}

function found<T>(value: T | undefined, id: string): T {
  if (value !== undefined) return value;
  throw new SchemaServiceError({
    code: 'WEBHOOK_NOT_FOUND',
    message: `There is no webhook ${id}.`,
    fix: 'GET /webhooks lists them.',
    meta: { id },
  });
}

function deliveryNotFound(id: string): SchemaServiceError {
  return new SchemaServiceError({
    code: 'DELIVERY_NOT_FOUND',
    message: `There is no delivery ${id}.`,
    fix: 'GET /webhooks/deliveries lists them.',
    meta: { id },
  });
}
