#!/bin/sh
# The steps of a release. CI runs them one by one, and a person all at once:
#
#   scripts/release.sh                    select, build, publish, verify
#   scripts/release.sh select             the frozen versions without a git tag, lowest first, one a line
#   scripts/release.sh build [VERSION...] their packages, through the gates, into RELEASE_FOLDER
#   scripts/release.sh publish            what was built there to the registries, lowest version first
#   scripts/release.sh verify             whether every registry serves what was built there
#
# And those before it:
#
#   scripts/release.sh changes            what the work changes since the last release, in Markdown
#   scripts/release.sh version            the next version, committed on the branch RELEASE_BRANCH
#
# What they read of the environment, besides what registries ask for:
#
#   RELEASE_FOLDER    where built releases are (dist/releases)
#   RELEASE_SKIP      gates to leave out: "clients migrations"
#   RELEASE_TO        registries of schema.config.json: "npm out" (all)
#   RELEASE_DEPLOY    environments to migrate before latest moves: "staging,production"
#   RELEASE_PUSH_TAG  "true": git tags are pushed to origin
#   RELEASE_BRANCH    the branch of the next version (release/next)
set -eu

folder=${RELEASE_FOLDER:-dist/releases}
branch=${RELEASE_BRANCH:-release/next}

# The installed command, or the script of that name in package.json.
schemactl() {
  if [ -x node_modules/.bin/schemactl ]; then
    node_modules/.bin/schemactl "$@"
  else
    npm run --silent schemactl -- "$@"
  fi
}

say() {
  echo "release: $*" >&2
}

select_versions() {
  schemactl release pending
}

# The list is a file, so that it goes to the next job with the packages.
build() {
  if [ $# -eq 0 ]; then
    versions=$(select_versions)
    # shellcheck disable=SC2086 # a version has no spaces
    set -- $versions
  fi
  mkdir -p "$folder"
  : >"$folder/versions"
  if [ $# -eq 0 ]; then
    say 'Every frozen version has its git tag: nothing to build.'
    return 0
  fi
  skip=
  for gate in ${RELEASE_SKIP:-}; do
    skip="$skip --skip $gate"
  done
  for version; do
    # shellcheck disable=SC2086 # names of gates have no spaces
    schemactl release build "$version" --out "$folder" $skip >&2
    echo "$version" >>"$folder/versions"
  done
}

built_versions() {
  if [ ! -f "$folder/versions" ]; then
    say "There is no $folder/versions: build first."
    exit 1
  fi
  cat "$folder/versions"
}

registries() {
  for name in ${RELEASE_TO:-}; do
    printf ' --to %s' "$name"
  done
}

publish() {
  versions=$(built_versions)
  [ -n "$versions" ] || say 'Nothing to publish.'
  options=$(registries)
  [ -z "${RELEASE_DEPLOY:-}" ] || options="$options --deploy $RELEASE_DEPLOY"
  [ "${RELEASE_PUSH_TAG:-}" != true ] || options="$options --push-tag"
  for version in $versions; do
    # shellcheck disable=SC2086
    schemactl release publish "$version" --from "$folder" $options
  done
}

verify() {
  versions=$(built_versions)
  [ -n "$versions" ] || say 'Nothing to verify.'
  options=$(registries)
  for version in $versions; do
    # shellcheck disable=SC2086
    schemactl release verify "$version" --from "$folder" $options
  done
}

changes() {
  if [ -d schema/versions ]; then
    schemactl diff latest working --markdown
  else
    echo '### Schema: there is no release yet'
  fi
}

# Prints the branch where there is a version to make.
version() {
  npm run --silent version-packages >&2
  if [ -z "$(git status --porcelain)" ]; then
    say 'No changeset asks for a version.'
    return 0
  fi
  git checkout --quiet -B "$branch"
  git add --all
  # The last of those that are not tagged; none where only other packages have a new version.
  next=
  versions=$(select_versions)
  for next in $versions; do :; done
  git commit --quiet --message "Release ${next:-packages}"
  echo "$branch"
}

step=${1:-all}
[ $# -eq 0 ] || shift
case $step in
select) select_versions ;;
build) build "$@" ;;
publish) publish ;;
verify) verify ;;
changes) changes ;;
version) version ;;
all)
  build
  publish
  verify
  ;;
*)
  say "There is no step $step: select, build, publish, verify, changes, version."
  exit 2
  ;;
esac
