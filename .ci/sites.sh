# Real sites on private database servers: own ports, own data folders, gone at the end. Sourced by run.
# PostgreSQL refuses to run as root, so its server and its folder belong to the user postgres then.

sites_begin() {
  need_servers
  work=$(mktemp -d "${TMPDIR:-/tmp}/coursebackup-ci.XXXXXX")
  chmod 711 "$work"
  mkdir "$work/mariadb" "$work/postgres" "$work/runs"
  as_postgres=()
  if [ "$(id -u)" = 0 ]; then
    as_postgres=(setpriv --reuid=postgres --regid=postgres --init-groups)
    chown postgres: "$work/postgres"
    # someone else's folder may be closed to the user postgres: give it a copy of what it has to read
    if ! "${as_postgres[@]}" test -r "$shared/tools/site_up.sh"; then
      mkdir "$work/shared"
      cp -r "$shared/tools" "$shared/sites" "$work/shared/"
      chmod -R a+rX "$work/shared"
      shared=$work/shared
    fi
  fi
  read -r MARIADB_PORT POSTGRES_PORT < <(free_ports)
  export MARIADB_PORT POSTGRES_PORT
}

free_ports() {
  python3 - <<'PYTHON'
import socket
taken = [socket.socket() for _ in range(2)]
for s in taken:
    s.bind(("127.0.0.1", 0))
print(*(s.getsockname()[1] for s in taken))
PYTHON
}

# site_load SITE mariadb|postgres : loads it anew and sets MOODLE_*
site_load() {
  local settings as=() server=$2
  if [ "$server" = postgres ]; then as=("${as_postgres[@]}"); fi
  settings=$(cd / && "${as[@]}" env HOME="$work/$server" CACHE="$work/$server" SITE="$shared/sites/$1" bash "$shared/tools/site_up.sh" "$server") \
    || die "the site $1 does not load into $server"
  eval "$settings"
  database=$server
}

# site_sql STATEMENT : rows of the loaded site, columns separated by blanks
site_sql() {
  if [ "$database" = mariadb ]; then
    mariadb -h 127.0.0.1 -P "$MARIADB_PORT" -u moodle -pmoodle -N -B -e "$1" moodle | tr '\t' ' '
  else
    PGPASSWORD=moodle psql -h 127.0.0.1 -p "$POSTGRES_PORT" -U moodle -At -F ' ' -c "$1" moodle
  fi
}

sites_end() {
  local status=$? server
  trap - EXIT
  for server in mariadb postgres; do
    (cd / && { if [ "$server" = postgres ]; then "${as_postgres[@]}" env CACHE="$work/$server" HOME="$work/$server" bash "$shared/tools/site_up.sh" stop
      else env CACHE="$work/$server" bash "$shared/tools/site_up.sh" stop; fi; }) >/dev/null 2>&1 || true
  done
  if [ "$status" != 0 ] && [ -n "${CI_KEEP:-}" ]; then echo "kept for a look: $work" >&2; else sleep 1; rm -rf "$work"; fi
  exit "$status"
}
