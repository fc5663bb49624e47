import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { adopt, contract, type PhaseScript } from '../src/index.ts';
import { decided, parse, stepTo } from './living-versions.ts';

const folder = join(import.meta.dirname, 'cases');

const textOf = ({ phase, name, up, down }: PhaseScript): string =>
  [`-- ======== ${phase}: ${name}`, '-- ---- up.sql', up, '-- ---- down.sql', down].join('\n');

// `vitest run -u` rewrites `expected.sql`.
test.each(readdirSync(folder).sort())(
  'the scripts of %s are those that are written down',
  async (name) => {
    const path = (file: string): string => join(folder, name, file);
    const [previous, next] = ['previous.prisma', 'current.prisma'].map((file) =>
      parse(readFileSync(path(file), 'utf8')),
    );
    if (previous === undefined || next === undefined) throw new Error(`${name} has no two schemas`);
    const adoption = adopt('db', '1.0.0', previous);
    const step = decided(stepTo(adoption.layout, '2.0.0', previous, next));
    const contraction = contract(step.layout, '1.0.0', next);
    const scripts = [adoption, step, contraction].flatMap(({ phases }) => phases);
    await expect(scripts.map(textOf).join('\n')).toMatchFileSnapshot(path('expected.sql'));
  },
);
