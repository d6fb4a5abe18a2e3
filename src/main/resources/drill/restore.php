<?php
// This file is part of moodle-course-backup.
//
// It lets a Moodle restore an archive as a new course, has the same Moodle make a backup of that course, so that what
// was restored can be counted, and undoes everything: all of it happens inside one transaction, which is rolled back at
// the end, or when this process is killed. Should something end the transaction early, the category of ours is emptied;
// nothing outside it is ever deleted. Contents of files and caches go into the folder, never into Moodle's.
//
//   php restore.php --config=FILE --archive=FILE --folder=FOLDER
//
// The folder has to be empty; Moodle's working files go there, too. The environment says what must not be restored into:
// DRILL_LIVE=yes, or the live site's DRILL_SITE (its identifier), DRILL_WWWROOT and DRILL_DATAROOT. Lines that begin with
// MOODLE-COURSE-BACKUP tell what happened: RESTORING with the release, USERS with how many were made, NOTE; the last of them
// is RESTORED with the name of the backup, FAILED (this archive is not restorable) or REFUSED (nothing was tried, for a
// reason that is not the archive's).

define('CLI_SCRIPT', true);
// Only the settings at first, so that every folder can be ours before Moodle looks at it.
define('ABORT_AFTER_CONFIG', true);

$options = getopt('', ['config:', 'archive:', 'folder:']);
if (count($options) !== 3) {
    fwrite(STDERR, "usage: php restore.php --config=FILE --archive=FILE --folder=FOLDER\n");
    exit(2);
}
$folder = rtrim($options['folder'], '/');

require($options['config']);

$dataroot = $CFG->dataroot;
// What the transaction rolls back must not remain in a cache, nor a content in the pool; whoever made the folder empties it.
// Files have to come back as they are in the archive, so nothing is taken out of pictures.
$own = ['noemailever' => '1', 'file_redactor_exifremoverenabled' => '0'];
foreach (['cachedir' => 'cache', 'localcachedir' => 'localcache', 'altcacheconfigpath' => 'caches', 'tempdir' => 'temp',
        'localrequestdir' => 'request', 'backuptempdir' => 'working', 'filedir' => 'pool', 'trashdir' => 'trash'] as $key => $name) {
    $own[$key] = $folder . '/' . $name;
    mkdir($own[$key], 0700);
}
foreach ($own as $key => $value) {
    $CFG->$key = $value;
    // Moodle sets again what it found in config.php.
    $CFG->config_php_settings[$key] = $value;
}
foreach (['alternative_file_system_class', 'alternative_cache_factory_class'] as $key) {
    unset($CFG->$key, $CFG->config_php_settings[$key]);
}

define('ABORT_AFTER_CONFIG_CANCEL', true);
require($CFG->libdir . '/setup.php');
require_once($CFG->dirroot . '/backup/util/includes/backup_includes.php');
require_once($CFG->dirroot . '/backup/util/includes/restore_includes.php');

/**
 * Prints a line.
 *
 * @param string $word what it is about
 * @param string $text any text
 */
function moodle_course_backup_say(string $word, string $text): void {
    echo "\nMOODLE-COURSE-BACKUP $word " . trim(preg_replace('/\s+/', ' ', html_to_text($text, 0, false))) . "\n";
}

/**
 * What an exception says, with what the database said.
 *
 * @param Throwable $e any
 * @return string
 */
function moodle_course_backup_words(Throwable $e): string {
    return get_class($e) . ': ' . $e->getMessage() . (empty($e->debuginfo) ? '' : ' (' . $e->debuginfo . ')');
}

/**
 * Prints the last line and ends.
 *
 * @param string $word RESTORED, FAILED or REFUSED
 * @param string $text name or message
 */
function moodle_course_backup_end(string $word, string $text): void {
    moodle_course_backup_say($word, $text);
    exit($word === 'RESTORED' ? 0 : 1);
}

/**
 * Another connection to the same database.
 *
 * @return moodle_database
 */
function moodle_course_backup_second_connection(): moodle_database {
    global $CFG;
    $dboptions = $CFG->dboptions ?? [];
    unset($dboptions['readonly']);
    $second = moodle_database::get_driver_instance($CFG->dbtype, $CFG->dblibrary ?? 'native');
    $second->connect($CFG->dbhost, $CFG->dbuser, $CFG->dbpass, $CFG->dbname, $CFG->prefix, $dboptions);
    return $second;
}

