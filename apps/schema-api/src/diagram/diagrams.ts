import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { brotliDecompressSync } from 'node:zlib';
import type { Diagram } from '@schema-service/api-contract';
import type { DiagramStore } from '@schema-service/catalog';
import type { VersionComparison } from '../comparison/compare-versions.ts';
import { type DiagramDetail, diagramGraph } from './diagram-graph.ts';
import type { LaidOutDiagram } from './layout.ts';

/** Of the layout: what another one laid out is laid out anew. */
const FORMAT = 1;

/** The drawings of the published versions. */
export interface Diagrams {
  /**
   * Laid out once, and kept beside the release: when it is published, or when it is first asked
   * for. Throws `VERSION_NOT_FOUND`, `RELEASE_SCHEMA_UNREADABLE`.
   */
  readonly of: (version: string, detail: DiagramDetail) => Promise<Diagram>;
}

export function createDiagrams(
  store: DiagramStore,
  { model }: Pick<VersionComparison, 'model'>,
): Diagrams {
  const underWay = new Map<string, Promise<LaidOutDiagram>>();

  async function make(version: string, detail: DiagramDetail): Promise<LaidOutDiagram> {
    const kept = await store.find(version, detail, FORMAT);
    // What was written by this format is of this shape.
    if (kept !== undefined) return kept as unknown as LaidOutDiagram;
    const made = await inThread(diagramGraph(await model(version), detail));
    await store.keep(version, detail, FORMAT, { ...made });
    return made;
  }

  return {
    of: async (version, detail) => {
      const key = `${version} ${detail}`;
      const laidOut = underWay.get(key) ?? make(version, detail);
      underWay.set(key, laidOut);
      const { groups, nodes, edges, ...size } = await laidOut.finally(() => underWay.delete(key));
      return {
        version,
        detail,
        ...size,
        groups: [...groups],
        nodes: [...nodes],
        edges: [...edges],
      };
    },
  };
}

/** Beside the bundle, where the build has put it. */
const packed = new URL('./layout-thread.cjs.br', import.meta.url);

/** The program of a thread: as it was built, or from source where the sources run as they are. */
function startThread(workerData: ReturnType<typeof diagramGraph>): Worker {
  if (!existsSync(packed)) {
    return new Worker(new URL('./layout-thread.ts', import.meta.url), { workerData });
  }
  const program = brotliDecompressSync(readFileSync(packed)).toString();
  return new Worker(program, { workerData, eval: true });
}

async function inThread(workerData: ReturnType<typeof diagramGraph>): Promise<LaidOutDiagram> {
  const thread = startThread(workerData);
  const [laidOut] = await once(thread, 'message');
  return laidOut;
}
