# Debian packages, installed when a command is missing. Sourced by run.

# need COMMAND PACKAGE
need() {
  command -v "$1" >/dev/null && return 0
  install_package "$2"
  command -v "$1" >/dev/null || die "$1 is still missing after installing $2"
}

install_package() {
  say "installing $1"
  [ "$(id -u)" = 0 ] || die "package $1 is missing and only root can install it: apt-get install $1"
  if [ -z "${apt_updated:-}" ]; then apt-get update -qq; apt_updated=yes; fi
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$1" >/dev/null
}

postgres_bin() { ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1; }

need_servers() {
  need mariadbd mariadb-server
  need mariadb mariadb-client
  if [ -z "$(postgres_bin)" ]; then install_package postgresql; fi
  need psql postgresql-client
}