/**
 * MySQL and MariaDB end a transaction when a temporary table gets an index, unless it is made with its indexes.
 */
function moodle_course_backup_keep_transaction(): void {
    global $DB;
    if ($DB->get_dbfamily() !== 'mysql') {
        return;
    }
    $manager = $DB->get_manager();
    $temptables = (fn() => $this->temptables)->call($manager->generator);
    $manager->generator = new class($DB, $temptables) extends mysql_sql_generator {
        /**
         * The statements that make a temporary table: a single one.
         *
         * @param xmldb_table $xmldbtable the table
         * @return array of statements
         */
        public function getCreateTempTableSQL($xmldbtable) {
            $statements = parent::getCreateTempTableSQL($xmldbtable);
            $create = array_shift($statements);
            $keys = '';
            foreach ($statements as $statement) {
                if (!preg_match('/^CREATE( UNIQUE)? INDEX (\S+) ON \S+ (\(.*\))$/s', $statement, $part)) {
                    throw new coding_exception('A temporary table needs a statement of its own: ' . $statement);
                }
                $keys .= ",$part[1] KEY $part[2] $part[3]";
            }
            $end = strrpos($create, "\n)");
            return [substr($create, 0, $end) . $keys . substr($create, $end)];
        }
    };
}

/**
 * Prepares an empty site for an archive of another one, until the transaction is rolled back: accounts of its own that
 * would be taken for users of the archive give up their names; filters are allowed, and roles and fields of
 * profiles that only the other site has are made.
 *
 * @param string $working folder of the unpacked archive
 */
function moodle_course_backup_make_room(string $working): void {
    global $DB, $CFG;
    foreach ($DB->get_records_select('user', 'id <> ?', [$CFG->siteguest], '', 'id') as $user) {
        $DB->update_record('user', (object)['id' => $user->id, 'username' => "moodle-course-backup-$user->id",
            'email' => "moodle-course-backup-$user->id@invalid.invalid", 'firstaccess' => 0]);
    }
    $filters = filter_get_global_states();
    foreach (array_keys(core_component::get_plugin_list('filter')) as $filter) {
        if (!isset($filters[$filter]) || $filters[$filter]->active == TEXTFILTER_DISABLED) {
            filter_set_global_state($filter, TEXTFILTER_OFF);
        }
    }
    // The request remembers them.
    \cache::make_from_params(\cache_store::MODE_REQUEST, 'core_filter', 'global_filters')->purge();
    $roles = is_readable("$working/roles.xml") ? simplexml_load_file("$working/roles.xml") : false;
    foreach ($roles ? $roles->role : [] as $role) {
        if (!$DB->record_exists('role', ['shortname' => (string)$role->shortname])) {
            $id = create_role((string)$role->name, (string)$role->shortname, '', '');
            set_role_contextlevels($id, array_keys(\core\context_helper::get_all_levels()));
        }
    }
    $reader = new XMLReader();
    if (!is_readable("$working/users.xml") || !$reader->open("$working/users.xml")) {
        return;
    }
    $known = $DB->get_records_menu('user_info_field', null, '', 'shortname, id');
    while ($reader->read()) {
        if ($reader->nodeType !== XMLReader::ELEMENT || $reader->name !== 'custom_field') {
            continue;
        }
        $field = simplexml_load_string($reader->readOuterXml());
        $name = (string)$field->field_name;
        if (!isset($known[$name])) {
            $known[$name] = $DB->insert_record('user_info_field', (object)['shortname' => $name, 'name' => $name,
                'datatype' => (string)$field->field_type, 'categoryid' => 0, 'visible' => 2]);
        }
    }
    $reader->close();
}

foreach ($own as $key => $value) {
    if ((string)$CFG->$key !== (string)$value) {
        moodle_course_backup_end('REFUSED', "its setting $key cannot be set for this process");
    }
}

/**
 * Deletes our category with what is in it, if there is one: only a transaction that was ended early can have left it.
 *
 * @return bool whether there was one
 */
