import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { median } from '../measure.ts';
import { MANY, type NodeWork } from './work.ts';

const run = promisify(execFile);

/** Programs that read one row. The clients are those of the large schema. */
const programs: Readonly<Record<string, string>> = {
  'raw pg': `import pg from 'pg';
const db = new pg.Pool({ connectionString: process.env.DATABASE_URL });
await db.query('SELECT * FROM entity_0 WHERE slug = $1', ['none']);
const end = () => db.end();`,
  ours: `import { createClient } from '@ours/large';
const db = createClient();
await db.entity0.findUnique({ where: { slug: 'none' } });
const end = () => db.$disconnect();`,
  stock: `import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from '@stock/large';
const db = new PrismaClient({ adapter: new PrismaPg({ connectionString: process.env.DATABASE_URL }) });
await db.entity0.findUnique({ where: { slug: 'none' } });
const end = () => db.$disconnect();`,
  Drizzle: `import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
const db = drizzle(process.env.DATABASE_URL);
await db.execute(sql\`SELECT * FROM entity_0 WHERE slug = \${'none'}\`);
const end = () => db.$client.end();`,
  Kysely: `import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });
const db = new Kysely({ dialect: new PostgresDialect({ pool }) });
await db.selectFrom('entity_0').selectAll().where('slug', '=', 'none').execute();
const end = () => db.destroy();`,
};

interface Start {
  /** From the start of the process. */
  readonly milliseconds: number;
  readonly cpu: number;
}

/** Measures import and first query in processes of their own, and gives what is slower than its bar. */
export async function measureStart(work: NodeWork, rounds: number): Promise<readonly string[]> {
  const found: Record<string, Start[]> = {};
  for (const [name, source] of Object.entries(programs)) {
    const tell =
      'const { user, system } = process.cpuUsage();\nconsole.log(JSON.stringify({ milliseconds: performance.now(), cpu: (user + system) / 1000 }));';
    writeFileSync(join(work.folder, `${name}.mjs`), `${source}\n${tell}\nawait end();\n`);
    found[name] = [];
  }
  // The first round reads the files from the disk, and is not counted.
  for (let round = 0; round <= rounds; round += 1)
    for (const name of Object.keys(programs)) {
      const { stdout } = await run(process.execPath, [join(work.folder, `${name}.mjs`)], {
        env: { ...process.env, DATABASE_URL: work.url, NODE_ENV: 'production' },
      });
      if (round > 0) found[name]?.push(JSON.parse(stdout));
    }
  console.log(`\n| import and first query, ${MANY} models | ms | ms of CPU |\n|---|---:|---:|`);
  for (const [name, starts] of Object.entries(found)) {
    const of = (key: keyof Start): string => median(starts.map((one) => one[key])).toFixed(0);
    console.log(`| ${name} | ${of('milliseconds')} | ${of('cpu')} |`);
  }
  const stock = found.stock ?? [];
  const ratio = (key: keyof Start): number =>
    median((found.ours ?? []).map((one, round) => one[key] / (stock[round]?.[key] ?? Number.NaN)));
  const isMet = ratio('milliseconds') <= 1;
  console.log(
    `\nOurs to stock: ${ratio('milliseconds').toFixed(2)} of the time, ${ratio('cpu').toFixed(2)} of the CPU (bar: 1, ${isMet ? 'met' : 'MISSED'})`,
  );
  return isMet ? [] : ['import and first query'];
}
