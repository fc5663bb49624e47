import { type Static, Type } from 'typebox';
import { endpoint } from './endpoint.ts';

/** What can happen, as `GET /events` and webhooks name it. */
export const eventKinds = [
  'release.published',
  'release.promoted',
  'release.deprecated',
  'release.yanked',
  'run.started',
  'run.finished',
  'run.failed',
  'drift.found',
] as const;
export type EventKind = (typeof eventKinds)[number];

/** Something that happened. */
export const ServiceEvent = Type.Object({
  id: Type.String({ description: 'A number as text, which rises from event to event.' }),
  event: Type.Enum(eventKinds),
  subject: Type.String({ description: 'What it happened to: a version, a run, an environment.' }),
  data: Type.Unsafe<Readonly<Record<string, unknown>>>({
    type: 'object',
    additionalProperties: true,
  }),
  at: Type.String({ format: 'date-time' }),
});
export type ServiceEvent = Static<typeof ServiceEvent>;

/** Some events, oldest first. */
export const EventPage = Type.Object({
  events: Type.Array(ServiceEvent),
  next: Type.String({ description: 'What to send as `after` for those that follow.' }),
});
export type EventPage = Static<typeof EventPage>;

const eventId = Type.String({ pattern: '^\\d{1,18}$', description: 'The id of an event.' });

export const eventEndpoints = {
  listEvents: endpoint('GET', '/events', {
    tag: 'events',
    summary:
      'What happened, oldest first; as a stream for Accept: text/event-stream, which goes on after Last-Event-ID.',
    params: Type.Object({}),
    query: Type.Object({
      after: Type.Optional(eventId),
      kind: Type.Optional(
        Type.String({
          pattern: `^(?:${eventKinds.join('|').replaceAll('.', '\\.')})(?:,(?:${eventKinds.join('|').replaceAll('.', '\\.')}))*$`,
          description: `Some of ${eventKinds.join(', ')}, with commas between.`,
        }),
      ),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, description: '1 to 1000.' })),
    }),
    response: EventPage,
    otherContent: ['text/event-stream'],
    failures: [400],
  }),
} as const;
