import { seededRandom } from '@schema-service/vitest-config/seeded-random';

const AREA = 12;

/**
 * A schema of so many models, shaped as large ones are: areas of a dozen models around one of
 * theirs, and three models that a third of all others refer to. The same number gives the same text.
 */
export function generatedSchema(count: number): string {
  const random = seededRandom(count);
  const below = (limit: number): number => Math.floor(random() * limit);
  const back = Array.from({ length: count }, (): string[] => []);
  const models = Array.from({ length: count }, (_, index) => {
    const area = index - (index % AREA);
    const inArea = index - area;
    const targets = new Set<number>();
    if (index > 0 && random() < 0.35) targets.add(below(Math.min(index, 3)));
    if (inArea > 0) targets.add(area + (random() < 0.6 ? 0 : below(inArea)));
    if (inArea > 2 && random() < 0.5) targets.add(area + below(Math.min(inArea, 4)));
    if (inArea === 0 && index > AREA && random() < 0.7) targets.add(below(index / AREA) * AREA);
    const columns = Array.from({ length: 3 + below(10) }, (_value, one) => `  column${one} String`);
    const relations = [...targets].flatMap((target, one) => {
      const name = `relation_${index}_${one}`;
      back[target]?.push(`  back_${index}_${one} Model${index}[] @relation("${name}")`);
      return [
        `  key${one} Int`,
        `  to${one} Model${target} @relation("${name}", fields: [key${one}], references: [id])`,
      ];
    });
    return ['  id Int @id', ...columns, ...relations];
  });
  const text = models.map((lines, index) => {
    const all = [...lines, ...(back[index] ?? [])];
    return `model Model${index} {\n${all.join('\n')}\n}\n`;
  });
  return `datasource db {\n  provider = "postgresql"\n}\n\n${text.join('\n')}`;
}
