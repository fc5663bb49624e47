import { parentPort, workerData } from 'node:worker_threads';
import type { DiagramGraph } from './diagram-graph.ts';
import { layOut } from './layout.ts';

// The layout computes for seconds: a thread of its own, which ends with it.
parentPort?.postMessage(await layOut(workerData as DiagramGraph));
