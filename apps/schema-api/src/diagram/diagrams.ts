import type { Diagram, Drawing } from '@schema-service/api-contract';
import type { DiagramStore } from '@schema-service/catalog';
import type { VersionComparison } from '../comparison/compare-versions.ts';
import { type DiagramDetail, diagramGraph } from './diagram-graph.ts';
import { layOutInThread } from './lay-out-in-thread.ts';
import type { LaidOutDiagram } from './layout.ts';

/** Of the layout: what another one laid out is laid out anew. */
const FORMAT = 3;

/** The drawings of the published versions. */
export interface Diagrams {
  /**
   * Laid out once, and kept beside the release: when it is published, or when it is first asked
   * for. Throws `VERSION_NOT_FOUND`, `RELEASE_SCHEMA_UNREADABLE`,
   * `DIAGRAM_LAYOUT_FAILED`.
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
    const made = await layOutInThread(diagramGraph(await model(version), detail));
    await store.keep(version, detail, FORMAT, { ...made });
    return made;
  }

  return {
    of: async (version, detail) => {
      const key = `${version} ${detail}`;
      const laidOut = underWay.get(key) ?? make(version, detail);
      underWay.set(key, laidOut);
      return { version, ...drawingOf(await laidOut.finally(() => underWay.delete(key)), detail) };
    },
  };
}

/** As it is answered. */
export function drawingOf(
  { groups, nodes, edges, ...size }: LaidOutDiagram,
  detail: DiagramDetail,
): Drawing {
  return { detail, ...size, groups: [...groups], nodes: [...nodes], edges: [...edges] };
}
