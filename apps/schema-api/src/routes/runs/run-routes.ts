import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { endpoints } from '@schema-service/api-contract';
import { type EventSignals, LAST_RUN_EVENT, type Run } from '@schema-service/catalog';
import { SchemaServiceError } from '@schema-service/errors';
import type { FastifyRequest } from 'fastify';
import { findEnvironment, type RunStarter, startRun } from '../../environments/start-run.ts';
import { pageOf } from '../../http/page-of.ts';
import { routeOf } from '../../http/route-of.ts';
import { createRunLogs } from './run-log.ts';
import { eventRecordOf, runNotFound, runRecord } from './run-record.ts';

const PAGE = 50;
const EVENT_PAGE = 200;

export interface RunRouteOptions extends RunStarter {
  /** Says which runs have new events. Without it they are asked once a second. */
  readonly signals?: EventSignals;
}

/** `/runs`: the migrator as a job. */
export const runRoutes: FastifyPluginAsyncTypebox<RunRouteOptions> = async (server, starter) => {
  const { runs, environments, enqueue } = starter;
  const logs = createRunLogs(runs, starter.signals);
  server.addHook('preClose', async () => logs[Symbol.dispose]());
  server.addHook(
    'onSend',
    async (_request, reply) => void reply.header('cache-control', 'no-store'),
  );

  const find = async (id: string): Promise<Run> => {
    const run = await runs.find(id);
    if (!run) throw runNotFound(id);
    return run;
  };

  server.route({
    ...routeOf(endpoints.startRun),
    handler: async (request, reply) => {
      const { name } = request.params;
      request.requireScope(`migrate:${name}`);
      findEnvironment(environments, name);
      const key = idempotencyKeyOf(request);
      const options = key === undefined ? {} : { idempotencyKey: key };
      const run = await startRun(starter, name, request.body, request.origin(), options);
      return reply.code(202).header('location', `/runs/${run.id}`).send(runRecord(run));
    },
  });

  server.route({
    ...routeOf(endpoints.listRuns),
    handler: async ({ query: { limit = PAGE, ...filter } }) => {
      const found = await runs.list({ ...filter, limit: limit + 1 });
      const { shown, next } = pageOf(found, limit, ({ id }) => id);
      return { runs: shown.map(runRecord), next };
    },
  });

  server.route({
    ...routeOf(endpoints.getRun),
    handler: async ({ params }) => runRecord(await find(params.id)),
  });

  server.route({
    ...routeOf(endpoints.getRunEvents),
    handler: async (request, reply) => {
      const { id } = request.params;
      await find(id);
      const after = request.query.after ?? lastEventId(request);
      if (wantsStream(request)) {
        logs.follow(reply.eventStream(), id, after);
        return reply;
      }
      const { limit = EVENT_PAGE } = request.query;
      const events = await runs.events(id, { after, limit });
      const ended = events.at(-1)?.event.kind === LAST_RUN_EVENT;
      return { events: events.map(eventRecordOf), ended };
    },
  });

  server.route({
    ...routeOf(endpoints.cancelRun),
    handler: async (request, reply) => {
      const { environment, id } = await find(request.params.id);
      request.requireScope(`migrate:${environment}`);
      return reply.code(202).send(runRecord(await runs.cancel(id, request.origin())));
    },
  });

  server.route({
    ...routeOf(endpoints.retryRun),
    handler: async (request, reply) => {
      const run = await find(request.params.id);
      const { environment, direction, to, version, options: given, id } = run;
      // What was found out is of a statement that the run before left, and not of one that this run did.
      const { unknown: _, ...options } = given;
      request.requireScope(`migrate:${environment}`);
      if (run.status !== 'failed' && run.status !== 'cancelled') throw notFailed(run);
      const wanted = {
        ...{ direction, options },
        ...(version !== null ? { version } : to === null ? {} : { to }),
      };
      const again = await startRun(starter, environment, wanted, request.origin(), { retryOf: id });
      return reply.code(202).header('location', `/runs/${again.id}`).send(runRecord(again));
    },
  });

  server.route({
    ...routeOf(endpoints.approveRun),
    handler: async (request) => {
      const { environment, id } = await find(request.params.id);
      request.requireScope(`approve:${environment}`);
      return runRecord(await runs.approve(id, request.body.plan, request.origin(), enqueue));
    },
  });
};

function wantsStream({ headers }: FastifyRequest): boolean {
  return headers.accept?.includes('text/event-stream') ?? false;
}

function lastEventId({ headers }: FastifyRequest): number {
  const id = headers['last-event-id'];
  return typeof id === 'string' && /^\d{1,9}$/.test(id) ? Number(id) : 0;
}

function idempotencyKeyOf({ headers }: FastifyRequest): string | undefined {
  const key = headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key === 'string' && /^[\x21-\x7e]{1,200}$/.test(key)) return key;
  throw new SchemaServiceError({
    code: 'REQUEST_INVALID',
    message: 'The header Idempotency-Key is of 1 to 200 printable characters without spaces.',
    fix: 'Send a UUID.',
  });
}

function notFailed({ id, status }: Run): SchemaServiceError {
  return new SchemaServiceError({
    code: 'RUN_NOT_FAILED',
    message: `Run ${id} has not failed: it is ${status}.`,
    fix: 'Start a new run: POST /environments/:name/runs',
    meta: { run: id, status },
  });
}
