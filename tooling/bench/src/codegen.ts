import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Measurement, measure, median } from './measure.ts';
import { sampleSchema } from './sample-schema.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    models: { type: 'string', default: '10,100,400' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(`pnpm bench:codegen [--runs 5] [--models 10,100,400]

Generates all clients (Node, types, Python), and runs \`prisma generate\` for its
one, in turn, each as a process of its own. Medians, ratios and peak memory.`);
  process.exit(0);
}
const runs = Number(values.runs);
const sizes = values.models.split(',').map(Number);
const prismaCli = join(
  dirname(createRequire(import.meta.url).resolve('prisma/package.json')),
  'build',
  'index.js',
);
const ours = join(import.meta.dirname, 'generate-clients.ts');

/** Prisma generates the same schema into the same kind of client; its engine download is switched off. */
function writePrismaProject(folder: string, schema: string): void {
  const generator =
    'generator client {\n  provider = "prisma-client"\n  output = "./client"\n}\n\n';
  writeFileSync(join(folder, 'schema.prisma'), generator + schema);
}

interface Row {
  readonly models: number;
  readonly all: readonly Measurement[];
  readonly light: readonly Measurement[];
  readonly packed: readonly Measurement[];
  readonly prisma: readonly Measurement[];
}

async function measureSize(models: number): Promise<Row> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-codegen-'));
  try {
    const schema = sampleSchema(models);
    const schemaFile = join(folder, 'input.prisma');
    writeFileSync(schemaFile, schema);
    const project = join(folder, 'prisma');
    mkdirSync(project);
    writePrismaProject(project, schema);
    const generate = (what: string): Promise<Measurement> =>
      measure([ours, what, schemaFile, join(folder, what)], { cwd: folder });
    const prismaGenerate = (): Promise<Measurement> =>
      measure([prismaCli, 'generate', '--schema', 'schema.prisma'], {
        cwd: project,
        environment: {
          PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
          PRISMA_HIDE_UPDATE_MESSAGE: '1',
          CHECKPOINT_DISABLE: '1',
        },
      });
    const row = { models, all: [], light: [], packed: [], prisma: [] } as {
      models: number;
    } & Record<'all' | 'light' | 'packed' | 'prisma', Measurement[]>;
    await generate('all');
    await prismaGenerate();
    for (let run = 0; run < runs; run += 1) {
      row.all.push(await generate('all'));
      row.prisma.push(await prismaGenerate());
      row.light.push(await generate('light'));
      row.packed.push(await generate('packed'));
    }
    return row;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const seconds = (of: readonly Measurement[]): number => median(of.map((one) => one.seconds));
const peak = (of: readonly Measurement[]): number =>
  Math.max(...of.map((one) => one.peakMebibytes));

console.log(
  `Whole processes, ${runs} runs each in turn, medians in seconds; peak memory in MiB.\n`,
);
console.log(
  '| models | all clients | prisma generate | ratio | types + python | all, compiled and packed | peak, ours | peak, prisma |',
);
console.log('|---:|---:|---:|---:|---:|---:|---:|---:|');
for (const models of sizes) {
  const row = await measureSize(models);
  const cells = [
    models,
    seconds(row.all).toFixed(2),
    seconds(row.prisma).toFixed(2),
    (seconds(row.all) / seconds(row.prisma)).toFixed(2),
    seconds(row.light).toFixed(2),
    seconds(row.packed).toFixed(2),
    peak(row.all).toFixed(0),
    peak(row.prisma).toFixed(0),
  ];
  console.log(`| ${cells.join(' | ')} |`);
}
