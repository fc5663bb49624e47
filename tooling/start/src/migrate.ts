import { createApiRequest, endpoints, type Run, type RunEvent } from '@schema-service/api-contract';
import { step } from '@schema-service/bootstrap/steps';
import { SchemaServiceError } from '@schema-service/errors';
import { environment, type RunningApi } from './api.ts';

/**
 * Moves the services' database by a run of the Schema API, and shows its progress as it is streamed.
 *
 * @param before where a new database stops on the way: what is moved on from there keeps older versions alive
 */
export async function migrate(api: RunningApi, version: string, before?: string): Promise<void> {
  const { json } = createApiRequest({ baseUrl: api.url, token: api.token });
  const { current } = await json(endpoints.getEnvironment, { params: { name: environment } });
  if (current === null && before !== undefined) await migrateTo(api, before);
  await migrateTo(api, version);
}

async function migrateTo({ url, token }: RunningApi, version: string): Promise<void> {
  const { json, raw } = createApiRequest({ baseUrl: url, token });
  await step(`migrate the database to ${version}`, async (note) => {
    const params = { name: environment };
    const { id } = await json(endpoints.startRun, { params, body: { to: version } });
    const stream = await raw(endpoints.getRunEvents, { id }, { accept: 'text/event-stream' });
    for await (const { event } of eventsOf(stream)) {
      if (event.kind === 'migrationStarted') note(`${event.version} ${event.migration}`);
    }
    note(outcome(await json(endpoints.getRun, { params: { id } })));
  });
}

function outcome({ id, status, result, error }: Run): string {
  if (error)
    throw new SchemaServiceError(error as ConstructorParameters<typeof SchemaServiceError>[0]);
  const { fromVersion, toVersion, migrations = [] } = result ?? {};
  if (migrations.length === 0) return `at ${toVersion}, nothing to do (run ${id}: ${status})`;
  return `${fromVersion ?? 'empty'} → ${toVersion}, ${migrations.length} migrations (run ${id}: ${status})`;
}

/** The events of a stream until it ends. */
async function* eventsOf(response: Response): AsyncGenerator<RunEvent> {
  let text = '';
  for await (const chunk of (response.body ?? new ReadableStream()).pipeThrough(
    new TextDecoderStream(),
  )) {
    const frames = `${text}${chunk}`.split('\n\n');
    text = frames.pop() ?? '';
    for (const frame of frames) {
      const lines = frame.split('\n').filter((line) => line.startsWith('data:'));
      if (lines.length === 0) continue;
      yield JSON.parse(lines.map((line) => line.slice('data:'.length)).join('\n')) as RunEvent;
    }
  }
}
