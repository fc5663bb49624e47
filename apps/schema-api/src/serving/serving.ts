import type { EventLog, EventSignals } from '@schema-service/catalog';
import { createFreshness, type Freshness } from './freshness.ts';
import type { ServingSeams } from './front.ts';
import { createRepresentationCache, type RepresentationCache } from './representation-cache.ts';

export interface ServingOptions extends ServingSeams {
  readonly events: EventLog;
  /** Says when something changed. Without it the database is asked before each use of what can change. */
  readonly signals?: EventSignals;
  /** How many bytes of answers are kept in memory. Default: 256 MiB. */
  readonly cacheBytes?: number;
  /** May caches on the way keep answers? False where reading needs a token. Default: true. */
  readonly isPublic?: boolean;
  /** Request headers that every answer depends on, e.g. `origin`. */
  readonly vary?: readonly string[];
}

/** What serves from memory: the answers, and whether they hold. */
export interface Serving extends ServingSeams {
  readonly cache: RepresentationCache;
  readonly freshness: Freshness;
  readonly audience: 'public' | 'private';
  readonly vary: readonly string[];
}

const defaultCacheBytes = 256 * 1024 * 1024;

export function createServing(options: ServingOptions): Serving {
  const { events, signals, cacheBytes = defaultCacheBytes, isPublic = true, vary = [] } = options;
  const freshness = createFreshness(events, signals);
  return {
    ...(options.mayRead === undefined ? {} : { mayRead: options.mayRead }),
    ...(options.onServed === undefined ? {} : { onServed: options.onServed }),
    cache: createRepresentationCache(cacheBytes, freshness),
    freshness,
    audience: isPublic ? 'public' : 'private',
    vary,
  };
}
