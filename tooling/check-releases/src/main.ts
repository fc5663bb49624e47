import { join } from 'node:path';
import { formatError } from '@schema-service/errors';
import { checkReleases, formatFinding } from '@schema-service/release';

const root = join(import.meta.dirname, '..', '..', '..');

try {
  const findings = await checkReleases(root);
  for (const finding of findings) console.error(formatFinding(finding));
  if (findings.length === 0)
    console.log('Every frozen version and released migration is as it was.');
  process.exitCode = findings.length === 0 ? 0 : 1;
} catch (error) {
  console.error(formatError(error));
  process.exitCode = 1;
}
