export const HELP = `schema-migrator: moves a PostgreSQL database between the versions of its schema

  schema-migrator status [--to VERSION]
                                      the version and its history, what is applied, what is pending,
                                      what does not fit
  schema-migrator plan [--to VERSION] what up would do: locks, estimated rows, rollbacks
  schema-migrator up [--to VERSION]   applies what is pending, up to a version or the highest
  schema-migrator down --to VERSION   takes back every version above it ("none": all)
  schema-migrator retry               runs what failed last once more, from where it stopped
  schema-migrator verify              where the structure of the database is not what its version says
  schema-migrator snapshot            records the structure of a fresh database as that of its version
  schema-migrator baseline --to VERSION
                                      takes over a database that has the structure of a version already: records
                                      its history, runs nothing; with --again one that has a history, which is
                                      moved to that version
  schema-migrator versions            the versions that are alive side by side, and who uses each
  schema-migrator adopt               for a database that is at a version: gives that a schema of views, from what is
                                      there. Clients that connect work there, and go on beside later versions.
                                      (A database without a history is taken over by baseline.)
  schema-migrator retire VERSION --on DATE
                                      says when a version ends: until then its clients are told so, and
                                      from that day on they are refused
  schema-migrator contract VERSION    ends a version and those below it: removes what they alone need,
                                      where nobody uses them
  schema-migrator abandon VERSION     takes the highest version back, before its contract; those below go on
  schema-migrator squash VERSION      writes one script with which a new database begins, for all that leads to
                                      that version; proven in scratch databases on the server first
  schema-migrator repair              shows what does not fit, and records what you say is so
  schema-migrator mark --applied ID | --not-applied ID --note TEXT
                                      records that a migration, or all of a version, is in the database, or is not
  schema-migrator pause, resume       lets no further batch of a backfill begin, or lets them go on
  schema-migrator history             every run: who, when, how long, how it ended
  schema-migrator import --from TOOL --source PATH
                                      takes over the history of another tool: prisma, flyway,
                                      golang-migrate, dbmate or sqitch; writes to --dir, and the
                                      database is at --to VERSION then (default: 1.0.0); compares
                                      what the migrations make with the database first

  schema-migrator wait --at-least VERSION
                                      waits until the database is at that version or a higher one,
                                      for a service that must not start before

  schema-migrator cancel --api URL    ends the run of an environment at a Schema API
  schema-migrator wait --api URL      watches it to its end

Options
  --api URL                     the environment --env NAME of a Schema API instead of a database, for status,
                                history, versions, adopt, retire, contract, abandon, plan, up, down, retry, pause and
                                resume; with the token in $SCHEMA_API_TOKEN, or that which schemactl login kept
  --run ID                      for cancel and wait (default: the run under way)
  --dir PATH                    the folder of <version>/<NNN_name>/up.sql (default: migrations)
  --from SOURCE                 released migrations instead, verified by their digests: an installed package
                                (@org/db-migrations), a Schema API (https://...), or a folder as ./PATH
  --database-url URL            postgresql://user:password@host:5432/database (default: $DATABASE_URL)
  --env NAME                    an environment of the config file instead; may be given again for status,
                                plan, up, verify, history, versions and baseline
  --all                         for the same: every environment of the config file
  --group NAME                  for the same: those with this "group"; may be given again
  --sql                         for plan: one script for psql that leaves the database as up would, history included
  --out FILE                    for plan: writes it with its digest, for up --plan
  --plan FILE                   for up: carries out that plan, or what is left of it, and nothing else
  --rollout STAGES              for up of several: which go first, such as canary,10%,rest: groups, environments,
                                a part of all, or the rest
  --concurrency N               for several databases: how many at once (default: 4)
  --keep-going                  for up of several: begin further ones after one has failed
  --config PATH                 {"environments": {"NAME": {"url": "env:VARIABLE" or a URL}}}
                                (default: migrator.config.json)
  --ledger-schema NAME          where the history lies, one for each product that shares the database
                                (default: schema_migrations; or "ledgerSchema" in the config file)
  --metrics-file PATH           for status, verify, up, down and retry: how the databases stand then, as text
                                for Prometheus
  --json                        events and results as JSON lines on stdout
  --yes                         no question before a down or a repair
  --only KIND                   for repair: failed, edited or missing; may be given again
  --note TEXT                   for mark, pause and baseline --again: why it is so, for whoever reads the history
  --on DATE                     for retire: the first day on which its clients are refused, such as 2026-12-31
  --message TEXT                for retire: what they are told beside that
  --quiet DURATION              for versions and contract: how long a hello counts (default: 7d), and for abandon
                                (default: 10min)
  --brownout DURATION           for contract: shuts the version's clients out for so long first, to see whether
                                anybody is heard of (default: 0)
  --again                       for baseline: the database has a history; rows are added that put it at the version
  --leave-out PLACE             for squash: a statement that the script does not stand for, such as
                                1.0.0/001_init/up.sql:3; may be given again
  --dry-run                     what would be done (for up, down and retry with the SQL), and nothing is changed;
                                for up of several: of each, under its name
  --allow-data-loss             lets a down remove data; what is lost is counted, or shown, and told
  --allow-edited-down           lets a down run that is not what it was when its migration was applied
  --allow-non-empty             for up, and its plan: begins in a database that holds something already
  --strict                      for status, plan and up: a database that is further on than the files is a problem, where
                                otherwise there is nothing to do
  --on-drift refuse|warn        what up, baseline and import do where the structure differs (default: refuse)
  --allow-drift                 the same as --on-drift warn
  --exclude PATTERN             objects that are not ours, such as public.legacy_*; may be given again
  --rights                      compares owners, grants and default privileges, too
  --scratch-url URL             for import: a server on which to make (and drop) the empty database that
                                takes; the role needs CREATEDB there (default: the database's own)
  --no-compare                  for import: record what the other tool says, and compare nothing
  --wait DURATION               how long to wait for another migrator, or for a version (default: 1h)
  --wait-for-server DURATION    how long to wait for a server that does not answer yet (default: 0)
  --lock-timeout DURATION       how long a statement waits at most for a table's lock (default: 400ms), then
                                the migration is rolled back and tried again, fifty times
  --statement-timeout DURATION  how long a statement may run (default: 0, for ever)
  --max-duration DURATION       for backfills in batches: no batch begins behind it, and the next run goes on
  --max-lag DURATION            they pause while a standby is further behind (default: 10s; 0: however far)
  --unknown done|not-done       for up, down and retry: what you have found out of a statement outside of
                                transactions whose end could not be noted
  --sync-commit                 wait for the disk at every migration, not only at the last
  --git-commit ID               the commit to write into the history (default: from CI or .git)
  --version, --help

A DURATION is 500ms, 10s, 5min, 1h or 7d. Progress goes to stderr, data to stdout.

Exit codes
  0  done, or nothing to do
  1  failed; for status: files and history differ
  2  the command was not understood
  3  drift: the structure of the database is not what its version says
  143, 130
     ended by SIGTERM or SIGINT: the statement under way was cancelled and rolled back, and that is noted
`;
