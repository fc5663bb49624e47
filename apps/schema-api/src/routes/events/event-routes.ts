import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { type EventKind, endpoints, type ServiceEvent } from '@schema-service/api-contract';
import type { CatalogEvent, EventLog } from '@schema-service/catalog';
import { SchemaServiceError } from '@schema-service/errors';
import type { FastifyRequest } from 'fastify';
import type { EventFeed } from '../../events/event-feed.ts';
import { routeOf } from '../../http/route-of.ts';
import { follow } from '../../http/server-sent-events.ts';
import { revalidate } from '../../serving/cache-control.ts';
import { preferredType } from '../../serving/negotiation.ts';

/** `GET /events`: a page of what happened, or a stream of what happens. */
export const eventRoutes: FastifyPluginAsyncTypebox<{
  readonly events: EventLog;
  readonly feed: EventFeed;
}> = async (server, { events, feed }) => {
  server.route({
    ...routeOf(endpoints.listEvents),
    handler: async (request, reply) => {
      const { after, kind, limit = 100 } = request.query;
      // Checked by the schema of the query.
      const kinds = kind?.split(',') as EventKind[] | undefined;
      reply.header('vary', 'accept');
      const types = ['application/json', 'text/event-stream'];
      if (preferredType(request.headers.accept, types) === 1) {
        // From now on, for who says no place.
        const start = lastEventId(request) ?? after ?? (await events.lastId());
        const stream = reply.eventStream();
        follow(stream, start, {
          read: async (position) => {
            const found = await feed.read(position, kinds);
            return {
              position: found.position,
              events: found.events.map((event) => ({
                id: event.id,
                event: event.event,
                data: serviceEvent(event),
              })),
            };
          },
          subscribe: feed.subscribe,
        });
        return reply;
      }
      const filter = kinds === undefined ? {} : { kinds };
      const page = await events.list({ after: after ?? '0', limit, ...filter });
      reply.header('cache-control', revalidate);
      return { events: page.map(serviceEvent), next: page.at(-1)?.id ?? after ?? '0' };
    },
  });
};

/** Where a stream that broke goes on. */
function lastEventId({ headers }: FastifyRequest): string | undefined {
  const id = headers['last-event-id'];
  if (id === undefined || id === '') return undefined;
  if (typeof id === 'string' && /^\d{1,18}$/.test(id)) return id;
  throw new SchemaServiceError({
    code: 'REQUEST_INVALID',
    message: `${JSON.stringify(id)} is not a valid Last-Event-ID.`,
    why: 'It is the id of an event, a number.',
    meta: { where: 'headers', name: 'last-event-id' },
  });
}

function serviceEvent({ id, event, subject, data, at }: CatalogEvent): ServiceEvent {
  return { id, event, subject, data, at };
}
