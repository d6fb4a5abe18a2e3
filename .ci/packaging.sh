# Packages of the program: built twice, then installed and started where there is nothing but a Debian. Sourced by run.

# packages_begin : what the builds need; sets package_profiles and package_options for Maven
packages_begin() {
  packages=$(mktemp -d "${TMPDIR:-/tmp}/coursebackup-packages.XXXXXX")
  trap packages_end EXIT
  package_profiles=deb,release package_options=() left_out=""
  if [ "$(id -u)" != 0 ]; then
    left_out="only root can install packages in a root of its own"
  else
    need mmdebstrap mmdebstrap
    need curl curl
    need python3 python3
    if packaging/clean-root "$packages/root" >"$packages/said" 2>&1; then
      packaging/base-image "$packages/root" "$packages/base.tar"
      package_profiles=$package_profiles,image
      package_options=("-Dimage.base=tar://$packages/base.tar")
    else
      tail -n 5 "$packages/said"
      left_out="no clean Debian could be made (above)"
    fi
  fi
}

# packages_keep : sets those of the first build aside
packages_keep() {
  mkdir "$packages/first"
  mv target/release "$packages/first/"
  mv target/moodle-course-backup.jar "$packages/first/"
  (cd "$packages/first" && sha256sum -- *.jar release/*) >"$packages/sums"
}

packages_compare() {
  say "jar and packages of both builds, without tests and with them, have to be the same"
  (cd target && sha256sum -c --quiet "$packages/sums") || die "two builds of the same sources gave different files (above)"
  (cd target/release && sha256sum -c SHA256SUMS) || die "SHA256SUMS does not have the checksums of what lies beside it"
}

packages_try() {
  if [ -n "$left_out" ]; then
    say "packages were built, but neither installed nor started: $left_out"
    return
  fi
  say "the container image: packaging/test-image"
  packaging/test-image target/release/*-image.tar || die "the container image does not do what it has to"
  say "the Debian package on a clean Debian: packaging/test-deb"
  packaging/test-deb target/release/*.deb "$packages/root" || die "the Debian package does not do what it has to"
}

packages_end() { rm -rf "$packages"; }
