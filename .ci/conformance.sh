# Archives of real sites against Moodle's own archives of them. Sourced by run.
results=()
failures=0

# result NAME VERDICT DETAILS
result() { results+=("$(printf '%-42s %-6s %s' "$1" "$2" "$3")"); [ "$2" = ok ] || failures=$((failures + 1)); }

results_table() {
  printf '\n%-42s %-6s %s\n' "what" "result" "figures"
  printf -- '-%.0s' {1..118}
  printf '\n'
  printf '%s\n' "${results[@]}"
  [ "$failures" = 0 ]
}

# run_jar FOLDER COMMAND... : runs the jar in FOLDER (settings by environment only); its status is in $jar_status
run_jar() {
  local folder=$1
  shift
  mkdir -p "$folder/archives"
  jar_status=0
  (cd "$folder" && env BACKUP_DIRECTORY="$folder/archives" HISTORY_DB_URL="jdbc:h2:file:$folder/history" "${include[@]}" \
    java -Xmx128m -jar "$jar" "$@") >>"$folder/log.txt" 2>&1 || jar_status=$?
}

show_log() { echo "--- end of $1"; tail -n 40 "$1"; echo "---"; }

# left_behind FOLDER : what a finished run over all courses must not leave, in words; empty when fine
left_behind() {
  local parts others
  parts=$(find "$1" -name '*.part*' | wc -l)
  others=$(site_sql "select coalesce(b.laststatus, 'none') as status, count(*) from mdl_course c left join mdl_backup_courses b on b.courseid = c.id
    where coalesce(b.laststatus, 'none') not in ('1', '4') group by coalesce(b.laststatus, 'none')" | sed 's/^\(.*\) \(.*\)$/\2 courses with status \1; /')
  [ "$parts" = 0 ] || printf '%s .part files; ' "$parts"
  printf '%s' "$others"
}

# expected_status : 3 when a course of the loaded site ended with warnings, else 0
expected_status() {
  if [ "$(site_sql "select count(*) from mdl_backup_courses where laststatus = '4'")" = 0 ]; then echo 0; else echo 3; fi
}

# conformance NAME REFERENCE WARNED [ENV=VALUE...] : archives the loaded site and compares; WARNED: course ids that must end with status 4
conformance() {
  local name=$1 reference=$2 warned=$3 folder minimum trouble="" seen figures started=$SECONDS
  shift 3
  include=("INCLUDE_ANONYMIZE=false" "$@")
  minimum=$(sed -n "s|^$name *= *||p" "$ci/conformance.properties")
  [ -n "$minimum" ] || die "conformance.properties has no line for $name"
  folder=$work/runs/${name//\//-}
  say "$name: run --all --force"
  run_jar "$folder" run --all --force
  [ "$jar_status" = "$(expected_status)" ] || trouble="exit code $jar_status instead of $(expected_status); "
  trouble+=$(left_behind "$folder/archives")
  seen=$(site_sql "select courseid from mdl_backup_courses where laststatus = '4' order by courseid" | xargs)
  [ "$seen" = "$warned" ] || trouble+="status 4 for courses '$seen' instead of '$warned'; "
  python3 "$shared/tools/mbz_compare.py" "$reference" "$folder/archives" --json "$folder/figures.json" >"$folder/compare.txt" 2>&1 || true
  figures=$(python3 "$ci/figures.py" "$folder/figures.json" $minimum) || trouble+="below the minimum ($minimum); "
  # the script does not look at the order of elements
  java -Xmx256m -jar "$jar" compare --differences 5 "$reference" "$folder/archives" >"$folder/elements.txt" 2>&1 \
    || trouble+="'compare' finds differences (see above); "
  if [ -z "$trouble" ]; then
    result "$name" ok "$figures, $((SECONDS - started)) s"
  else
    show_log "$folder/log.txt"
    cat "$folder/compare.txt" "$folder/elements.txt"
    result "$name" FAILED "$figures, $((SECONDS - started)) s: $trouble"
  fi
}

wanted() { [[ $1 == *"$only"* ]]; }

# conformance_of SITE SERVER REFERENCE_FOLDER WARNED [ENV=VALUE...]
conformance_of() {
  local name=$1/$2/$3
  wanted "$name" || return 0
  site_load "$1" "$2"
  conformance "$name" "$shared/sites/$1/$3" "$4" "${@:5}"
}

conformance_all() {
  local bare=() key
  for key in LOGS GRADE_HISTORIES ROLE_ASSIGNMENTS BLOCKS FILTERS COMMENTS BADGES CALENDAR_EVENTS USER_COMPLETION GROUPS COMPETENCIES \
    CUSTOM_FIELDS CONTENT_BANK XAPI_STATES LEGACY_FILES; do bare+=("INCLUDE_$key=false"); done
  # on purpose the sites hold courses with a lost file (4.5: 18, 5.1: 17) and one with an activity whose plugin is gone (5.1: 16)
  conformance_of moodle-4.5 mariadb reference 18
  conformance_of moodle-4.5 mariadb reference-nousers 18 INCLUDE_USERS=false
  conformance_of moodle-4.5 mariadb reference-bare "" "${bare[@]}"
  conformance_of moodle-4.5 mariadb reference-nofiles-noquestionbank "" INCLUDE_FILES=false INCLUDE_QUESTION_BANK=false INCLUDE_LOGS=false INCLUDE_GRADE_HISTORIES=false
  conformance_of moodle-4.5 postgres reference-postgres 18
  conformance_of moodle-5.1 mariadb reference "16 17"
  conformance_of moodle-5.1 postgres reference-postgres "16 17"
}
