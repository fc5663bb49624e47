/** An edit of the example schema: of a file, what is replaced by what. */
export interface ExampleChange {
  readonly file: 'catalog' | 'monitoring' | 'prospects' | 'reviews';
  readonly replace: string | RegExp;
  readonly by: string;
  readonly bump: 'major' | 'minor' | 'patch';
}

const NAME = '  name        String     @db.VarChar(200)';
const JOB_TITLE = '  jobTitle    String?   @map("job_title") @db.VarChar(200)';

/** A change of each kind that docs/compatibility.md tells apart at its top. */
export const EXAMPLE_CHANGES: Readonly<Record<string, ExampleChange>> = {
  'add model': {
    file: 'catalog',
    replace: 'model Source {',
    by: 'model Tag {\n  id BigInt @id @default(autoincrement())\n  name String @unique\n\n  @@map("tags")\n}\n\nmodel Source {',
    bump: 'minor',
  },
  'add optional field': {
    file: 'catalog',
    replace: NAME,
    by: `${NAME}\n  note String?`,
    bump: 'minor',
  },
  'add field with default': {
    file: 'catalog',
    replace: NAME,
    by: `${NAME}\n  rank Int @default(0)`,
    bump: 'minor',
  },
  'add required field': {
    file: 'catalog',
    replace: NAME,
    by: `${NAME}\n  owner String`,
    bump: 'major',
  },
  'remove model': {
    file: 'reviews',
    replace: /^model ReviewAttachment \{[\s\S]*?^\}\n|^ +attachments .*\n/gm,
    by: '',
    bump: 'major',
  },
  'remove field': {
    file: 'prospects',
    replace: '  notes          String?\n',
    by: '',
    bump: 'major',
  },
  'rename in the database': {
    file: 'prospects',
    replace: '@map("job_title")',
    by: '@map("role_title")',
    bump: 'major',
  },
  'rename in the client': {
    file: 'prospects',
    replace: JOB_TITLE,
    by: JOB_TITLE.replace('jobTitle', 'role'),
    bump: 'major',
  },
  'rename as annotated': {
    file: 'prospects',
    replace: '  notes          String?\n',
    by: '  /// @renamed from: notes\n  remarks          String?\n',
    bump: 'major',
  },
  'make required': {
    file: 'prospects',
    replace: '  notes          String?\n',
    by: '  notes          String\n',
    bump: 'major',
  },
  'make optional': {
    file: 'monitoring',
    replace: '  message        String\n',
    by: '  message        String?\n',
    bump: 'major',
  },
  'Int to BigInt': {
    file: 'monitoring',
    replace: '  fetchedCount  Int ',
    by: '  fetchedCount  BigInt ',
    bump: 'major',
  },
  'longer varchar': {
    file: 'prospects',
    replace: JOB_TITLE,
    by: JOB_TITLE.replace('200', '300'),
    bump: 'patch',
  },
  'shorter varchar': {
    file: 'prospects',
    replace: JOB_TITLE,
    by: JOB_TITLE.replace('200', '5'),
    bump: 'major',
  },
  'another type family': {
    file: 'prospects',
    replace: JOB_TITLE,
    by: '  jobTitle    Int?   @map("job_title")',
    bump: 'major',
  },
  'add enum value': {
    file: 'prospects',
    replace: '  LOST      @map("lost")\n',
    by: '  LOST      @map("lost")\n  PAUSED    @map("paused")\n',
    bump: 'major',
  },
  'remove enum value': {
    file: 'monitoring',
    replace: '  WEBHOOK @map("webhook")\n',
    by: '',
    bump: 'major',
  },
  'rename enum value': {
    file: 'monitoring',
    replace: '  WEBHOOK @map("webhook")\n',
    by: '  WEBHOOK @map("web_hook")\n',
    bump: 'major',
  },
  'add unique': {
    file: 'monitoring',
    replace: '  @@index([monitorId, raisedAt(sort: Desc)])',
    by: '  @@index([monitorId, raisedAt(sort: Desc)])\n  @@unique([monitorId, message])',
    bump: 'major',
  },
  'add foreign key': {
    file: 'catalog',
    replace: '  listings       ProductListing[]\n  reviewers',
    by: '  parentId Int? @map("parent_id")\n  parent Source? @relation("parts", fields: [parentId], references: [id])\n  parts Source[] @relation("parts")\n  listings       ProductListing[]\n  reviewers',
    bump: 'minor',
  },
  'drop unique': {
    file: 'prospects',
    replace: '  @@unique([prospectId, email])\n',
    by: '',
    bump: 'major',
  },
  'drop default': {
    file: 'monitoring',
    replace: '  severity   AlertSeverity         @default(WARNING)',
    by: '  severity   AlertSeverity',
    bump: 'major',
  },
  'change default': {
    file: 'monitoring',
    replace: '@default(WARNING)',
    by: '@default(INFO)',
    bump: 'minor',
  },
  'change referential action': {
    file: 'monitoring',
    replace: 'product Product? @relation(fields: [productId], references: [id], onDelete: Cascade)',
    by: 'product Product? @relation(fields: [productId], references: [id], onDelete: SetNull)',
    bump: 'major',
  },
  'add index': {
    file: 'prospects',
    replace: '  @@index([companyId])',
    by: '  @@index([companyId])\n  @@index([ownerEmail])',
    bump: 'patch',
  },
  'drop index': {
    file: 'prospects',
    replace: '  @@index([stage, nextStepOn])\n',
    by: '',
    bump: 'patch',
  },
  'documentation only': {
    file: 'prospects',
    replace: '/// How far we have come',
    by: '/// How very far we have come',
    bump: 'patch',
  },
};
