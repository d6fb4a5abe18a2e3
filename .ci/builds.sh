# Other builds of Moodle: their code, at hand in a folder, is installed on the private server, gets the content of the
# sites, and makes its own archives to compare with. Sourced by run.
#
# MOODLE_TREES (default ../moodles) holds folders 4.1.11, 4.4.12, 5.0, 5.0.6 with Moodle's code. Nothing in them is changed.

builds_all() {
  local trees=${MOODLE_TREES:-$root/../moodles} build
  if [ ! -d "$trees" ]; then
    say "no code of other builds in $trees (MOODLE_TREES): archives of 4.1.11, 4.4.12, 5.0 and 5.0.6+ are not compared"
    return 0
  fi
  trees=$(cd "$trees" && pwd)
  need php php-cli
  php -r 'exit((int) !extension_loaded("pgsql"));' || install_package php-pgsql
  for build in 4.1.11 4.4.12 5.0 5.0.6; do
    if [ -f "$trees/$build/version.php" ]; then
      build_sites "$trees/$build" "$build"
    else
      say "no code in $trees/$build: archives of $build are not compared"
    fi
  done
}

# build_sites TREE BUILD
build_sites() {
  local build=$2 code=$work/code-$2 server
  for server in mariadb postgres; do
    if ! wanted "build-$build/moodle-4.5/$server" && ! wanted "build-$build/moodle-5.1/$server"; then continue; fi
    mkdir "$code"
    cp -r "$1/." "$code"
    # Moodle 4.1 refuses PHP 8.2 by a rule of its own, though it works with it
    sed -i 's/restrict_php_version_8[0-3]"/restrict_php_version_84"/' "$code/admin/environment.xml"
    case $build in
      4.*) build_conformance "$build" "$code" moodle-4.5 "$server" fill 18 ;;
      *)
        build_conformance "$build" "$code" moodle-4.5 "$server" upgrade 18
        build_conformance "$build" "$code" moodle-5.1 "$server" fill "16 17"
        ;;
    esac
    rm -rf "$code"
  done
}

# build_conformance BUILD CODE SITE mariadb|postgres fill|upgrade WARNED
build_conformance() {
  local name=build-$1/$3/$4 code=$2 reference=$work/reference-$1-$3-$4 log=$work/build-$1-$3-$4.log
  wanted "$name" || return 0
  say "$name: installing Moodle and making its own archives"
  site_load "$3" "$4"
  moodle_config "$code"
  if [ "$5" = upgrade ]; then
    # ends with an error where a setting of a module that is gone has no default; what counts is the version
    moodle_php "$code/admin/cli/upgrade.php" --non-interactive --allow-unstable >"$log" 2>&1 || true
    moodle_php "$code/admin/cli/adhoc_task.php" --execute >>"$log" 2>&1 || true
  else
    install_and_fill "$code" "$3" >"$log" 2>&1 || { show_log "$log"; die "Moodle $1 can't be filled with the site $3"; }
  fi
  moodle_php "$code/admin/cli/purge_caches.php" >>"$log" 2>&1
  [ "$(site_sql "select value from mdl_config where name = 'version'" | cut -d. -f1)" = "$(code_version "$code")" ] \
    || { show_log "$log"; die "the site $3 did not become one of Moodle $1"; }
  mkdir "$reference"
  moodle_php "$ci/builds/reference.php" "$code" "$reference" >>"$log" 2>&1 || { show_log "$log"; die "Moodle $1 can't archive the site $3"; }
  conformance "$name" "$reference" "$6"
}

code_version() { sed -n 's/^\$version *= *\([0-9]*\).*/\1/p' "$1/version.php"; }

moodle_php() { php -d max_input_vars=5000 -d memory_limit=1G -d display_errors=0 "$@"; }

# moodle_config CODE : settings for the loaded site
moodle_config() {
  local type=mariadb options="'dbport' => $MARIADB_PORT, 'dbcollation' => 'utf8mb4_unicode_ci'"
  if [ "$database" = postgres ]; then type=pgsql options="'dbport' => $POSTGRES_PORT"; fi
  cat >"$1/config.php" <<PHP
<?php
unset(\$CFG);
global \$CFG;
\$CFG = new stdClass();
\$CFG->dbtype = '$type';
\$CFG->dblibrary = 'native';
\$CFG->dbhost = '127.0.0.1';
\$CFG->dbname = 'moodle';
\$CFG->dbuser = 'moodle';
\$CFG->dbpass = 'moodle';
\$CFG->prefix = 'mdl_';
\$CFG->dboptions = [$options];
\$CFG->wwwroot = '$MOODLE_WWWROOT';
\$CFG->dataroot = '$MOODLE_DATAROOT';
\$CFG->admin = 'admin';
\$CFG->directorypermissions = 02777;
\$CFG->noemailever = true;
require_once(__DIR__ . '/lib/setup.php');
PHP
}

# install_and_fill CODE SITE : the loaded site moves aside, to "source" (a database of MariaDB, a schema of PostgreSQL), and a new
# Moodle gets its rows. Its caller asks for its status, so nothing in it ends by itself.
install_and_fill() {
  local target=moodle columns
  if [ "$database" = postgres ]; then
    target=public
    site_script <<<"alter schema public rename to source; create schema public;" || return
  else
    site_script <<<"drop database if exists source; create database source character set utf8mb4 collate utf8mb4_unicode_ci;
      drop database moodle; create database moodle character set utf8mb4 collate utf8mb4_unicode_ci;" || return
    { echo "use source;" && gzip -dc "$shared/sites/$2/mariadb.sql.gz"; } | site_script || return
  fi
  moodle_php "$1/admin/cli/install_database.php" --lang=en --adminpass=Unused.123 --adminemail=admin@example.org --agree-license \
    --fullname=Site --shortname=site || return
  columns=$(site_sql "select table_schema, table_name, column_name, is_nullable, replace(data_type, ' ', '_'), coalesce(character_maximum_length, 0)
    from information_schema.columns where table_schema in ('source', '$target') order by table_schema, table_name, ordinal_position") || return
  python3 "$ci/builds/fill.py" source "$target" <<<"$columns" | site_script || return
  if [ "$2" = moodle-5.1 ]; then site_script <"$ci/builds/several-conditions.sql" || return; fi
  if [ "$database" = postgres ]; then site_script <<<"set client_min_messages = warning; drop schema source cascade;"; fi
}

# site_script : runs what comes in at the loaded site's server, in its database; names are quoted as in standard SQL
site_script() {
  if [ "$database" = mariadb ]; then
    mariadb -h 127.0.0.1 -P "$MARIADB_PORT" -u moodle -pmoodle --init-command="set foreign_key_checks = 0, sql_mode = 'ANSI_QUOTES'" moodle
  else
    PGPASSWORD=moodle psql -h 127.0.0.1 -p "$POSTGRES_PORT" -U moodle -q -v ON_ERROR_STOP=1 moodle
  fi
}
