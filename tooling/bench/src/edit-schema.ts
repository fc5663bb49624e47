/** Twenty changes of the usual kinds to the sample schema, spread over its models. */
export function editSchema(text: string): string {
  const edits: readonly (readonly [model: number, from: RegExp, to: string])[] = [
    [1, /note {6}String\?/, 'note      String'],
    [4, /note {6}String\?/, 'note      String?   @db.VarChar(500)'],
    [7, /count {5}Int /, 'count     BigInt '],
    [10, /slug {6}String {4}@unique/, 'slug      String'],
    [13, /tags {6}String\[\]/, 'tags      String[]\n  label     String?'],
    [16, /tags {6}String\[\]/, 'tags      String[]\n  label     String'],
    [19, /tags {6}String\[\]/, 'tags      String[]\n  label     String    @default("none")'],
    [22, /total {5}BigInt\?\n/, ''],
    [25, /@db\.VarChar\(200\)/, '@db.VarChar(400)'],
    [28, /@db\.VarChar\(200\)/, '@db.VarChar(100)'],
    [31, /@default\(true\)/, '@default(false)'],
    [34, /@@index\(\[status, createdAt\]\)/, '@@index([status, createdAt])\n  @@index([name])'],
    [37, /@@index\(\[status, createdAt\]\)/, '@@unique([status, createdAt])'],
    [40, /@@index\(\[status, createdAt\]\)/, ''],
    [43, /references: \[id\]/, 'references: [id], onDelete: Cascade'],
    [46, /price {5}Decimal /, 'cost      Decimal '],
    [49, /settings {2}Json {6}@default\("\{\}"\)/, 'settings  Json?'],
    [52, /@map\("is_active"\)/, '@map("active")'],
  ];
  const edited = edits.reduce((schema, [model, from, to]) => {
    const start = schema.indexOf(`model Entity${model} {`);
    const end = schema.indexOf('\n}', start);
    const block = schema.slice(start, end);
    if (start === -1 || !from.test(block)) throw new Error(`Nothing to edit in Entity${model}`);
    return schema.slice(0, start) + block.replace(from, to) + schema.slice(end);
  }, text);
  return `${edited.replace('  PAUSED   @map("paused")', '  PAUSED   @map("paused")\n  CLOSED   @map("closed")')}
model Added {
  id   Int    @id @default(autoincrement())
  name String @unique
}
`;
}
