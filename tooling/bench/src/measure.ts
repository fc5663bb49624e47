import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What one whole run of a program took. */
export interface Measurement {
  readonly seconds: number;
  readonly peakMebibytes: number;
}

const memoryReport = join(import.meta.dirname, 'memory-report.mjs');

/** Runs a Node program to its end, start of the process included. */
export async function measure(
  args: readonly string[],
  options: { readonly cwd: string; readonly environment?: Readonly<Record<string, string>> },
): Promise<Measurement> {
  const folder = mkdtempSync(join(tmpdir(), 'measure-'));
  const reportFile = join(folder, 'peak');
  try {
    const start = performance.now();
    const child = spawn(process.execPath, ['--import', memoryReport, ...args], {
      cwd: options.cwd,
      env: { ...process.env, ...options.environment, MEMORY_REPORT: reportFile },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let complaint = '';
    child.stderr.on('data', (chunk) => {
      complaint += chunk;
    });
    const code = await new Promise((resolve, reject) =>
      child.once('close', resolve).once('error', reject),
    );
    const seconds = (performance.now() - start) / 1000;
    if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}:\n${complaint}`);
    return { seconds, peakMebibytes: Number(readFileSync(reportFile, 'utf8')) / 1024 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = Number.NaN, high = Number.NaN] = [sorted[middle - 1], sorted[middle]];
  return sorted.length % 2 === 1 ? high : (low + high) / 2;
}
