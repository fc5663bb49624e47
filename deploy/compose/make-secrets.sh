#!/bin/sh
# Makes the secrets of compose.yaml, each in a file; those that are there stay.
set -eu
cd "$(dirname "$0")"
umask 077
mkdir -p secrets
cd secrets

random() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }
keep() { [ -s "$1" ] || printf '%s\n' "$2" > "$1"; }

for name in postgres-password catalog-password reviews-password admin-token; do
  keep "$name" "$(random)"
done
keep webhook-key "$(head -c 32 /dev/urandom | base64)"
keep catalog-database-url "postgresql://schema_api:$(cat catalog-password)@postgres:5432/releases"
keep reviews-database-url "postgresql://reviews:$(cat reviews-password)@postgres:5432/reviews"
# The containers read them as another user; the folder is closed to everybody else.
chmod 644 ./*
