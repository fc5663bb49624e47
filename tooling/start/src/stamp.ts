import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Does the work unless it was done before with the same inputs. Says whether it was done now. */
export async function oncePer(
  stampFile: string,
  inputs: readonly string[],
  work: () => Promise<void>,
): Promise<boolean> {
  const stamp = inputs.join('\n');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return false;
  await work();
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, stamp);
  return true;
}
