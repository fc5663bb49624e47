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
one, in turn, each as a process of its own. Medians, ratios and peak memory.

  --runs N       how often each is run at each size
  --models LIST  the sizes of the sample schema, in models`);
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

const seconds = (of: readonly Measurement[]): string =>
  median(of.map((one) => one.seconds)).toFixed(2);
const generation = (of: readonly Measurement[]): string =>
  median(of.map(({ output }) => Number(output))).toFixed(2);
const peak = (of: readonly Measurement[]): string =>
  Math.max(...of.map((one) => one.peakMebibytes)).toFixed(0);
/** The median of the pairs' ratios: what else the machine does in the meantime slows both of a pair. */
const ratio = (ours: readonly Measurement[], theirs: readonly Measurement[]): string =>
  median(ours.map((one, run) => one.seconds / (theirs[run]?.seconds ?? Number.NaN))).toFixed(2);

console.log(`${runs} runs of each in turn, every run a process of its own; medians in seconds.
all: node, types, client and python. ratio: all to prisma generate, by medians and by pairs.
generated: in the process, from the parsed schema; whole: start, parsing and writing included.
peak: MiB, the most of any run, the peaks of a run's processes added up.
`);
console.log(
  '| models | all | prisma generate | ratio | ratio of pairs | types + python, generated | whole | all, compiled and packed | peak, all | peak, prisma |',
);
console.log('|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|');
for (const models of sizes) {
  const { all, light, packed, prisma } = await measureSize(models);
  const cells = [
    models,
    seconds(all),
    seconds(prisma),
    (Number(seconds(all)) / Number(seconds(prisma))).toFixed(2),
    ratio(all, prisma),
    generation(light),
    seconds(light),
    seconds(packed),
    peak(all),
    peak(prisma),
  ];
  console.log(`| ${cells.join(' | ')} |`);
}
