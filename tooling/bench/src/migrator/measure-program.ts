import { spawn } from 'node:child_process';
import { type Measurement, measure } from '../measure.ts';

/** Runs a program to its end. The memory of one that is not Node's is not known. */
export async function measureProgram(
  program: string | undefined,
  args: readonly string[],
): Promise<Measurement> {
  if (program === undefined) return measure(args, { cwd: import.meta.dirname });
  const start = performance.now();
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  let complaint = '';
  child.stderr.on('data', (chunk) => {
    complaint += chunk;
  });
  const code = await new Promise((resolve, reject) =>
    child.once('close', resolve).once('error', reject),
  );
  if (code !== 0) throw new Error(`${program} ended with ${code}:\n${complaint}`);
  const seconds = (performance.now() - start) / 1000;
  return { seconds, peakMebibytes: Number.NaN, output };
}
