import { parentPort, workerData } from 'node:worker_threads';
import type { DiagramGraph } from './diagram-graph.ts';
import { layOut } from './layout.ts';

// The layout computes for seconds: a thread of its own, which ends with it. Without a wait at the
// top level, since its build is CommonJS.
void layOut(workerData as DiagramGraph).then((laidOut) => parentPort?.postMessage(laidOut));
