import { median } from '../measure.ts';
import type { PythonWork } from './work.ts';

interface Weight {
  /** CPU of the import. */
  readonly seconds: number;
  /** The peak of the process. */
  readonly mebibytes: number;
}

/** What importing the client of 71 models may take beyond psycopg's own import, in seconds of CPU. */
const IMPORT_BAR = 0.1;

const starts = ['psycopg', 'client', 'sqlalchemy'] as const;

/** Measures the start of a process, and gives what takes longer than its bar. */
export async function measureWeight(work: PythonWork, rounds: number): Promise<readonly string[]> {
  const imported: Record<string, Weight[]> = {};
  const connected: Record<string, Weight[]> = {};
  // The first round compiles, and is not counted.
  for (let round = 0; round <= rounds; round++) {
    for (const start of starts) {
      const [alone, used] = [
        (await work.run('weight.py', [start])) as Weight,
        (await work.run('weight.py', [start, work.url])) as Weight,
      ];
      if (round === 0) continue;
      imported[start] = [...(imported[start] ?? []), alone];
      connected[start] = [...(connected[start] ?? []), used];
    }
  }
  const memory = (of: readonly Weight[] = []): string =>
    median(of.map(({ mebibytes }) => mebibytes)).toFixed(1);
  const seconds = (of: readonly Weight[] = []): number => median(of.map((one) => one.seconds));
  console.log(`
A process of its own, medians of ${rounds}. The client has 71 models; SQLAlchemy has none.

| | import, s of CPU | MiB then | MiB with a connection, one row read |
|---|---:|---:|---:|`);
  for (const start of starts) {
    console.log(
      `| ${start} | ${seconds(imported[start]).toFixed(3)} | ${memory(imported[start])} | ${memory(connected[start])} |`,
    );
  }
  const psycopg = imported.psycopg ?? [];
  const above = median(
    (imported.client ?? []).map((one, round) => one.seconds - (psycopg[round]?.seconds ?? 0)),
  );
  const isMet = above <= IMPORT_BAR;
  console.log(
    `\nImport above psycopg's own: ${above.toFixed(3)} s (bar: ${IMPORT_BAR}, ${isMet ? 'met' : 'MISSED'})`,
  );
  return isMet ? [] : ['import'];
}
