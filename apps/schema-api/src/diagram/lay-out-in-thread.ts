import { existsSync, readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { brotliDecompressSync } from 'node:zlib';
import { SchemaServiceError } from '@schema-service/errors';
import { createTurns } from '../turns.ts';
import type { DiagramGraph } from './diagram-graph.ts';
import type { LaidOutDiagram } from './layout.ts';

/** In milliseconds: six hundred models take a few seconds on a busy machine. */
const LONGEST = 60_000;
const MOST_MEGABYTES = 1_024;

/** Beside the bundle, where the build has put it. */
const packed = new URL('./layout-thread.cjs.br', import.meta.url);

/** One at a time: a layout takes a processor of its own. */
const inTurn = createTurns(1);

/**
 * Lays out in a thread, so that nothing else waits. Layouts that are asked for meanwhile take turns.
 *
 * @throws SchemaServiceError `DIAGRAM_LAYOUT_FAILED` for one that takes too long or too much memory
 */
export function layOutInThread(graph: DiagramGraph): Promise<LaidOutDiagram> {
  return inTurn(async () => {
    const thread = startThread(graph);
    const { promise, resolve, reject } = Promise.withResolvers<LaidOutDiagram>();
    const fail = (why: string, cause?: unknown) => reject(layoutFailed(graph, why, cause));
    thread.once('message', resolve);
    thread.once('error', (error) => fail(error.message, error));
    thread.once('exit', (code) => fail(`Its thread ended with ${code}.`));
    const timer = setTimeout(() => fail(`It takes more than ${LONGEST / 1_000} s.`), LONGEST);
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      await thread.terminate();
    }
  });
}

/** The program of a thread: as it was built, or from source where the sources run as they are. */
function startThread(workerData: DiagramGraph): Worker {
  const options = { workerData, resourceLimits: { maxOldGenerationSizeMb: MOST_MEGABYTES } };
  if (!existsSync(packed)) {
    return new Worker(new URL('./layout-thread.ts', import.meta.url), options);
  }
  const program = brotliDecompressSync(readFileSync(packed)).toString();
  return new Worker(program, { ...options, eval: true });
}

function layoutFailed({ nodes }: DiagramGraph, why: string, cause: unknown): SchemaServiceError {
  return new SchemaServiceError(
    {
      code: 'DIAGRAM_LAYOUT_FAILED',
      message: `The diagram of ${nodes.length} models could not be laid out.`,
      why,
      fix: 'Ask for one of names alone: ?detail=names. The source and the models are shown without it.',
      meta: { models: nodes.length },
    },
    { cause },
  );
}
