<?php
// This file is part of moodle-course-backup.
//
// It lets the site's own code make the backup of one course, as its automated backup does, into a folder, and undoes
// everything that this wrote to the database: all of it happens inside one transaction, which is rolled back at the end.
// Where the database ends transactions by itself (MySQL and MariaDB, as soon as a temporary table gets an index), the rows
// written until then are deleted.
//
//   php backup.php --config=FILE --course=ID --folder=FOLDER --settings=users:1,logs:0,...
//
// The folder has to be empty; Moodle's working files go there, too. At the end one line is printed: MOODLE-COURSE-BACKUP
// with the name of the archive, or with what failed.

define('CLI_SCRIPT', true);
// What the transaction rolls back must not remain in a cache, and what a cache holds must not reach the archive.
define('CACHE_DISABLE_ALL', true);

$options = getopt('', ['config:', 'course:', 'folder:', 'settings:']);
if (count($options) !== 4) {
    fwrite(STDERR, "usage: php backup.php --config=FILE --course=ID --folder=FOLDER --settings=NAME:0|1,...\n");
    exit(2);
}
$folder = rtrim($options['folder'], '/');

require($options['config']);
require_once($CFG->dirroot . '/backup/util/includes/backup_includes.php');

/**
 * Prints the last line and ends.
 *
 * @param string $result ARCHIVE or FAILED
 * @param string $detail name or message
 * @param int $code exit code
 */
function moodle_course_backup_end(string $result, string $detail, int $code): void {
    echo "\nMOODLE-COURSE-BACKUP $result " . str_replace(["\r", "\n"], ' ', $detail) . "\n";
    exit($code);
}

core_php_time_limit::raise();
raise_memory_limit(MEMORY_HUGE);

// The settings of the automated backup, for this process only: nothing of it is stored.
$settings = [];
foreach (explode(',', $options['settings']) as $pair) {
    [$name, $value] = explode(':', $pair);
    $settings[$name] = (int)$value;
    $CFG->forced_plugin_settings['backup']['backup_auto_' . ($name === 'grade_histories' ? 'histories' : $name)] = $value;
}
// The archive is moved to the folder and never becomes a file in Moodle.
$CFG->forced_plugin_settings['backup']['backup_auto_storage'] = 1;
$CFG->forced_plugin_settings['backup']['backup_auto_destination'] = $folder;
// Working files: whoever made the folder empties it.
$CFG->backuptempdir = $folder . '/working';
mkdir($CFG->backuptempdir);

$admin = get_admin();
if (!$admin) {
    moodle_course_backup_end('FAILED', 'the site has no administrator', 1);
}
\core\session\manager::set_user($admin);

$DB->start_delegated_transaction();
$endsearly = $DB->get_dbfamily() === 'mysql';
if ($endsearly) {
    // After such an end the next statement begins a new transaction.
    $DB->execute('SET autocommit = 0');
}
$controller = null;
try {
    $controller = new backup_controller(backup::TYPE_1COURSE, (int)$options['course'], backup::FORMAT_MOODLE,
        backup::INTERACTIVE_NO, backup::MODE_AUTOMATED, $admin->id);
    $plan = $controller->get_plan();
    $plan->get_setting('filename')->set_value('moodle.mbz');
    if (!empty($settings['anonymize'])) {
        $plan->get_setting('anonymize')->set_value(1);
    }
    $controller->set_status(backup::STATUS_AWAITING);
    $controller->execute_plan();
    $failure = null;
} catch (Throwable $e) {
    $failure = get_class($e) . ': ' . $e->getMessage() . (empty($e->debuginfo) ? '' : ' (' . $e->debuginfo . ')');
}
// What is done at the end of a request, such as writing buffered log entries, also comes after this.
$DB->force_transaction_rollback();
if ($controller) {
    if ($endsearly) {
        $DB->delete_records('backup_controllers', ['backupid' => $controller->get_backupid()]);
        $DB->delete_records('backup_logs', ['backupid' => $controller->get_backupid()]);
        $DB->execute('COMMIT');
    }
    $controller->destroy();
}

if ($failure !== null) {
    moodle_course_backup_end('FAILED', $failure, 1);
}
$archives = glob($folder . '/*.mbz');
if (count($archives) !== 1) {
    moodle_course_backup_end('FAILED', 'the backup ended without an archive', 1);
}
moodle_course_backup_end('ARCHIVE', basename($archives[0]), 0);