function moodle_course_backup_empty_category(): bool {
    global $DB;
    $id = $DB->get_field('course_categories', 'id', ['idnumber' => 'moodle-course-backup-drill']);
    if (!$id) {
        return false;
    }
    core_course_category::get($id, MUST_EXIST, true)->delete_full(false);
    return true;
}

core_php_time_limit::raise();
raise_memory_limit(MEMORY_HUGE);

if (getenv('DRILL_LIVE') !== 'yes') {
    $same = [];
    foreach (['DRILL_SITE' => get_site_identifier(), 'DRILL_WWWROOT' => rtrim($CFG->wwwroot, '/'),
            'DRILL_DATAROOT' => realpath($dataroot)] as $name => $value) {
        $live = (string)getenv($name);
        if ($live === '') {
            moodle_course_backup_end('REFUSED', "the environment does not tell the live site's $name");
        }
        if ($live === $value) {
            $same[] = ['DRILL_SITE' => 'site identifier', 'DRILL_WWWROOT' => 'wwwroot', 'DRILL_DATAROOT' => 'dataroot'][$name];
        }
    }
    if ($same) {
        moodle_course_backup_end('REFUSED', 'it is the live site, or a copy of it: it has the same ' . implode(', ', $same));
    }
}

$admin = get_admin();
if (!$admin) {
    moodle_course_backup_end('REFUSED', 'the site has no administrator');
}
if (moodle_needs_upgrading()) {
    moodle_course_backup_end('REFUSED', 'its code was upgraded and its database was not: run admin/cli/upgrade.php');
}
\core\session\manager::set_user($admin);

// Every way of enrolment that the archive has is to be restored, whether this site uses it or not.
$CFG->enrol_plugins_enabled = implode(',', array_keys(core_component::get_plugin_list('enrol')));

// The archive's own settings, for its counterpart. They are for this process only.
$CFG->forced_plugin_settings['backup']['backup_auto_storage'] = 1;
$CFG->forced_plugin_settings['backup']['backup_auto_destination'] = $folder;
// No notice to anybody, no copy of what is undone.
$CFG->forced_plugin_settings['tool_recyclebin'] = ['coursebinenable' => 0, 'categorybinenable' => 0];

// Two at once would wait for each other's rows; one whose program was killed may still be at work.
$lock = fopen($options['config'], 'r');
if (!$lock || !flock($lock, LOCK_EX | LOCK_NB)) {
    moodle_course_backup_end('REFUSED', 'another drill is in progress there; try again when it has ended');
}
if (moodle_course_backup_empty_category()) {
    moodle_course_backup_say('NOTE', 'what an earlier drill had left in the category moodle-course-backup-drill was deleted');
}
moodle_course_backup_keep_transaction();

$name = 'drill';
$working = $CFG->backuptempdir . '/' . $name;
mkdir($working);
try {
    $unpacked = get_file_packer('application/vnd.moodle.backup')->extract_to_pathname($options['archive'], $working);
    $info = $unpacked ? backup_general_helper::get_backup_information($name) : null;
} catch (Throwable $e) {
    moodle_course_backup_end('FAILED', 'the archive cannot be unpacked: ' . moodle_course_backup_words($e));
}
if (!$info) {
    moodle_course_backup_end('FAILED', 'the archive cannot be unpacked');
}
// Of a newer branch nobody can say what an older one makes of it.
[$theirs, $ours] = preg_replace('/^(\d+\.\d+).*/', '$1', [(string)$info->backup_release, (string)$CFG->release]);
if (version_compare($theirs, $ours, '>')) {
    moodle_course_backup_end('REFUSED', "this Moodle ($CFG->release) is older than the archive, which is of Moodle $theirs");
}
if ($info->original_course_format === 'site') {
    moodle_course_backup_end('REFUSED', 'an archive of the front page can only be restored into a front page');
}
if (getenv('DRILL_LIVE') === 'yes' && !backup_general_helper::backup_is_samesite($info)) {
    moodle_course_backup_end('REFUSED', 'the archive is of another site, and with drill.live only those of this one are restored');
}
$lacking = [];
foreach ($info->activities as $activity) {
    if (!core_component::get_plugin_directory('mod', $activity->modulename)) {
        $lacking["mod_$activity->modulename"] = true;
    }
}
if ($lacking) {
    moodle_course_backup_end('REFUSED', 'this Moodle lacks plugins that the course has: ' . implode(', ', array_keys($lacking)));
}

