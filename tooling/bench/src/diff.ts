import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { draftMigrations } from '@schema-service/migration-draft';
import { diff } from '@schema-service/schema-diff';
import { parseSchema, type SchemaModel, schemaSql } from '@schema-service/schema-model';
import { editSchema } from './edit-schema.ts';
import { measure, median } from './measure.ts';
import { sampleSchema } from './sample-schema.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '15' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(`pnpm bench:diff [--runs 15]

Compares a schema of 100 models with the same after about 20 changes: the changes with
their verdicts, and the migrations, in process and as a command, beside the SQL of
Prisma's engine. Medians.

  --runs N  how often each is run`);
  process.exit(0);
}
const runs = Number(values.runs);
const [before, after] = [sampleSchema(100), editSchema(sampleSchema(100))];
const parse = (content: string): SchemaModel => parseSchema([{ path: 'schema.prisma', content }]);

/** In milliseconds. Processor time is the same however busy the machine is. */
interface Sample {
  readonly wall: number;
  readonly processor: number;
}

async function timed(work: () => Promise<unknown>): Promise<Sample> {
  const [start, used] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(used);
  return { wall: performance.now() - start, processor: (user + system) / 1000 };
}

const [previous, current] = [parse(before), parse(after)];
const load = await timed(() => schemaSql(null, current));
const changes = diff(previous, current);
const drafts = draftMigrations(previous, current, changes);
const samples = {
  diff: [] as Sample[],
  drafts: [] as Sample[],
  whole: [] as Sample[],
  engine: [] as Sample[],
  parse: [] as Sample[],
};
for (let run = 0; run < runs; run += 1) {
  samples.parse.push(await timed(async () => [parse(before), parse(after)]));
  samples.diff.push(await timed(async () => diff(previous, current)));
  samples.drafts.push(await timed(async () => draftMigrations(previous, current, changes)));
  samples.whole.push(
    await timed(async () => draftMigrations(previous, current, diff(previous, current))),
  );
  samples.engine.push(await timed(() => schemaSql(previous, current)));
}
const typical = (all: readonly Sample[], time: keyof Sample): number =>
  median(all.map((sample) => sample[time]));
const row = (name: string, all: readonly Sample[]): string => {
  const least = Math.min(...all.map(({ wall }) => wall));
  const times = [typical(all, 'wall'), least, typical(all, 'processor')];
  return `| ${[name, ...times.map((time) => time.toFixed(0))].join(' | ')} |`;
};

console.log(`100 models, ${changes.length} changes, ${drafts.length} migrations; ${runs} runs.
The engine's first answer, loading included: ${load.wall.toFixed(0)} ms.

| in process, loaded | median ms | least ms | processor, median ms |
|:---|---:|---:|---:|`);
console.log(row('diff and verdicts', samples.diff));
console.log(row('the migrations for them, up and down', samples.drafts));
console.log(row('all of that', samples.whole));
console.log(row("the engine's SQL, one way", samples.engine));
console.log(row('reading both schemas from text', samples.parse));
const ratio = typical(samples.engine, 'processor') / typical(samples.whole, 'processor');
console.log(`\nThe engine takes ${ratio.toFixed(1)} times the processor time of all of that.`);

/** The command as a person runs it. */
async function measureCommand(): Promise<void> {
  const command = join(import.meta.dirname, '..', '..', '..', 'packages', 'cli', 'dist', 'main.js');
  const folder = mkdtempSync(join(tmpdir(), 'bench-diff-'));
  try {
    writeFileSync(join(folder, 'before.prisma'), before);
    writeFileSync(join(folder, 'after.prisma'), after);
    for (const options of [[], ['--sql']]) {
      const seconds: number[] = [];
      for (let run = 0; run < runs; run += 1) {
        const args = [command, 'diff', 'before.prisma', 'after.prisma', ...options];
        seconds.push((await measure(args, { cwd: folder })).seconds);
      }
      const name = ['schemactl diff', ...options].join(' ');
      console.log(`\n\`${name}\`, as a process: ${median(seconds).toFixed(2)} s.`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await measureCommand();
console.log(`
Left out: \`prisma migrate diff\`, whose command downloads a native engine (the same engine as
WebAssembly is the fourth row), and \`atlas schema diff\`, which no package registry carries.`);
