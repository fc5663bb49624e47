import type { Stores } from '@schema-service/catalog';
import { inTime } from '../routes/service/in-time.ts';
import { observe } from './telemetry.ts';

/** Whether the catalog answers, and what has happened in it. */
export function observeCatalog({ catalog, events }: Pick<Stores, 'catalog' | 'events'>): void {
  observe('databaseUp', () =>
    inTime(catalog.latestVersion()).then(
      () => [{ value: 1 }],
      () => [{ value: 0 }],
    ),
  );
  observe('events', async () => {
    const counts = await inTime(events.counts());
    return counts.map(({ event, count }) => ({ value: count, attributes: { event } }));
  });
}
