<?php
// Moodle's own archives of all courses, as its automated backup makes them; run with the code of that Moodle.
//
//   php reference.php CODE_FOLDER TARGET_FOLDER
//
// The log entries that these backups leave are removed again, so that both sides read the same rows.
define('CLI_SCRIPT', true);
require($argv[1] . '/config.php');
require_once($CFG->dirroot . '/backup/util/includes/backup_includes.php');

$target = $argv[2];
$admin = get_admin();
\core\session\manager::set_user($admin);
raise_memory_limit(MEMORY_HUGE);
$lastlog = (int) $DB->get_field_sql('SELECT MAX(id) FROM {logstore_standard_log}');
$failed = 0;
foreach ($DB->get_fieldset_select('course', 'id', 'id > 1 ORDER BY id') as $courseid) {
    try {
        $controller = new backup_controller(backup::TYPE_1COURSE, $courseid, backup::FORMAT_MOODLE, backup::INTERACTIVE_NO,
            backup::MODE_AUTOMATED, $admin->id);
        $controller->execute_plan();
        $results = $controller->get_results();
        $controller->destroy();
        $file = $results['backup_destination'];
        $file->copy_content_to("$target/course-$courseid.mbz");
        $file->delete();
    } catch (Throwable $e) {
        $failed++;
        fwrite(STDERR, "course $courseid: " . get_class($e) . ': ' . $e->getMessage() . "\n");
    }
}
get_log_manager(true)->dispose();
$DB->delete_records_select('logstore_standard_log', 'id > ?', [$lastlog]);
exit($failed ? 1 : 0);
