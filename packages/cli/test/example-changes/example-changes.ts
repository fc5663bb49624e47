/** In a file of a schema, what is replaced by what. */
export interface Edit {
  readonly file: string;
  readonly replace: string | RegExp;
  readonly by: string;
}

/** An edit of a schema, and what `schemactl` makes of it. */
export interface ExampleChange extends Edit {
  /** Others that belong to it. */
  readonly also?: readonly Edit[];
  readonly bump: 'major' | 'minor' | 'patch';
  /** What a person writes where a draft says `TODO: create the view` or `drop`: the first word of it, and the SQL. */
  readonly views?: Readonly<Record<'create' | 'drop', string>>;
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
  'nullable columns in two tables': {
    file: 'catalog',
    replace: NAME,
    by: `${NAME}\n  note String?`,
    also: [{ file: 'prospects', replace: JOB_TITLE, by: `${JOB_TITLE}\n  phone String?` }],
    bump: 'minor',
  },
  'add model with foreign key': {
    file: 'catalog',
    replace: 'model Source {',
    by: `model SourceNote {
  id BigInt @id @default(autoincrement())
  text String
  sourceId Int @map("source_id")
  source Source @relation(fields: [sourceId], references: [id])

  @@index([sourceId])
  @@map("source_notes")
}

model Source {`,
    also: [
      {
        file: 'catalog',
        replace: '  listings       ProductListing[]\n  reviewers',
        by: '  notes SourceNote[]\n  listings       ProductListing[]\n  reviewers',
      },
    ],
    bump: 'minor',
  },
  'add autoincrement': {
    file: 'catalog',
    replace: NAME,
    by: `${NAME}\n  rank Int @unique @default(autoincrement())`,
    bump: 'major',
  },
  'default that PostgreSQL spells otherwise': {
    file: 'catalog',
    replace: NAME,
    by: `${NAME}\n  checkAt DateTime @default(dbgenerated("now() + interval '1 day'")) @map("check_at") @db.Timestamptz(3)`,
    bump: 'minor',
  },
  'partial index that PostgreSQL spells otherwise': {
    file: 'prospects',
    replace: '  @@index([companyId])',
    by: `  @@index([companyId])\n  @@index([ownerEmail], where: raw("owner_email <> '' and score in (1, 2)"), map: "prospects_owned_idx")`,
    bump: 'patch',
  },
  'add enum': {
    file: 'catalog',
    replace: NAME,
    by: `${NAME}\n  rhythm Rhythm @default(DAILY)`,
    also: [
      {
        file: 'catalog',
        replace: 'model Source {',
        by: 'enum Rhythm {\n  DAILY\n  WEEKLY\n}\n\nmodel Source {',
      },
    ],
    bump: 'minor',
  },
  'remove enum': {
    file: 'companies',
    replace: /^enum CompanySize \{[\s\S]*?^\}\n/m,
    by: '',
    also: [
      {
        file: 'companies',
        replace: '  size        CompanySize?\n',
        by: '  size        String?\n',
      },
    ],
    bump: 'major',
  },
  'rename enum and value': {
    file: 'catalog',
    replace: 'enum SourceKind {\n',
    by: '/// @renamed from: SourceKind\nenum KindOfSource {\n',
    also: [
      { file: 'catalog', replace: '  kind        SourceKind', by: '  kind        KindOfSource' },
      {
        file: 'catalog',
        replace: '  SURVEY      @map("survey")',
        by: '  /// @renamed from: SURVEY\n  POLL      @map("poll")',
      },
      { file: 'catalog', replace: '@@map("source_kind")', by: '@@map("kind_of_source")' },
    ],
    bump: 'major',
  },
  'rename enum in the database': {
    file: 'catalog',
    replace: '@@map("source_kind")',
    by: '@@map("source_kinds")',
    bump: 'major',
  },
  'reorder enum values': {
    file: 'monitoring',
    replace: '  EMAIL   @map("email")\n  CHAT    @map("chat")\n',
    by: '  CHAT    @map("chat")\n  EMAIL   @map("email")\n',
    bump: 'minor',
  },
  'rename model': {
    file: 'reviews',
    replace: 'model ReviewAttachment {',
    by: '/// @renamed from: ReviewAttachment\nmodel Attachment {',
    also: [
      {
        file: 'reviews',
        replace: 'attachments ReviewAttachment[]',
        by: 'attachments Attachment[]',
      },
      { file: 'reviews', replace: '@@map("review_attachments")', by: '@@map("attachments")' },
    ],
    bump: 'major',
  },
  'rename model in the database': {
    file: 'reviews',
    replace: '@@map("review_attachments")',
    by: '@@map("attachments")',
    bump: 'major',
  },
  'ignore model': {
    file: 'reviews',
    replace: '@@map("review_attachments")',
    by: '@@map("review_attachments")\n  @@ignore',
    also: [
      {
        file: 'reviews',
        replace: '  attachments ReviewAttachment[]',
        by: '  attachments ReviewAttachment[] @ignore',
      },
    ],
    bump: 'major',
  },
  'ignore field': {
    file: 'prospects',
    replace: '  notes          String?\n',
    by: '  notes          String? @ignore\n',
    bump: 'major',
  },
  'reorder fields': {
    file: 'catalog',
    replace: /^( {2}name +String +@db\.VarChar\(200\)\n)( {2}kind +SourceKind\n)/m,
    by: '$2$1',
    bump: 'patch',
  },
  'scalar to list': {
    file: 'prospects',
    replace: '  notes          String?\n',
    by: '  notes          String[]\n',
    bump: 'major',
  },
  'add and remove @updatedAt': {
    file: 'catalog',
    replace: '@default(now()) @updatedAt @map("updated_at")',
    by: '@default(now()) @map("updated_at")',
    also: [
      {
        file: 'catalog',
        replace: '  lastCheckedAt DateTime? ',
        by: '  lastCheckedAt DateTime? @updatedAt ',
      },
    ],
    bump: 'minor',
  },
  'add default': {
    file: 'monitoring',
    replace: '  message        String\n',
    by: '  message        String @default("")\n',
    bump: 'minor',
  },
  'change primary key': {
    file: 'prospects',
    replace: '@@id([prospectId, reviewId])',
    by: '@@id([reviewId, prospectId])',
    bump: 'major',
  },
  'primary key to unique': {
    file: 'prospects',
    replace: '@@id([prospectId, reviewId])',
    by: '@@unique([prospectId, reviewId])',
    bump: 'major',
  },
  'rename keys and indexes in the database': {
    file: 'prospects',
    replace: '@@id([prospectId, reviewId])\n  @@index([reviewId])',
    by: '@@id([prospectId, reviewId], map: "prospect_reviews_key")\n  @@index([reviewId], map: "prospect_reviews_review")',
    also: [
      {
        file: 'prospects',
        replace: '@@unique([prospectId, email])',
        by: '@@unique([prospectId, email], map: "prospect_contacts_key")',
      },
      {
        file: 'prospects',
        replace:
          'review   Review   @relation(fields: [reviewId], references: [id], onDelete: Cascade)',
        by: 'review   Review   @relation(fields: [reviewId], references: [id], onDelete: Cascade, map: "prospect_reviews_review_fk")',
      },
    ],
    bump: 'patch',
  },
  'change unique and index': {
    file: 'prospects',
    replace: '@@unique([prospectId, email])',
    by: '@@unique([prospectId, email(sort: Desc)])',
    also: [
      {
        file: 'prospects',
        replace: '  @@index([stage, nextStepOn])',
        by: '  @@index([stage, nextStepOn(sort: Desc)])',
      },
    ],
    bump: 'patch',
  },
  'relation to another field': {
    file: 'catalog',
    replace: 'products Product[]  @relation("product_categories")',
    by: 'items Product[]  @relation("product_categories")',
    bump: 'major',
  },
  'name of a relation': {
    file: 'companies',
    replace: '  parent       Company?        @relation("company_ownership"',
    by: '  parent       Company?        @relation("ownership"',
    also: [
      {
        file: 'companies',
        replace: 'subsidiaries Company[]       @relation("company_ownership")',
        by: 'subsidiaries Company[]       @relation("ownership")',
      },
    ],
    bump: 'patch',
  },
  'one to one': {
    file: 'monitoring',
    replace: '  monitorId      String        @map("monitor_id") @db.Uuid\n',
    by: '  monitorId      String        @unique @map("monitor_id") @db.Uuid\n',
    also: [{ file: 'monitoring', replace: '  alerts  Alert[]\n', by: '  alert  Alert?\n' }],
    bump: 'major',
  },
  'rename view': {
    file: 'views',
    replace: 'view ProductRating {',
    by: '/// @renamed from: ProductRating\nview RatingOfProduct {',
    also: [{ file: 'views', replace: '@@map("product_ratings")', by: '@@map("ratings")' }],
    bump: 'major',
  },
  'rename view in the database': {
    file: 'views',
    replace: '@@map("published_reviews")',
    by: '@@map("shown_reviews")',
    bump: 'major',
  },
  'remove view': {
    file: 'views',
    replace: /^view CompanyMonthlyRating \{[\s\S]*?^\}\n/m,
    by: '',
    bump: 'major',
  },
  'add view': {
    file: 'views',
    replace: 'view ProductRating {',
    by: 'view SourceSlug {\n  id Int @unique\n  slug String @db.VarChar(64)\n\n  @@map("source_slugs")\n}\n\nview ProductRating {',
    views: {
      create: 'CREATE VIEW source_slugs AS SELECT id, slug FROM sources;',
      drop: 'DROP VIEW source_slugs;',
    },
    bump: 'minor',
  },
  'add materialized view': {
    file: 'views',
    replace: 'view ProductRating {',
    by: 'view SourceSlug {\n  id Int @unique\n  slug String @db.VarChar(64)\n\n  @@map("source_slugs")\n}\n\nview ProductRating {',
    views: {
      create: 'CREATE MATERIALIZED VIEW source_slugs AS SELECT id, slug FROM sources;',
      drop: 'DROP MATERIALIZED VIEW source_slugs;',
    },
    bump: 'minor',
  },
  'ignore view': {
    file: 'views',
    replace: '@@map("company_monthly_ratings")',
    by: '@@map("company_monthly_ratings")\n  @@ignore',
    bump: 'major',
  },
};
