import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { median } from '../measure.ts';
import { MANY, type NodeWork, tsc } from './work.ts';

/** How each project has the client of the large schema. */
const projects = {
  ours: "import { createClient } from '@ours/large';\n\nconst db = createClient();",
  'stock, as its sources':
    "import { PrismaPg } from '@prisma/adapter-pg';\nimport { PrismaClient } from './client/client.js';\n\nconst db = new PrismaClient({ adapter: new PrismaPg({}) });",
  'stock, compiled':
    "import { PrismaPg } from '@prisma/adapter-pg';\nimport { PrismaClient } from '@stock/large';\n\nconst db = new PrismaClient({ adapter: new PrismaPg({}) });",
} as const;

const CALLS = `
export const row = await db.entity0.findUnique({ where: { slug: 'one' }, include: { children1: true } });
export const rows = await db.entity5.findMany({ where: { status: 'ACTIVE', parent: { name: 'x' } }, select: { id: true, total: true } });
export const made = await db.entity9.create({ data: { name: 'n', slug: 's' } });
export const changed = await db.entity80.updateMany({ where: { count: { gt: 1 } }, data: { note: null } });
const name: string | undefined = row?.children1[0]?.name;
console.log(name, rows[0]?.total, made.price.toString(), changed.count);
`;

/** Measures tsc of a consumer's project, and gives what takes longer than its bar. */
export function measureTypeCheck({ folder }: NodeWork, rounds: number): readonly string[] {
  const found = new Map<string, number[]>();
  const places = Object.entries(projects).map(([name, head], index) => {
    const place = join(folder, `project-${index}`);
    mkdirSync(place);
    writeFileSync(join(place, 'package.json'), JSON.stringify({ type: 'module' }));
    writeFileSync(join(place, 'main.ts'), `${head}\n${CALLS}`);
    const compilerOptions = {
      target: 'es2022',
      module: 'nodenext',
      types: ['node'],
      strict: true,
      noEmit: true,
      skipLibCheck: true,
    };
    writeFileSync(join(place, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
    if (name === 'stock, as its sources')
      cpSync(join(folder, 'node_modules/@stock/large/src'), join(place, 'client'), {
        recursive: true,
      });
    found.set(name, []);
    return [name, place] as const;
  });
  for (let round = 0; round <= rounds; round += 1)
    for (const [name, place] of places) {
      const started = performance.now();
      execFileSync(process.execPath, [tsc, '-p', place], { stdio: 'inherit' });
      if (round > 0) found.get(name)?.push((performance.now() - started) / 1000);
    }
  console.log(`\n| tsc of a consumer, ${MANY} models | s |\n|---|---:|`);
  for (const [name, seconds] of found) console.log(`| ${name} | ${median(seconds).toFixed(2)} |`);
  const [ours = [], sources = []] = [found.get('ours'), found.get('stock, as its sources')];
  const ratio = median(ours.map((seconds, round) => seconds / (sources[round] ?? Number.NaN)));
  // As it is printed: what is below that differs from run to run.
  const printed = ratio.toFixed(2);
  const isMet = Number(printed) <= 1;
  console.log(`\nOurs to stock: ${printed} (bar: 1, ${isMet ? 'met' : 'MISSED'})`);
  return isMet ? [] : ['tsc'];
}
