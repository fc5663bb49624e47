import { type Static, Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { eventKinds } from './events.ts';

// What is sent here may be secret, a URL too: no check of the schema's, which repeat what they refuse.
const url = Type.String({ description: 'Where it is sent: https, at most 2048 characters.' });
const kinds = Type.Array(Type.Enum(eventKinds), {
  minItems: 1,
  uniqueItems: true,
  description: 'Which events it is sent.',
});
const description = Type.String({ maxLength: 500 });
const secret = Type.String({
  description: 'As Standard Webhooks writes it: whsec_ and 24 to 64 bytes in base64.',
});

/** Who is told of events over HTTP. */
export const Webhook = Type.Object({
  id: Type.String({ format: 'uuid' }),
  url,
  description,
  kinds,
  enabled: Type.Boolean(),
  disabledReason: Type.Union([Type.String(), Type.Null()], {
    description: 'Why nothing is sent any more, where the receiver said so.',
  }),
  previousSecretUntil: Type.Union([Type.String({ format: 'date-time' }), Type.Null()], {
    description: 'Until when messages are signed with the secret from before too.',
  }),
  createdAt: Type.String({ format: 'date-time' }),
});
export type Webhook = Static<typeof Webhook>;

/** A webhook with its secret, which is told this one time. */
export const WebhookWithSecret = Type.Object({ ...Webhook.properties, secret });
export type WebhookWithSecret = Static<typeof WebhookWithSecret>;

export const WebhookDelivery = Type.Object({
  id: Type.String(),
  webhookId: Type.String(),
  event: Type.Enum([...eventKinds, 'webhook.test'] as const),
  eventId: Type.Union([Type.String(), Type.Null()]),
  subject: Type.String(),
  status: Type.Enum(['pending', 'delivered', 'failed'] as const),
  nextAttemptAt: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
  createdAt: Type.String({ format: 'date-time' }),
  attempts: Type.Array(
    Type.Object({
      number: Type.Integer(),
      at: Type.String({ format: 'date-time' }),
      duration: Type.Integer({ description: 'Milliseconds.' }),
      responseStatus: Type.Union([Type.Integer(), Type.Null()]),
      responseBody: Type.Union([Type.String(), Type.Null()], {
        description: 'The beginning of the answer.',
      }),
      error: Type.Union([Type.String(), Type.Null()]),
    }),
  ),
});
export type WebhookDelivery = Static<typeof WebhookDelivery>;

export const WebhookList = Type.Object({ webhooks: Type.Array(Webhook) });
export type WebhookList = Static<typeof WebhookList>;

export const DeliveryList = Type.Object({
  deliveries: Type.Array(WebhookDelivery),
  next: Type.Union([Type.String(), Type.Null()], {
    description: 'What to send as `before` for older ones; null where there are none.',
  }),
});
export type DeliveryList = Static<typeof DeliveryList>;

const oneWebhook = Type.Object({
  id: Type.String({
    pattern: '^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$',
    description: 'The id of a webhook.',
  }),
});
const oneDelivery = Type.Object({
  id: Type.String({ pattern: '^\\d{1,18}$', description: 'The id of a delivery.' }),
});
const deliveryFilter = Type.Object({
  status: Type.Optional(
    Type.Enum(['pending', 'delivered', 'failed'], { description: 'pending, delivered or failed.' }),
  ),
  before: Type.Optional(oneDelivery.properties.id),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, description: '1 to 200.' })),
});
const nothing = Type.Object({});
const tag = 'webhooks';
const closed = { additionalProperties: false };

export const webhookEndpoints = {
  createWebhook: endpoint('POST', '/webhooks', {
    tag,
    summary: 'Sends events to a URL from now on. The answer alone has the secret that signs them.',
    params: nothing,
    body: Type.Object(
      {
        url,
        kinds: Type.Optional(kinds),
        description: Type.Optional(description),
        secret: Type.Optional(secret),
      },
      closed,
    ),
    success: 201,
    response: WebhookWithSecret,
    failures: [400, 401, 403, 409, 422],
  }),
  listWebhooks: endpoint('GET', '/webhooks', {
    tag,
    scope: 'admin',
    summary: 'Every webhook, the oldest first.',
    params: nothing,
    response: WebhookList,
    failures: [401, 403],
  }),
  getWebhook: endpoint('GET', '/webhooks/:id', {
    tag,
    scope: 'admin',
    summary: 'One webhook.',
    params: oneWebhook,
    response: Webhook,
    failures: [400, 401, 403, 404],
  }),
  updateWebhook: endpoint('PATCH', '/webhooks/:id', {
    tag,
    summary: 'Changes what is said of it; `enabled: false` sends nothing until it is true again.',
    params: oneWebhook,
    body: Type.Object(
      {
        url: Type.Optional(url),
        kinds: Type.Optional(kinds),
        description: Type.Optional(description),
        enabled: Type.Optional(Type.Boolean()),
      },
      closed,
    ),
    response: Webhook,
    failures: [400, 401, 403, 404, 422],
  }),
  rotateWebhookSecret: endpoint('POST', '/webhooks/:id/secret', {
    tag,
    summary: 'A new secret. The one from before signs too for some hours, 24 where none are said.',
    params: oneWebhook,
    body: Type.Object(
      {
        secret: Type.Optional(secret),
        overlapHours: Type.Optional(Type.Integer({ minimum: 0, maximum: 720 })),
      },
      closed,
    ),
    response: WebhookWithSecret,
    failures: [400, 401, 403, 404, 409],
  }),
  deleteWebhook: endpoint('DELETE', '/webhooks/:id', {
    tag,
    summary: 'Forgets it with its deliveries.',
    params: oneWebhook,
    response: Webhook,
    failures: [400, 401, 403, 404],
  }),
  testWebhook: endpoint('POST', '/webhooks/:id/test', {
    tag,
    summary: 'Sends it a message of the type webhook.test.',
    params: oneWebhook,
    success: 202,
    response: Type.Object({ delivery: Type.String({ description: "The delivery's id." }) }),
    failures: [400, 401, 403, 404],
  }),
  listWebhookDeliveries: endpoint('GET', '/webhooks/:id/deliveries', {
    tag,
    scope: 'admin',
    summary: 'What it was sent and how that went, the newest first.',
    params: oneWebhook,
    query: deliveryFilter,
    response: DeliveryList,
    failures: [400, 401, 403, 404],
  }),
  listDeliveries: endpoint('GET', '/webhooks/deliveries', {
    tag,
    scope: 'admin',
    summary: 'What was sent to any webhook, the newest first; ?status=failed is what failed.',
    params: nothing,
    query: deliveryFilter,
    response: DeliveryList,
    failures: [400, 401, 403],
  }),
  replayDelivery: endpoint('POST', '/webhooks/deliveries/:id/replay', {
    tag,
    summary: 'Sends a delivery once more, with the id that it had.',
    params: oneDelivery,
    success: 202,
    response: Type.Object({ delivery: Type.String({ description: "The delivery's id." }) }),
    failures: [400, 401, 403, 404],
  }),
} as const;
