# A run killed in the middle of a course, and started again: no half archive under a final name, no status 2. Sourced by run.

# good_archives FOLDER : every .mbz there verifies; 3 is "good, with warnings" (the course with the lost file)
good_archives() {
  local archives status=0
  mapfile -t archives < <(find "$1" -name '*.mbz')
  [ "${#archives[@]}" = 0 ] && return 0
  java -jar "$jar" verify "${archives[@]}" >"$work/verify.txt" 2>&1 || status=$?
  [ "$status" = 0 ] || [ "$status" = 3 ]
}

# kill_during FOLDER PUBLISHED : starts a run and kills it as soon as an archive is being written and PUBLISHED others are there.
# Status 1: the run ended before it could be caught.
kill_during() {
  local folder=$1 pid
  mkdir -p "$folder/archives"
  (cd "$folder" && exec env BACKUP_DIRECTORY="$folder/archives" HISTORY_DB_URL="jdbc:h2:file:$folder/history" BACKUP_WORKERS=2 \
    java -Xmx128m -jar "$jar" run --all --force) >>"$folder/log.txt" 2>&1 &
  pid=$!
  while kill -0 "$pid" 2>/dev/null; do
    if [ "$(find "$folder/archives" -name '*.mbz' | wc -l)" -ge "$2" ] && [ -n "$(find "$folder/archives" -name '*.part*' -print -quit)" ]; then
      kill -KILL "$pid"
      wait "$pid" 2>/dev/null || true
      return 0
    fi
    sleep 0.02
  done
  wait "$pid" || true
  return 1
}

kill_test() {
  local folder published caught=0 interrupted trouble started=$SECONDS
  site_load moodle-4.5 mariadb
  for published in 0 2 6; do
    folder=$work/runs/kill-$published trouble=""
    say "kill test: kill -9 in the middle of a run with $published archives published"
    if ! kill_during "$folder" "$published"; then
      echo "the run was over before it could be killed"
      continue
    fi
    caught=$((caught + 1))
    interrupted=$(site_sql "select count(*) from mdl_backup_courses where laststatus = '2'")
    echo "killed: $interrupted courses with status 2, $(find "$folder/archives" -name '*.mbz' | wc -l) archives, $(find "$folder/archives" -name '*.part*' | wc -l) unfinished"
    good_archives "$folder/archives" || { cat "$work/verify.txt"; trouble="a half archive under a final name after the kill; "; }
    include=()
    run_jar "$folder" run --all --force
    [ "$jar_status" = "$(expected_status)" ] || trouble+="exit code $jar_status at the second start instead of $(expected_status); "
    trouble+=$(left_behind "$folder/archives")
    good_archives "$folder/archives" || { cat "$work/verify.txt"; trouble+="a bad archive after the second run; "; }
    if [ -z "$trouble" ]; then
      result "kill -9 with $published published" ok "$interrupted courses were left at status 2; started again: $(find "$folder/archives" -name '*.mbz' | wc -l) good archives"
    else
      show_log "$folder/log.txt"
      result "kill -9 with $published published" FAILED "$trouble"
    fi
  done
  [ "$caught" -gt 0 ] || result "kill -9" FAILED "no run could be caught in the middle"
  echo "kill test took $((SECONDS - started)) s"
}
