import type { Pool } from 'pg';
import { select } from '../database/select.ts';
import { withClient } from '../database/with-client.ts';

/** The drawings of releases, which take seconds to make. What is in one is the business of who makes it. */
export interface DiagramStore {
  /** Undefined where there is none of this format. */
  readonly find: (
    version: string,
    detail: string,
    format: number,
  ) => Promise<Readonly<Record<string, unknown>> | undefined>;
  /** Replaces one of another format. Of several that are made at once the last stays. */
  readonly keep: (
    version: string,
    detail: string,
    format: number,
    content: Readonly<Record<string, unknown>>,
  ) => Promise<void>;
}

export function createDiagramStore(pool: Pool): DiagramStore {
  return {
    find: async (version, detail, format) => {
      const [row] = await select<{ content: Record<string, unknown> }>(
        pool,
        'SELECT content FROM schema_catalog.diagram WHERE version = $1 AND detail = $2 AND format = $3',
        [version, detail, format],
      );
      return row?.content;
    },
    keep: (version, detail, format, content) =>
      withClient(pool, async (client) => {
        await client.query(
          `INSERT INTO schema_catalog.diagram (version, detail, format, content) VALUES ($1, $2, $3, $4)
           ON CONFLICT (version, detail) DO UPDATE SET format = excluded.format, content = excluded.content`,
          [version, detail, format, JSON.stringify(content)],
        );
      }),
  };
}
