/**
 * A schema of any size with the mix that real ones have: about ten columns of
 * the common types to a model, an enum to every fifth, and to each model a
 * relation to one before it.
 */
export function sampleSchema(models: number): string {
  const enums = Array.from({ length: Math.ceil(models / 5) }, (_, i) => enumBlock(i));
  const blocks = Array.from({ length: models }, (_, i) => modelBlock(i, models));
  return ['datasource db {\n  provider = "postgresql"\n}', ...enums, ...blocks]
    .join('\n\n')
    .concat('\n');
}

function enumBlock(i: number): string {
  return `enum Status${i} {\n  ACTIVE   @map("active")\n  PAUSED   @map("paused")\n  ARCHIVED @map("archived")\n}`;
}

/** Model i belongs to model (i - 1) / 2, so every model but the leaves has children. */
function modelBlock(i: number, models: number): string {
  const parent = Math.floor((i - 1) / 2);
  const children = [2 * i + 1, 2 * i + 2].filter((child) => child < models);
  return [
    `/// Entity number ${i} of the sample.`,
    `model Entity${i} {`,
    '  id        String    @id @default(uuid()) @db.Uuid',
    '  name      String    @db.VarChar(200)',
    '  slug      String    @unique',
    '  note      String?',
    '  count     Int       @default(0)',
    '  total     BigInt?',
    '  price     Decimal   @default(0) @db.Decimal(12, 2)',
    '  isActive  Boolean   @default(true) @map("is_active")',
    '  settings  Json      @default("{}")',
    '  tags      String[]',
    `  status    Status${Math.floor(i / 5)} @default(ACTIVE)`,
    '  createdAt DateTime  @default(now()) @map("created_at") @db.Timestamptz(3)',
    '  updatedAt DateTime  @updatedAt @map("updated_at") @db.Timestamptz(3)',
    ...(i === 0
      ? []
      : [
          '  parentId  String?   @map("parent_id") @db.Uuid',
          `  parent    Entity${parent}? @relation("Tree${i}", fields: [parentId], references: [id])`,
          '  @@index([parentId])',
        ]),
    ...children.map((child) => `  children${child} Entity${child}[] @relation("Tree${child}")`),
    '  @@index([status, createdAt])',
    `  @@map("entity_${i}")`,
    '}',
  ].join('\n');
}