moodle_course_backup_say('RESTORING', 'as ' . $CFG->release);
$DB->start_delegated_transaction();
if ($DB->get_dbfamily() === 'mysql') {
    // Should something end the transaction all the same, what follows is not stored one by one.
    $DB->execute('SET autocommit = 0');
}
$failure = null;
$kept = false;
$course = 0;
try {
    $samesite = backup_general_helper::backup_is_samesite($info);
    if (!$samesite) {
        moodle_course_backup_make_room($working);
    }
    $users = $DB->count_records('user');
    $category = core_course_category::create((object)['name' => 'moodle-course-backup restore drill',
        'idnumber' => 'moodle-course-backup-drill', 'visible' => 0]);
    $course = restore_dbops::create_new_course('Restore drill', 'moodle-course-backup-drill', $category->id);
    $controller = new restore_controller($name, $course, backup::INTERACTIVE_NO, backup::MODE_GENERAL, $admin->id,
        backup::TARGET_NEW_COURSE);
    // What the archive has is restored, whatever this site's defaults for restoring are.
    foreach ($controller->get_plan()->get_settings() as $setting) {
        $wanted = $info->root_settings[$setting->get_name()] ?? null;
        if (in_array((string)$wanted, ['0', '1'], true) && $setting->get_level() === backup_setting::ROOT_LEVEL
                && $setting->get_status() === base_setting::NOT_LOCKED && $setting->get_value() != $wanted) {
            $setting->set_value($wanted);
        }
    }
    $controller->execute_precheck();
    $problems = $controller->get_precheck_results();
    foreach ($problems['warnings'] ?? [] as $warning) {
        moodle_course_backup_say('NOTE', $warning);
    }
    if (!empty($problems['errors'])) {
        throw new moodle_exception('generalexceptionmessage', 'error', '', implode(' ', $problems['errors']));
    }
    $controller->execute_plan();
    foreach ($controller->get_results() as $kind => $result) {
        moodle_course_backup_say('NOTE', $kind . ': ' . (is_scalar($result) ? $result : json_encode($result)));
    }
    $controller->destroy();

    if (!$samesite) {
        // The guest is the only user of the archive that the site has already.
        moodle_course_backup_say('USERS', (string)($DB->count_records('user') - $users));
    }
    foreach ($info->root_settings as $setting => $value) {
        $key = 'backup_auto_' . ($setting === 'grade_histories' ? 'histories' : $setting);
        $CFG->forced_plugin_settings['backup'][$key] = $value;
    }
    $CFG->forced_plugin_settings['backup']['backup_auto_files'] = 1;
    $counterpart = new backup_controller(backup::TYPE_1COURSE, $course, backup::FORMAT_MOODLE, backup::INTERACTIVE_NO,
        backup::MODE_AUTOMATED, $admin->id);
    // The rows of files without their contents.
    (function() {
        $this->includefiles = 0;
    })->call($counterpart);
    $counterpart->set_status(backup::STATUS_AWAITING);
    $counterpart->execute_plan();
    $counterpart->destroy();
    // What another connection can see is stored.
    $kept = moodle_course_backup_second_connection()->record_exists('course', ['id' => $course]);
} catch (Throwable $e) {
    $failure = moodle_course_backup_words($e);
}
// What is done at the end of a request, such as writing buffered log entries, also comes after this.
$DB->force_transaction_rollback();
if ($DB->get_dbfamily() === 'mysql') {
    $DB->execute('SET autocommit = 1');
}
if ($kept) {
    moodle_course_backup_empty_category();
    moodle_course_backup_say('NOTE', 'something ended the transaction early: the course was deleted, users that it had brought may be left');
}

if ($failure !== null) {
    moodle_course_backup_end('FAILED', $failure);
}
$counterparts = glob($folder . '/*.mbz');
if (count($counterparts) !== 1) {
    moodle_course_backup_end('FAILED', 'it was restored, but no backup could be made of it');
}
moodle_course_backup_end('RESTORED', basename($counterparts[0]));
