// Loaded before a measured program, and before each process that it starts: writes the peak memory of
// the process in KiB when it ends.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.env.MEMORY_REPORTS;
if (folder) {
  process.on('exit', () => {
    writeFileSync(join(folder, String(process.pid)), String(process.resourceUsage().maxRSS));
  });
}
