// Two versions of the client in one process, each on a database of its own.

// @boundaries-ignore consumer of the published packages
import { createClient as createNew, Prisma as NewPrisma } from 'new';
// @boundaries-ignore consumer of the published packages
import { createClient as createOld, Prisma as OldPrisma } from 'old';

const before = createOld({ connectionString: process.env.DATABASE_URL });
const after = createNew({ connectionString: process.env.NEWER_DATABASE_URL });
const mistake = (error) => error;
const rounds = [];
for (let round = 0; round < 4; round += 1) {
  rounds.push(
    await Promise.all([
      before.tag.create({ data: { name: `tag ${round}` } }).then(({ name }) => name),
      after.source
        .create({ data: { slug: `source-${round}`, name: 'Shop', kind: 'SURVEY' } })
        .then(({ slug, kind }) => [slug, kind]),
      before.tag
        .findMany({ where: { posts: { none: {} } } })
        .then((rows) => rows.length <= round + 1),
      after.source.findUnique({ where: { slug: 'nothing' }, include: { reviews: true } }),
      before.$transaction((tx) => tx.tag.findUnique({ where: { name: 'nothing' } })),
    ]),
  );
}
const [old, newer] = await Promise.all([
  before.tag.create({ data: { name: 'tag 0' } }).catch(mistake),
  after.source.create({ data: { slug: 'source-0', name: 'Shop', kind: 'SURVEY' } }).catch(mistake),
]);
const apart = {
  old: [old.code, old.meta.target, old instanceof OldPrisma.PrismaClientKnownRequestError],
  new: [newer.code, newer.meta.target, newer instanceof NewPrisma.PrismaClientKnownRequestError],
};
console.log(JSON.stringify({ rounds, apart }));
