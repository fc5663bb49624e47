// Loaded before a measured program: writes its peak memory in KiB when it ends.
import { writeFileSync } from 'node:fs';

const file = process.env.MEMORY_REPORT;
if (file) process.on('exit', () => writeFileSync(file, String(process.resourceUsage().maxRSS)));
