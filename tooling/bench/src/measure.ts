import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** What one whole run of a program took. */
export interface Measurement {
  readonly seconds: number;
  /** The peaks of the process and of those that it started, added up. */
  readonly peakMebibytes: number;
  /** What it printed. */
  readonly output: string;
}

const memoryReport = pathToFileURL(join(import.meta.dirname, 'memory-report.mjs')).href;

/** Runs a Node program until it and all that it started have ended. */
export async function measure(
  args: readonly string[],
  options: { readonly cwd: string; readonly environment?: Readonly<Record<string, string>> },
): Promise<Measurement> {
  const reports = mkdtempSync(join(tmpdir(), 'measure-'));
  try {
    const start = performance.now();
    const child = spawn(process.execPath, args, {
      cwd: options.cwd,
      env: {
        ...process.env,
        ...options.environment,
        NODE_OPTIONS: `--import=${memoryReport}`,
        MEMORY_REPORTS: reports,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    let complaint = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr.on('data', (chunk) => {
      complaint += chunk;
    });
    // `close`, not `exit`: a process that it leaves behind holds the pipe open, and counts.
    const code = await new Promise((resolve, reject) =>
      child.once('close', resolve).once('error', reject),
    );
    const seconds = (performance.now() - start) / 1000;
    if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}:\n${complaint}`);
    return { seconds, peakMebibytes: sumOfReports(reports) / 1024, output };
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
}

function sumOfReports(folder: string): number {
  return readdirSync(folder)
    .map((file) => Number(readFileSync(join(folder, file), 'utf8')))
    .reduce((sum, kibibytes) => sum + kibibytes, 0);
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = Number.NaN, high = Number.NaN] = [sorted[middle - 1], sorted[middle]];
  return sorted.length % 2 === 1 ? high : (low + high) / 2;
}
