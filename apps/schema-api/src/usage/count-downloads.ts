import type { DownloadCount, DownloadCounts } from '@schema-service/catalog';

/** A package that was sent. */
export interface Download {
  /** Of the release. */
  readonly version: string;
  readonly package: string;
  readonly manager: string;
  readonly tokenId?: string;
}

/** Counts in memory: a download is never a write. */
export interface Usage extends AsyncDisposable {
  readonly count: (download: Download) => void;
  /** Writes what was counted; what cannot be written is kept for the next time. */
  readonly flush: () => Promise<void>;
}

/** As many different counts are kept while they cannot be written; others are let go. */
const MOST = 10_000;

/**
 * @param interval in milliseconds: how often the counts are written, and so the most that a kill loses
 */
export function createUsage(
  store: DownloadCounts,
  interval = 10_000,
  now: () => Date = () => new Date(),
): Usage {
  let counts = new Map<string, DownloadCount>();
  let flushing: Promise<void> | undefined;

  function add(key: string, counted: DownloadCount): void {
    const before = counts.get(key);
    if (before === undefined && counts.size >= MOST) return;
    const count = counted.count + (before?.count ?? 0);
    counts.set(key, { ...counted, count });
  }

  async function write(): Promise<void> {
    if (counts.size === 0) return;
    const written = counts;
    counts = new Map();
    try {
      await store.add([...written.values()]);
    } catch {
      for (const [key, counted] of written) add(key, counted);
    }
  }

  const flush = (): Promise<void> => {
    flushing ??= write().finally(() => {
      flushing = undefined;
    });
    return flushing;
  };

  const timer = setInterval(() => void flush(), interval).unref();
  return {
    count: ({ version, package: name, manager, tokenId }) => {
      const day = now().toISOString().slice(0, 10);
      const key = `${day} ${version} ${name} ${manager} ${tokenId ?? ''}`;
      add(key, { day, version, package: name, manager, tokenId: tokenId ?? null, count: 1 });
    },
    flush,
    [Symbol.asyncDispose]: async () => {
      clearInterval(timer);
      await flushing;
      await flush();
    },
  };
}
