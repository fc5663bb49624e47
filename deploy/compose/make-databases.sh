#!/bin/sh
# In the container of PostgreSQL, when its data is new: a database for the Schema API and one for the services, each with
# a role that may do what it likes there and nothing elsewhere.
set -eu

make() {
  psql --set ON_ERROR_STOP=1 --username postgres --dbname postgres \
    --set role="$1" --set database="$2" --set password="$(cat "$3")" <<'SQL'
CREATE ROLE :"role" LOGIN PASSWORD :'password';
CREATE DATABASE :"database";
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
GRANT CONNECT, CREATE, TEMPORARY ON DATABASE :"database" TO :"role";
\connect :"database"
GRANT USAGE, CREATE ON SCHEMA public TO :"role";
SQL
}

make schema_api releases /run/secrets/catalog-password
make reviews reviews /run/secrets/reviews-password
