<?php
// Asks a Moodle site what its course backups contain, and prints the answer as lines of JSON.
//
// Usage: php describe.php /path/to/moodle > structures.json
//
// Every backup structure in the site's code is built, under one setting after the other, and recorded: elements, fields,
// sources, annotations, files, links. No backup is made, and nothing is written: a database connection that refuses every
// statement that could change something stands in for Moodle's own. Contents of rows are never printed.
//
// Works with PHP 7.4 to 8.4 and Moodle 4.1 and later.

/**
 * Prints the backup structures of a Moodle site.
 *
 * @package   moodle-course-backup
 * @copyright the authors of moodle-course-backup
 * @license   http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

// phpcs:disable moodle.Files.MoodleInternal, PSR1.Classes.ClassDeclaration.MultipleClasses

define('CLI_SCRIPT', true);
define('CACHE_DISABLE_ALL', true);
define('IGNORE_COMPONENT_CACHE', true);
define('DESCRIBE_FORMAT', 2);
define('DESCRIBE_FAKE', 910000000);

ini_set('display_errors', 'stderr');
// PHP does not define them for a script that is read from standard input.
foreach (['STDIN' => ['php://stdin', 'r'], 'STDOUT' => ['php://stdout', 'w'], 'STDERR' => ['php://stderr', 'w']] as $name => $stream) {
    defined($name) || define($name, fopen($stream[0], $stream[1]));
}
ob_start();
$dirroot = '';
foreach (array_slice($_SERVER['argv'], 1) as $argument) {
    if ($argument !== '--') {
        $dirroot = $argument;
    }
}
$dirroot = rtrim($dirroot, '/');
if ($dirroot === '' || !is_readable($dirroot . '/config.php')) {
    fwrite(STDERR, "Name the folder with Moodle's config.php as the argument; '$dirroot' has none that can be read.\n");
    exit(2);
}
chdir($dirroot);
require($dirroot . '/config.php');
if (!empty($CFG->root)) {
    chdir($CFG->dirroot);
}
require_once($CFG->dirroot . '/backup/util/includes/backup_includes.php');
require_once($CFG->dirroot . '/backup/util/includes/restore_includes.php');
require_once($CFG->libdir . '/adminlib.php');
try {
    require_once($CFG->dirroot . '/backup/moodle2/backup_plan_builder.class.php');
} catch (Throwable $e) {
    // It loads every plugin; those after a broken one are loaded when their turn comes.
    fwrite(STDERR, 'A plugin cannot be loaded: ' . $e->getMessage() . "\n");
}
$CFG->debug = 0;
$CFG->debugdisplay = 0;
core_php_time_limit::raise();
raise_memory_limit(MEMORY_HUGE);
\core\session\manager::set_user(get_admin());

class_alias(get_class($DB), 'describe_real_database');
if (class_exists('describe_real_database')) {
    /** The site's database, which refuses to change anything and remembers the queries. */
    class describe_database extends describe_real_database {
        /** @var array SQL and parameters of the queries since the last {@see describe_database::forget()} */
        public $asked = [];
        /** @var bool whether a change is left undone and remembered instead of ending what asks for it */
        public $lenient = false;
        /** @var array changes left undone: what, and whose code asked for it */
        public $undone = [];

        /** Takes the place of an open connection without opening another. */
        public function __construct() {
        }

        /**
         * Takes over the state of the site's own connection.
         *
         * @param moodle_database $real
         */
        public function take_over($real) {
            for ($class = new ReflectionClass($real); $class; $class = $class->getParentClass()) {
                foreach ($class->getProperties() as $property) {
                    if (!$property->isStatic()) {
                        $property->setAccessible(true);
                        if (!method_exists($property, 'isInitialized') || $property->isInitialized($real)) {
                            $property->setValue($this, $property->getValue($real));
                        }
                    }
                }
            }
        }

        /** Forgets the queries. */
        public function forget() {
            $this->asked = [];
        }

        /**
         * Leaves a change undone where that is allowed.
         *
         * @param string $what
         * @return bool false when the change is to be refused
         */
        private function leave_undone(string $what): bool {
            if ($this->lenient) {
                $this->undone[] = ['what' => $what, 'component' => describe_component_at_work(debug_backtrace(DEBUG_BACKTRACE_IGNORE_ARGS))];
            }
            return $this->lenient;
        }

        /**
         * Leaves an insertion undone.
         *
         * @param string $table
         * @param object|array $dataobject
         * @param bool $returnid
         * @param bool $bulk
         * @return bool|int
         */
        public function insert_record($table, $dataobject, $returnid = true, $bulk = false) {
            return $this->leave_undone("insert into $table") ? ($returnid ? DESCRIBE_FAKE : true)
                : parent::insert_record($table, $dataobject, $returnid, $bulk);
        }

        /**
         * Leaves insertions undone.
         *
         * @param string $table
         * @param array $dataobjects
         */
        public function insert_records($table, $dataobjects) {
            if (!$this->leave_undone("insert into $table")) {
                parent::insert_records($table, $dataobjects);
            }
        }

        /**
         * Leaves an update undone.
         *
         * @param string $table
         * @param object|array $dataobject
         * @param bool $bulk
         * @return bool
         */
        public function update_record($table, $dataobject, $bulk = false) {
            return $this->leave_undone("update $table") ? true : parent::update_record($table, $dataobject, $bulk);
        }

        /**
         * Leaves an update undone.
         *
         * @param string $table
         * @param string $newfield
         * @param mixed $newvalue
         * @param string $select
         * @param array|null $params
         * @return bool
         */
        public function set_field_select($table, $newfield, $newvalue, $select, $params = null) {
            return $this->leave_undone("update $table") ? true
                : parent::set_field_select($table, $newfield, $newvalue, $select, $params);
        }

        /**
         * Leaves a deletion undone.
         *
         * @param string $table
         * @param string $select
         * @param array|null $params
         * @return bool
         */
        public function delete_records_select($table, $select, $params = null) {
            return $this->leave_undone("delete from $table") ? true : parent::delete_records_select($table, $select, $params);
        }

        /**
         * Leaves any other change undone.
         *
         * @param string $sql
         * @param array|null $params
         * @return bool
         */
        public function execute($sql, $params = null) {
            return $this->leave_undone(preg_replace('/[{}]/', '', implode(' ', array_slice(preg_split('/\\s+/', trim($sql)), 0, 3))))
                ? true : parent::execute($sql, $params);
        }

        /**
         * Answers questions about the backup that describe.php pretends to make as if it were a night's.
         *
         * @param string $sql
         * @param array|null $params
         * @param int $limitfrom
         * @param int $limitnum
         * @return array
         */
        public function get_records_sql($sql, ?array $params = null, $limitfrom = 0, $limitnum = 0) {
            if (strpos($sql, '{backup_controllers}') === false || !in_array('describe', (array)$params, true)) {
                return parent::get_records_sql($sql, $params, $limitfrom, $limitnum);
            }
            $row = ['id' => DESCRIBE_FAKE, 'backupid' => 'describe', 'operation' => backup::OPERATION_BACKUP, 'type' => backup::TYPE_1COURSE,
                'itemid' => DESCRIBE_FAKE + 1, 'format' => backup::FORMAT_MOODLE, 'interactive' => backup::INTERACTIVE_NO,
                'purpose' => backup::MODE_AUTOMATED, 'userid' => get_admin()->id, 'status' => backup::STATUS_EXECUTING,
                'execution' => backup::EXECUTION_INMEDIATE, 'executiontime' => 0, 'checksum' => '', 'timecreated' => time(),
                'timemodified' => time(), 'progress' => 0, 'controller' => ''];
            if (preg_match('/^\s*SELECT\s+([\w, ]+?)\s+FROM/i', $sql, $found)) {
                $row = array_intersect_key($row, array_flip(preg_split('/[\s,]+/', trim($found[1]))));
            }
            return $row ? [reset($row) => (object)$row] : [];
        }

        /** The connection belongs to the object that was taken over. */
        public function dispose() {
        }

        /** Leaves the connection alone when the script ends. */
        public function __destruct() {
        }

        /**
         * Lets SELECTs through and refuses the rest.
         *
         * @param string $sql
         * @param array|null $params
         * @param int $type
         * @param mixed $extrainfo
         */
        protected function query_start($sql, $params, $type, $extrainfo = null) {
            if ($type === SQL_QUERY_INSERT || $type === SQL_QUERY_UPDATE || $type === SQL_QUERY_STRUCTURE) {
                throw new coding_exception('describe.php refuses to change the site: ' . substr($sql, 0, 200));
            }
            if ($type === SQL_QUERY_SELECT) {
                $this->asked[] = [$sql, $params];
            }
            parent::query_start($sql, $params, $type, $extrainfo);
        }
    }
}

/**
 * The plugin whose code is running; a step of Moodle's own asks its plugins for their parts.
 *
 * @param array $frames of a stack, innermost first; with objects, the part of a plugin that only inherits what runs is recognised, too
 * @return string|null null where it is Moodle's own
 */
function describe_component_at_work(array $frames): ?string {
    foreach ($frames as $frame) {
        $component = isset($frame['file']) ? describe_component_of_file($frame['file']) : null;
        if ($component === null && ($frame['object'] ?? null) instanceof backup_plugin) {
            $component = describe_component_of_file((string)(new ReflectionClass($frame['object']))->getFileName());
        }
        if ($component !== null) {
            return $component;
        }
    }
    return null;
}

/**
 * The plugin that a file belongs to.
 *
 * @param string $file
 * @return string|null null for Moodle's own
 */
function describe_component_of_file(string $file): ?string {
    static $known = [];
    if (!array_key_exists($file, $known)) {
        $known[$file] = null;
        $real = (string)realpath($file);
        foreach (describe_structures::folders() as $component => $folder) {
            if ($real !== '' && strpos($real, $folder) === 0) {
                $known[$file] = $component;
                break;
            }
        }
    }
    return $known[$file];
}

/** Which settings of the site were read by the code of which plugin, with digests of their values. */
class describe_settings {
    /** Settings that change by themselves; a plugin that asks for all of its settings does not mean them. */
    const MOVING = '/^last|last$|time|cron|sync|count|stamp|rev$|^upgrade|^version$/i';
    /** @var string what digests are made with, so that they tell nothing about short values */
    public $salt;
    /** @var array settings by component, plugin and name: digest and whether config.php forces the value */
    private $read = [];
    /** @var array what was handed out already */
    private $told = [];
    /** @var array values in the database by plugin; Moodle's own under core */
    private $stored = [];
    /** @var bool whether the settings are being looked up here */
    private $looking = false;

    /** Chooses a salt. */
    public function __construct() {
        $this->salt = bin2hex(random_bytes(16));
    }

    /**
     * Notes that code has asked for a setting.
     *
     * @param string $plugin core for a value of $CFG
     * @param string|null $name null for all of a plugin's
     * @param array $frames of the stack with objects, innermost first
     */
    public function note(string $plugin, ?string $name, array $frames) {
        if ($this->looking || $name === 'version' || $plugin === 'core' && $name === null) {
            return;
        }
        $component = describe_component_at_work($frames);
        if (in_array('plagiarism_load_available_plugins', array_column($frames, 'function')) && strpos($plugin, 'plagiarism_') === 0) {
            // It asks whether each of them is enabled, whoever wants to know.
            $component = $plugin;
        }
        // What is kept after it was read once may serve another plugin's code, too.
        $owner = $plugin === 'core' ? null : core_component::normalize_componentname($plugin);
        foreach (array_unique([$component, $owner === $component || $component === null ? null : $owner]) as $concerned) {
            if ($concerned !== null && isset(describe_structures::folders()[$concerned]) && !describe_structures::is_standard($concerned)
                    && !isset($this->read[$concerned][$plugin][$name ?? '*'])) {
                $this->add($concerned, $plugin, $name, $frames);
            }
        }
    }

    /**
     * Keeps a setting's digest.
     *
     * @param string $component
     * @param string $plugin
     * @param string|null $name
     * @param array $frames
     */
    private function add(string $component, string $plugin, ?string $name, array $frames) {
        global $CFG;
        $this->looking = true;
        try {
            $forced = $plugin === 'core' ? ($CFG->config_php_settings ?? []) : ($CFG->forced_plugin_settings[$plugin] ?? []);
            $values = $this->stored($plugin);
            if ($name !== null) {
                $is = array_key_exists($name, $forced);
                $value = $is ? $forced[$name] : ($values[$name] ?? null);
                if ($value === null || is_scalar($value)) {
                    $this->read[$component][$plugin][$name] = [$this->digest($value === null ? '-' : '=' . (string)$value), $is];
                }
                return;
            }
            $sources = '';
            foreach (array_unique(array_filter(array_column($frames, 'file'))) as $file) {
                $sources .= describe_component_of_file($file) === $component ? (string)@file_get_contents($file) : '';
            }
            ksort($values, SORT_STRING);
            $text = '';
            foreach ($values as $each => $value) {
                if (!preg_match(self::MOVING, $each)) {
                    $text .= $each . '=' . $value . "\n";
                } else if ($each !== 'version' && preg_match('/\b' . preg_quote($each, '/') . '\b/', $sources)) {
                    $this->read[$component][$plugin][$each] = [$this->digest($value === null ? '-' : '=' . $value), false];
                }
            }
            $this->read[$component][$plugin]['*'] = [$this->digest($text), false];
        } finally {
            $this->looking = false;
        }
    }

    /**
     * Values in the database.
     *
     * @param string $plugin
     * @return array
     */
    private function stored(string $plugin): array {
        global $DB;
        if (!isset($this->stored[$plugin])) {
            $this->stored[$plugin] = $plugin === 'core' ? $DB->get_records_sql_menu('SELECT name, value FROM {config}')
                : $DB->get_records_sql_menu('SELECT name, value FROM {config_plugins} WHERE plugin = ?', [$plugin]);
        }
        return $this->stored[$plugin];
    }

    /**
     * What stands for a value.
     *
     * @param string $text
     * @return string
     */
    private function digest(string $text): string {
        return substr(hash_hmac('sha256', $text, $this->salt), 0, 16);
    }

    /**
     * What was noted since this was last asked: component, plugin, name, digest, whether config.php forces the value.
     *
     * @return array
     */
    public function news(): array {
        $news = [];
        foreach ($this->read as $component => $plugins) {
            foreach ($plugins as $plugin => $settings) {
                foreach ($settings as $name => $is) {
                    $row = [$component, (string)$plugin, (string)$name, $is[0], $is[1]];
                    if (!isset($this->told[implode(' ', array_slice($row, 0, 3))])) {
                        $this->told[implode(' ', array_slice($row, 0, 3))] = true;
                        $news[] = $row;
                    }
                }
            }
        }
        return $news;
    }
}

/** $CFG, remembering what was read, and with values of our own to try. */
class describe_config extends stdClass {
    /** @var stdClass the site's configuration */
    private $describereal;
    /** @var array names read */
    private $describeread = [];
    /** @var array values that take the place of the site's */
    private $describetried = [];
    /** @var describe_settings|null gets what was read, and by whom */
    private $describesettings;

    /**
     * Stands in front of the site's configuration.
     *
     * @param stdClass $real
     * @param array $tried name => value
     * @param describe_settings|null $settings
     */
    public function __construct($real, array $tried, ?describe_settings $settings = null) {
        $this->describereal = $real;
        $this->describetried = $tried;
        $this->describesettings = $settings;
    }

    /**
     * Notes who reads a value, or a plugin's setting: Moodle's function for these looks first whether config.php forces them.
     *
     * @param string $name
     */
    private function describe_note(string $name) {
        if ($this->describesettings === null) {
            return;
        }
        if ($name === 'forced_plugin_settings' || $name === 'config_php_settings') {
            $frames = array_slice(debug_backtrace(DEBUG_BACKTRACE_PROVIDE_OBJECT), 2);
            if (($frames[0]['function'] ?? '') === 'get_config') {
                $plugin = $frames[0]['args'][0] ?? '';
                $plugin = in_array($plugin, ['', 'moodle', 'core', null, false, 0], true) ? 'core' : (string)$plugin;
                $setting = $frames[0]['args'][1] ?? null;
                $this->describesettings->note($plugin, $setting === null || $setting === '' ? null : (string)$setting, $frames);
            }
        } else if (!preg_match(describe_structures::PLAIN, $name) && !preg_match(describe_settings::MOVING, $name)) {
            $this->describesettings->note('core', $name, array_slice(debug_backtrace(DEBUG_BACKTRACE_PROVIDE_OBJECT), 1));
        }
    }

    /**
     * Names read so far.
     *
     * @return string[]
     */
    public function describe_names(): array {
        return array_keys($this->describeread);
    }

    /**
     * A value, as a reference since Moodle changes lists in place.
     *
     * @param string $name
     * @return mixed
     */
    public function &__get($name) {
        $this->describeread[$name] = true;
        $this->describe_note($name);
        if (array_key_exists($name, $this->describetried)) {
            $value = $this->describetried[$name];
            return $value;
        }
        if (!isset($this->describereal->$name)) {
            $none = null;
            return $none;
        }
        return $this->describereal->$name;
    }

    /**
     * Whether there is such a value.
     *
     * @param string $name
     * @return bool
     */
    public function __isset($name) {
        $this->describeread[$name] = true;
        $this->describe_note($name);
        return array_key_exists($name, $this->describetried)
            ? isset($this->describetried[$name]) : isset($this->describereal->$name);
    }

    /**
     * Passes a value on.
     *
     * @param string $name
     * @param mixed $value
     */
    public function __set($name, $value) {
        $this->describereal->$name = $value;
    }

    /**
     * Passes a removal on.
     *
     * @param string $name
     */
    public function __unset($name) {
        unset($this->describereal->$name);
    }
}

/**
 * A data root that does not exist, given to code that reads files of its own: it has every file that is asked for, and remembers which.
 */
class describe_files {
    /** Where the data root is. */
    const ROOT = 'describefiles://root';
    /** @var string[] names in every folder */
    public static $listed = [];
    /** @var array contents by last part of a name */
    public static $contents = [];
    /** @var string[] paths of files read, in order */
    public static $read = [];
    /** @var resource|null set by PHP */
    public $context;
    /** @var string content of the open file */
    private $text = '';
    /** @var int position in it */
    private $at = 0;
    /** @var string[] names of the open folder */
    private $names = [];

    /**
     * What a file holds.
     *
     * @param string $path
     * @return string
     */
    public static function content(string $path): string {
        return self::$contents[basename($path)] ?? 'text of ' . basename($path);
    }

    /**
     * Opens a file for reading.
     *
     * @param string $path
     * @param string $mode
     * @return bool
     */
    public function stream_open($path, $mode) {
        if ($mode[0] !== 'r' || strpos($mode, '+') !== false) {
            return false;
        }
        self::$read[] = substr($path, strlen(self::ROOT) + 1);
        $this->text = self::content($path);
        $this->at = 0;
        return true;
    }

    /**
     * Reads on.
     *
     * @param int $count
     * @return string
     */
    public function stream_read($count) {
        $part = (string)substr($this->text, $this->at, $count);
        $this->at += strlen($part);
        return $part;
    }

    /**
     * Whether all was read.
     *
     * @return bool
     */
    public function stream_eof() {
        return $this->at >= strlen($this->text);
    }

    /**
     * Moves in the file.
     *
     * @param int $offset
     * @param int $whence
     * @return bool
     */
    public function stream_seek($offset, $whence = SEEK_SET) {
        $this->at = $whence === SEEK_CUR ? $this->at + $offset : ($whence === SEEK_END ? strlen($this->text) + $offset : $offset);
        return true;
    }

    /**
     * Where in the file one is.
     *
     * @return int
     */
    public function stream_tell() {
        return $this->at;
    }

    /**
     * About the open file.
     *
     * @return array
     */
    public function stream_stat() {
        return ['mode' => 0100644, 'size' => strlen($this->text)];
    }

    /**
     * About a path: names with a point are files, the others folders.
     *
     * @param string $path
     * @param int $flags
     * @return array
     */
    public function url_stat($path, $flags) {
        $file = strpos(basename($path), '.') !== false;
        return ['mode' => $file ? 0100644 : 040755, 'size' => $file ? strlen(self::content($path)) : 0, 'mtime' => 0];
    }

    /**
     * Opens a folder.
     *
     * @param string $path
     * @param int $options
     * @return bool
     */
    public function dir_opendir($path, $options) {
        $this->names = array_merge(['.', '..'], self::$listed);
        return true;
    }

    /**
     * The next name.
     *
     * @return string|false
     */
    public function dir_readdir() {
        return $this->names ? array_shift($this->names) : false;
    }

    /**
     * Closes the folder.
     *
     * @return bool
     */
    public function dir_closedir() {
        return true;
    }
}

/** A controller that is never saved. */
class describe_controller extends backup_controller {
    /**
     * Knows just enough for a plan.
     *
     * @param int $courseid
     */
    public function __construct($courseid) {
        $this->backupid = 'describe';
        $this->courseid = $courseid;
        $this->type = backup::TYPE_1COURSE;
        $this->id = $courseid;
        $this->format = backup::FORMAT_MOODLE;
        $this->interactive = backup::INTERACTIVE_NO;
        $this->mode = backup::MODE_AUTOMATED;
        $this->userid = get_admin()->id;
        $this->status = backup::STATUS_EXECUTING;
        $this->logger = new error_log_logger(backup::LOG_NONE);
        $this->progress = new \core\progress\none();
    }
}

/** A plan without a folder. */
class describe_plan extends backup_plan {
    /**
     * Knows its controller.
     *
     * @param describe_controller $controller
     */
    public function __construct($controller) {
        global $CFG;
        $this->controller = $controller;
        $this->basepath = $CFG->tempdir . '/backup/describe';
        $this->excludingdactivities = false;
        base_plan::__construct('backup_plan');
    }

    /**
     * A setting; those of sections and activities that have no task here are as an automated backup has them.
     *
     * @param string $name
     * @return base_setting
     */
    public function get_setting($name) {
        try {
            return parent::get_setting($name);
        } catch (base_plan_exception $absent) {
            if (!preg_match('/_(included|userinfo)$/', $name, $kind)) {
                throw $absent;
            }
            $value = $kind[1] === 'included' ? true : (bool)parent::get_setting('users')->get_value();
            return new backup_section_included_setting($name, base_setting::IS_BOOLEAN, $value);
        }
    }
}

/** Builds structures and records them. */
class describe_structures {
    /** Configuration that every structure may read without its shape depending on it. */
    const PLAIN = '/^(dirroot|libdir|wwwroot|httpswwwroot|dataroot|tempdir|cachedir|localcachedir|prefix|debug.*|admin|lang|theme|'
        . 'backup_.*|dbtype|dboptions|forced_plugin_settings|config_php_settings|siteidentifier|version|release|branch|root|supportuserid|siteadmins|'
        . 'langlist|langotherroot|langlocalroot|skiplangupgrade|langstringcache|os|ostype|session.*|perf.*|directorypermissions|filepermissions|umask.*|'
        . 'alternative_.*|filter.*|stringfilters|texteditors|media.*|timezone|forcetimezone|country|calendar.*|guestroleid|.*roleid|.*roles|siteguest|mnet.*|auth|'
        . 'disable.*|prevent.*|allframembership|yui.*|jquery.*|js.*|slasharguments|keeptemp.*|undeletable.*|component.*|pathtodu|pathtosassc)$/';
    /** How many instances of an activity are tried: structures may depend on the instance. */
    private const INSTANCES = 12;
    /** Courses that Moodle's own documents are built for. */
    private const COURSES = 16;

    /** @var describe_settings settings read by plugins' code */
    private $settings;
    /** @var array values that $CFG is to have while structures are built */
    public $config = [];
    /** @var string[] names of $CFG read while structures were built */
    public $configread = [];
    /** @var int[] courses to build for, those with most kinds of activity first */
    private $courses = [];
    /** @var array columns by SQL */
    private $columns = [];
    /** @var array paths of elements and attributes by object id */
    private $paths = [];
    /** @var array queries sent by the structure being built */
    private $asked = [];
    /** @var string class of the structure being built */
    private $step = '';
    /** @var array custom field areas that a structure asked for, by class */
    private $areas = [];
    /** @var array endings of names to try, by class that reads files */
    private $folders = [];
    /** @var array what elements of such classes were found to do, by class and path */
    private $folderrules = [];
    /** @var bool[] components already recorded */
    private $done = [];
    /** @var array steps by class of the task: what a task adds only once, with a static variable that remembers it */
    private $steps = [];

    /**
     * The folders of installed plugins by component, longest first, so that those within others come before them.
     *
     * @return string[]
     */
    public static function folders(): array {
        static $folders = null;
        if ($folders === null) {
            $folders = [];
            foreach (core_component::get_plugin_types() as $type => $unused) {
                foreach (core_component::get_plugin_list($type) as $name => $folder) {
                    $folders[$type . '_' . $name] = realpath($folder) . '/';
                }
            }
            uasort($folders, function ($one, $other) {
                return strlen($other) - strlen($one);
            });
        }
        return $folders;
    }

    /**
     * Whether a plugin comes with Moodle.
     *
     * @param string $component
     * @return bool
     */
    public static function is_standard(string $component): bool {
        static $known = [];
        if (!isset($known[$component])) {
            list($type, $name) = explode('_', $component, 2);
            $list = class_exists('core_plugin_manager') && method_exists('core_plugin_manager', 'standard_plugins_list')
                ? core_plugin_manager::standard_plugins_list($type) : [];
            $known[$component] = is_array($list) && in_array($name, $list);
        }
        return $known[$component];
    }

    /** Chooses courses. */
    public function __construct() {
        global $DB;
        $this->settings = new describe_settings();
        $sql = 'SELECT c.id FROM {course} c LEFT JOIN {course_modules} cm ON cm.course = c.id WHERE c.id <> ?'
            . ' GROUP BY c.id ORDER BY COUNT(DISTINCT cm.module) DESC, c.id';
        foreach ($DB->get_recordset_sql($sql, [SITEID], 0, 2) as $course) {
            $this->courses[] = (int)$course->id;
        }
        // A course format adds to its own courses only, and may look at them while it says what.
        foreach (core_component::get_plugin_list('format') as $format => $unused) {
            $course = self::is_standard('format_' . $format) ? false
                : $DB->get_field_sql('SELECT MAX(id) FROM {course} WHERE format = ?', [$format]);
            if ($course && count($this->courses) < self::COURSES) {
                $this->courses[] = (int)$course;
            }
        }
        $this->courses = $this->courses ? array_values(array_unique($this->courses)) : [(int)SITEID];
    }

    /** Describes every component that is not described yet. */
    public function run() {
        global $CFG, $DB;
        $this->once('site', function () use ($CFG, $DB) {
            $components = [];
            foreach (core_component::get_plugin_types() as $type => $unused) {
                foreach (core_component::get_plugin_list($type) as $name => $folder) {
                    $version = get_config($type . '_' . $name, 'version');
                    $components[$type . '_' . $name] = ['version' => $version === false ? null : (string)$version,
                        'standard' => self::is_standard($type . '_' . $name),
                        'backup' => is_dir($folder . '/backup/moodle2')];
                }
            }
            return ['format' => DESCRIBE_FORMAT, 'version' => (string)$CFG->version, 'release' => $CFG->release,
                'php' => PHP_VERSION, 'family' => $DB->get_dbfamily(), 'dirroot' => $CFG->dirroot, 'salt' => $this->settings->salt, 'components' => $components,
                'versions' => $DB->get_records_sql_menu('SELECT plugin, value FROM {config_plugins} WHERE name = ? ORDER BY plugin', ['version'])];
        });
        $this->once('core', function () {
            return $this->core();
        });
        foreach (core_component::get_plugin_list('mod') as $name => $folder) {
            $this->once('mod_' . $name, function () use ($name, $folder) {
                return $this->activity($name, $folder);
            });
        }
        foreach (core_component::get_plugin_list('block') as $name => $folder) {
            if (is_dir($folder . '/backup/moodle2')) {
                $this->once('block_' . $name, function () use ($name, $folder) {
                    return $this->block($name, $folder);
                });
            }
        }
        $this->once('end', function () use ($DB) {
            // Without the database until here nothing that was said to be impossible need be.
            $DB->get_field('config', 'value', ['name' => 'version'], MUST_EXIST);
            return ['questionfiles' => $this->question_files()];
        });
    }

    /**
     * Prints what a function returns about a component, or why it failed; never twice.
     *
     * @param string $component
     * @param callable $describe
     */
    private function once(string $component, callable $describe) {
        global $CFG;
        if (isset($this->done[$component])) {
            return;
        }
        $this->done[$component] = true;
        self::say(['begin' => $component]);
        // Code may ask for a setting as soon as its file is loaded.
        $real = $CFG;
        $CFG = new describe_config($real, [], $this->settings);
        try {
            $said = $describe();
        } catch (Throwable $e) {
            $said = ['impossible' => self::message($e)];
        } finally {
            $CFG = $real;
        }
        self::say(['component' => $component] + $said + ['settings' => $this->settings->news()]);
    }

    /**
     * Prints one line of JSON.
     *
     * @param array $data
     */
    private static function say(array $data) {
        $options = JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_PARTIAL_OUTPUT_ON_ERROR | JSON_INVALID_UTF8_SUBSTITUTE;
        fwrite(STDOUT, json_encode($data, $options) . "\n");
    }

    /**
     * A failure's message, on one line.
     *
     * @param Throwable $e
     * @return string
     */
    private static function message(Throwable $e): string {
        $more = $e instanceof moodle_exception && !empty($e->debuginfo) ? ' (' . $e->debuginfo . ')' : '';
        $text = get_class($e) . ': ' . $e->getMessage() . $more . ' at ' . basename($e->getFile()) . ':' . $e->getLine();
        return substr(preg_replace('/\s+/', ' ', $text), 0, 600);
    }

    /**
     * Documents of the course, of sections, blocks and activities in general, and of the final task; plugins add to many.
     *
     * @return array
     */
    private function core(): array {
        global $DB;
        $builds = [];
        $problems = [];
        foreach ($this->courses as $number => $courseid) {
            $section = $DB->get_record_sql('SELECT id FROM {course_sections} WHERE course = ? ORDER BY id', [$courseid], IGNORE_MULTIPLE);
            $module = $DB->get_record_sql('SELECT cm.id, m.name FROM {course_modules} cm JOIN {modules} m ON m.id = cm.module'
                . ' WHERE cm.course = ? AND m.name IN (?, ?, ?) ORDER BY cm.id', [$courseid, 'assign', 'forum', 'page'], IGNORE_MULTIPLE);
            $block = $DB->get_record_sql('SELECT b.id, b.blockname FROM {block_instances} b JOIN {context} x ON x.id = b.parentcontextid'
                . ' WHERE x.contextlevel = ? AND x.instanceid = ? ORDER BY b.id', [CONTEXT_COURSE, $courseid], IGNORE_MULTIPLE);
            $makers = ['course' => function () use ($courseid) {
                return new backup_course_task('course', $courseid);
            }, 'final' => function () {
                return new backup_final_task('final');
            }];
            if ($section) {
                $makers['section'] = function () use ($section) {
                    return new backup_section_task('section', $section->id);
                };
            }
            if ($module) {
                $makers['activity'] = function () use ($module) {
                    return backup_factory::get_backup_activity_task(backup::FORMAT_MOODLE, $module->id);
                };
            }
            if ($block) {
                $makers['block'] = function () use ($block) {
                    return backup_factory::get_backup_block_task(backup::FORMAT_MOODLE, $block->id);
                };
            }
            foreach ($makers as $of => $maker) {
                $this->variants($of, $courseid, $maker, null, $number === 0, $builds, $problems);
            }
        }
        return ['builds' => $builds, 'problems' => $problems, 'links' => $this->links('backup_course_task', 'restore_course_task', null)];
    }

    /**
     * The documents of an activity.
     *
     * @param string $name
     * @param string $folder
     * @return array
     */
    private function activity(string $name, string $folder): array {
        global $CFG;
        if (!plugin_supports('mod', $name, FEATURE_BACKUP_MOODLE2)) {
            return ['without' => 'the plugin says that it does not support backups of the moodle2 format'];
        }
        $file = $folder . '/backup/moodle2/backup_' . $name . '_activity_task.class.php';
        if (!is_readable($file)) {
            return ['impossible' => 'there is no file ' . basename($file)];
        }
        require_once($file);
        $class = 'backup_' . $name . '_activity_task';
        $builds = [];
        $problems = [];
        $number = 0;
        foreach ($this->instances($name) as $instance) {
            $maker = function () use ($class, $name, $instance) {
                return new $class($name, $instance->id);
            };
            $this->variants('activity', (int)$instance->course, $maker, $folder, $number++ === 0, $builds, $problems);
        }
        $real = count($builds) > 0;
        $maker = function () use ($class, $name) {
            return $this->imagined_activity($class, $name);
        };
        $found = [];
        $unseen = [];
        $this->variants('activity', DESCRIBE_FAKE + 1, $maker, $folder, !$real, $found, $unseen);
        $builds = array_merge($builds, $found);
        return ['builds' => $builds, 'problems' => $real ? $problems : array_merge($problems, $unseen),
            'unseensteps' => $this->unseen_steps($class, $builds),
            'links' => $this->links($class, 'restore_' . $name . '_activity_task', $folder),
            'features' => ['questions' => in_array(true, array_column($builds, 'questions'), true),
                'clears' => in_array(true, array_column($builds, 'clears'), true),
                'grading' => (bool)plugin_supports('mod', $name, FEATURE_ADVANCED_GRADING, false)],
        ];
    }

    /**
     * Instances of an activity, from as many courses as possible.
     *
     * @param string $name
     * @return array
     */
    private function instances(string $name): array {
        global $DB;
        $sql = 'SELECT MIN(cm.id) AS id, cm.course FROM {course_modules} cm JOIN {modules} m ON m.id = cm.module JOIN {' . $name
            . '} i ON i.id = cm.instance WHERE m.name = ? AND cm.deletioninprogress = 0 GROUP BY cm.course ORDER BY cm.course';
        try {
            $found = array_values($DB->get_records_sql($sql, [$name], 0, self::INSTANCES));
            $more = 'SELECT cm.id, cm.course FROM {course_modules} cm JOIN {modules} m ON m.id = cm.module JOIN {' . $name
                . '} i ON i.id = cm.instance WHERE m.name = ? AND cm.deletioninprogress = 0 ORDER BY cm.id DESC';
            foreach ($DB->get_records_sql($more, [$name], 0, 2 * self::INSTANCES) as $record) {
                if (count($found) < self::INSTANCES && !in_array($record, $found)) {
                    $found[] = $record;
                }
            }
            return $found;
        } catch (Throwable $e) {
            return [];
        }
    }

    /**
     * The task of an activity that does not exist, with ids that nothing else has, so that they can be told from numbers that stand
     * in the code. Its contexts are only known to this process.
     *
     * @param string $class
     * @param string $name
     * @return backup_activity_task
     */
    private function imagined_activity(string $class, string $name) {
        $id = DESCRIBE_FAKE;
        self::imagine_context($id + 11, CONTEXT_COURSE, $id + 1, '/1/' . ($id + 11), 2);
        self::imagine_context($id + 12, CONTEXT_MODULE, $id + 2, '/1/' . ($id + 11) . '/' . ($id + 12), 3);
        $task = (new ReflectionClass($class))->newInstanceWithoutConstructor();
        foreach (['moduleid' => $id + 2, 'sectionid' => $id + 3, 'modulename' => $name, 'activityid' => $id + 4, 'contextid' => $id + 12,
                'section' => (object)['id' => $id + 3, 'component' => null, 'itemid' => null], 'name' => $name, 'settings' => [],
                'steps' => [], 'built' => false, 'executed' => false] as $property => $value) {
            self::set($task, $property, $value);
        }
        return $task;
    }

    /**
     * Makes this process believe in a context.
     *
     * @param int $id
     * @param int $level
     * @param int $instance
     * @param string $path
     * @param int $depth
     */
    private static function imagine_context(int $id, int $level, int $instance, string $path, int $depth) {
        context_helper::preload_from_record((object)['ctxid' => $id, 'ctxpath' => $path, 'ctxdepth' => $depth, 'ctxlevel' => $level,
            'ctxinstance' => $instance, 'ctxlocked' => 0]);
    }

    /**
     * The documents of a block besides block.xml.
     *
     * @param string $name
     * @param string $folder
     * @return array
     */
    private function block(string $name, string $folder): array {
        global $CFG, $DB;
        $file = $folder . '/backup/moodle2/backup_' . $name . '_block_task.class.php';
        if (!is_readable($file)) {
            return ['without' => 'it has no backup task of its own'];
        }
        require_once($file);
        $class = 'backup_' . $name . '_block_task';
        $builds = [];
        $problems = [];
        $sql = 'SELECT b.id, x.instanceid AS course FROM {block_instances} b JOIN {context} x ON x.id = b.parentcontextid'
            . ' WHERE b.blockname = ? AND x.contextlevel = ? ORDER BY b.id';
        $number = 0;
        foreach ($DB->get_records_sql($sql, [$name, CONTEXT_COURSE], 0, 4) as $instance) {
            $maker = function () use ($class, $name, $instance) {
                return new $class($name, $instance->id);
            };
            $this->variants('block', (int)$instance->course, $maker, $folder, $number++ === 0, $builds, $problems);
        }
        $maker = function () use ($class, $name) {
            $id = DESCRIBE_FAKE;
            self::imagine_context($id + 11, CONTEXT_COURSE, $id + 1, '/1/' . ($id + 11), 2);
            self::imagine_context($id + 13, CONTEXT_BLOCK, $id + 5, '/1/' . ($id + 11) . '/' . ($id + 13), 3);
            $task = (new ReflectionClass($class))->newInstanceWithoutConstructor();
            foreach (['blockid' => $id + 5, 'blockname' => $name, 'contextid' => $id + 13, 'moduleid' => null, 'modulename' => null,
                    'parentcontextid' => null, 'name' => $name, 'settings' => [], 'steps' => [], 'built' => false, 'executed' => false] as $property => $value) {
                self::set($task, $property, $value);
            }
            return $task;
        };
        $found = [];
        $unseen = [];
        $this->variants('block', DESCRIBE_FAKE + 1, $maker, $folder, !$builds, $found, $unseen);
        $all = array_merge($builds, $found);
        $said = ['problems' => $builds ? $problems : array_merge($problems, $unseen), 'builds' => $all,
            'unseensteps' => $this->unseen_steps($class, $all), 'links' => $this->links($class, 'restore_' . $name . '_block_task', $folder)];
        $task = $maker();
        try {
            $said['fileareas'] = array_values((array)$task->get_fileareas());
            $said['encoded'] = array_values((array)$task->get_configdata_encoded_attributes());
        } catch (Throwable $e) {
            $said['problems'][] = 'its file areas: ' . self::message($e);
        }
        return $said;
    }

    /**
     * Builds the documents of a task with everything on, and again with one setting changed after the other.
     *
     * @param string $of kind of task
     * @param int $courseid
     * @param callable $maker makes the task
     * @param string|null $folder only steps whose class stands below it; null for Moodle's own
     * @param bool $everysetting otherwise only users are left out
     * @param array $builds gets the documents; of changed settings only those that differ
     * @param array $problems gets what went wrong
     */
    private function variants(string $of, int $courseid, callable $maker, ?string $folder, bool $everysetting, array &$builds, array &$problems) {
        $this->config = [];
        $this->configread = [];
        try {
            $base = $this->build($of, $courseid, $maker, $folder, []);
        } catch (Throwable $e) {
            $problems[] = 'course ' . ($courseid > DESCRIBE_FAKE ? 'that is only imagined' : $courseid) . ': ' . self::message($e);
            return;
        }
        $builds[] = $base;
        $cases = [['users' => 0]];
        if ($everysetting) {
            foreach ($base['settings'] as $name => $value) {
                if ($name !== 'users') {
                    $cases[] = [$name => $value ? 0 : 1];
                }
            }
        }
        foreach ($cases as $case) {
            try {
                $other = $this->build($of, $courseid, $maker, $folder, $case);
                if (json_encode($other['documents']) !== json_encode($base['documents'])) {
                    unset($other['settings']);
                    $builds[] = $other;
                }
            } catch (Throwable $e) {
                $problems[] = 'with ' . json_encode($case) . ': ' . self::message($e);
            }
        }
        if ($everysetting) {
            foreach ($this->configread as $name) {
                $this->try_config($name, $of, $courseid, $maker, $folder, $base, $builds);
            }
        }
    }

    /**
     * Builds with another value of $CFG, to see whether anything depends on it.
     *
     * @param string $name
     * @param string $of
     * @param int $courseid
     * @param callable $maker
     * @param string|null $folder
     * @param array $base
     * @param array $builds
     */
    private function try_config(string $name, string $of, int $courseid, callable $maker, ?string $folder, array $base, array &$builds) {
        global $CFG;
        $now = $CFG->$name ?? null;
        if (preg_match(self::PLAIN, $name) || is_object($now) || is_array($now) || $folder === null) {
            return;
        }
        foreach (['0', '1', null] as $value) {
            if ($value === $now) {
                continue;
            }
            $this->config = [$name => $value];
            try {
                $other = $this->build($of, $courseid, $maker, $folder, []);
                if (json_encode($other['documents']) !== json_encode($base['documents'])) {
                    unset($other['settings']);
                    $other['config'] = ['name' => $name, 'value' => $value, 'now' => $now === null ? null : (string)$now,
                        'forced' => array_key_exists($name, (array)($CFG->config_php_settings ?? []))];
                    $builds[] = $other;
                }
            } catch (Throwable $e) {
                continue;
            } finally {
                $this->config = [];
            }
        }
    }

    /**
     * Builds the documents of one task under one setting.
     *
     * @param string $of
     * @param int $courseid
     * @param callable $maker
     * @param string|null $folder
     * @param array $case setting => value
     * @return array
     */
    private function build(string $of, int $courseid, callable $maker, ?string $folder, array $case): array {
        global $CFG, $DB;
        $real = $CFG;
        $CFG = new describe_config($real, $this->config, $this->settings);
        try {
            $plan = new describe_plan(new describe_controller($courseid));
            $plan->add_task(new backup_root_task('root_task'));
            $task = $maker();
            $plan->add_task($task);
            $settings = [];
            foreach ($plan->get_settings() as $name => $setting) {
                // An automated backup leaves the settings that an activity adds itself as they are.
                if (self::get($setting, 'vtype') === base_setting::IS_BOOLEAN && $setting->get_level() === backup_setting::ROOT_LEVEL) {
                    self::choose($setting, in_array($name, ['anonymize', 'imscc11']) ? 0 : 1);
                    $settings[$name] = $name;
                }
            }
            foreach ($case as $name => $value) {
                if (isset($settings[$name])) {
                    self::choose($plan->get_setting($settings[$name]), $value);
                }
            }
            $files = $plan->setting_exists('files') ? (bool)$plan->get_setting('files')->get_value() : true;
            foreach (['includesfilescachebackupid' => 'describe', 'includesfilescache' => $files] as $property => $value) {
                self::set_static('backup_controller_dbops', $property, $value);
            }
            $values = [];
            foreach ($settings as $short => $name) {
                $values[$short] = (int)$plan->get_setting($name)->get_value();
            }
            $task->build();
            $documents = [];
            $steps = [];
            $once = $folder === null ? [] : $this->once_steps($task);
            foreach ($task->get_steps() as $step) {
                $steps[] = get_class($step);
                if ($step instanceof backup_structure_step && $this->wanted($step, $folder)) {
                    $documents[] = $this->document($step, $task, $courseid) + (isset($once[get_class($step)]) ? ['once' => true] : []);
                }
            }
            return ['of' => $of, 'case' => $case, 'settings' => $values, 'task' => $this->ids($task, $courseid),
                'documents' => $documents, 'steps' => $folder === null ? [] : $this->own_steps($steps, $folder),
                'questions' => in_array('backup_calculate_question_categories', $steps),
                'clears' => in_array('backup_delete_temp_questions', $steps)];
        } finally {
            $this->configread = array_values(array_unique(array_merge($this->configread, $CFG->describe_names())));
            $CFG = $real;
        }
    }

    /**
     * Adds the steps that a task adds only the first time that it is built in a process: such a document is written once for a backup.
     *
     * @param backup_task $task
     * @return bool[] by class
     */
    private function once_steps($task): array {
        $class = get_class($task);
        if (!(new ReflectionMethod($task, 'define_my_steps'))->getStaticVariables()) {
            return [];
        }
        $now = [];
        foreach ($task->get_steps() as $step) {
            if ($step instanceof backup_structure_step) {
                $now[get_class($step)] = [$step->get_name(), self::get($step, 'filename')];
            }
        }
        $once = [];
        foreach (array_diff_key($this->steps[$class] ?? [], $now) as $step => $arguments) {
            $task->add_step(new $step($arguments[0], $arguments[1]));
            $once[$step] = true;
        }
        $this->steps[$class] = ($this->steps[$class] ?? []) + $now;
        return $once;
    }

    /**
     * Steps of a plugin's own that write no document: code that runs while a backup is made.
     *
     * @param string[] $classes
     * @param string $folder
     * @return string[]
     */
    private function own_steps(array $classes, string $folder): array {
        return array_values(array_filter($classes, function ($class) use ($folder) {
            $file = (string)(new ReflectionClass($class))->getFileName();
            return !is_subclass_of($class, 'backup_structure_step') && strpos(realpath($file), realpath($folder) . '/') === 0;
        }));
    }

    /**
     * Classes of steps that stand in the code of a task and were added in none of the builds.
     *
     * @param string $task class of the task
     * @param array $builds
     * @return string[]
     */
    private function unseen_steps(string $task, array $builds): array {
        $seen = [];
        foreach ($builds as $build) {
            foreach ($build['steps'] ?? [] as $class) {
                $seen[strtolower($class)] = true;
            }
            foreach ($build['documents'] as $document) {
                $seen[strtolower($document['class'])] = true;
            }
        }
        $unseen = [];
        $source = $this->method_source($task, 'define_my_steps');
        preg_match_all('/\\bnew\\s+\\\\?([\\w\\\\]+)/', $source, $found);
        foreach ($found[1] as $class) {
            $short = substr('\\' . $class, (int)strrpos('\\' . $class, '\\') + 1);
            $known = array_filter(array_keys($seen), function ($name) use ($short) {
                return substr('\\' . $name, -strlen($short) - 1) === '\\' . strtolower($short);
            });
            if (!$known && class_exists($class) && is_subclass_of($class, 'base_step') && strpos($class, 'backup_calculate_') !== 0
                    && strpos($class, 'backup_delete_temp_') !== 0) {
                $unseen[$class] = true;
            }
        }
        return array_keys($unseen);
    }

    /**
     * Whether a step's class belongs to a plugin, or to Moodle itself when none is named.
     *
     * @param backup_structure_step $step
     * @param string|null $folder
     * @return bool
     */
    private function wanted($step, ?string $folder): bool {
        global $CFG;
        $file = (string)(new ReflectionClass($step))->getFileName();
        $own = strpos(realpath($file), realpath($CFG->dirroot . '/backup/moodle2') . '/') === 0;
        return $folder === null ? $own : strpos(realpath($file), realpath($folder) . '/') === 0;
    }

    /**
     * Sets a setting, if that is allowed.
     *
     * @param base_setting $setting
     * @param int $value
     */
    private static function choose($setting, int $value) {
        try {
            $setting->set_value($value);
        } catch (Throwable $e) {
            // A locked setting keeps its value, as in a real backup.
            return;
        }
    }

    /**
     * The ids of a task, by which a number in a parameter can be recognised.
     *
     * @param backup_task $task
     * @param int $courseid
     * @return array
     */
    private function ids($task, int $courseid): array {
        global $DB;
        $ids = ['course' => $courseid, 'system' => context_system::instance()->id];
        $format = $DB->get_field('course', 'format', ['id' => $courseid]);
        if ($format !== false) {
            $ids['format'] = $format;
        }
        foreach (['cm' => 'moduleid', 'instance' => 'activityid', 'module' => 'modulename', 'section' => 'sectionid', 'block' => 'blockid',
                'blockname' => 'blockname', 'context' => 'contextid'] as $name => $property) {
            $value = self::get($task, $property);
            if ($value !== null) {
                $ids[$name] = $value;
            }
        }
        try {
            $ids['coursecontext'] = context_course::instance($courseid)->id;
        } catch (Throwable $e) {
            $ids['coursecontext'] = null;
        }
        return $ids;
    }

    /**
     * Records one document.
     *
     * @param backup_structure_step $step
     * @param backup_task $task
     * @param int $courseid
     * @return array
     */
    private function document($step, $task, int $courseid): array {
        global $DB;
        $said = ['class' => get_class($step), 'step' => $step->get_name()];
        try {
            $said['executes'] = (bool)self::call($step, 'execute_condition');
        } catch (Throwable $e) {
            // Many conditions query a temporary table that only exists during a backup.
            $said['executes'] = null;
        }
        $said['file'] = self::get($step, 'filename');
        self::set($step, 'contenttransformer', new backup_xml_transformer($courseid));
        $DB->forget();
        $DB->undone = [];
        $DB->lenient = true;
        try {
            $root = self::call($step, 'define_structure');
        } catch (Throwable $e) {
            $said['failed'] = self::message($e);
            $said['failedin'] = describe_component_at_work(array_merge([['file' => $e->getFile()]], $e->getTrace()));
            return $said;
        } finally {
            $DB->lenient = false;
            if ($DB->undone) {
                $said['changes'] = array_values(array_unique($DB->undone, SORT_REGULAR));
            }
        }
        $this->asked = $DB->asked;
        $this->step = get_class($step);
        $this->paths = [];
        $this->remember_paths($root, '');
        $said['root'] = $this->element($root);
        return $said;
    }

    /**
     * Notes where each element and attribute is, since they do not know it themselves.
     *
     * @param base_nested_element $element
     * @param string $above
     */
    private function remember_paths($element, string $above) {
        $shown = !($element instanceof base_optigroup) && !($element instanceof backup_optigroup_element);
        $path = $shown ? $above . '/' . $element->get_name() : $above;
        $this->paths[spl_object_id($element)] = [$path, ''];
        foreach ($element->get_attributes() as $attribute) {
            $this->paths[spl_object_id($attribute)] = [$path, $attribute->get_name()];
        }
        foreach ($element->get_final_elements() as $final) {
            $this->paths[spl_object_id($final)] = [$path, $final->get_name()];
        }
        if ($element->get_optigroup()) {
            $this->remember_paths($element->get_optigroup(), $path);
        }
        foreach ($element->get_children() as $child) {
            $this->remember_paths($child, $path);
        }
    }

    /**
     * Records an element and what is in it.
     *
     * @param base_nested_element $element
     * @return array
     */
    private function element($element): array {
        $said = ['name' => $element->get_name()];
        if ($element instanceof base_optigroup) {
            $said['optigroup'] = true;
        } else if ($element instanceof backup_optigroup_element) {
            $said['option'] = true;
            if ($element->get_condition_param() !== null) {
                $said['when'] = ['param' => $this->param(self::get($element, 'procconditionparam')), 'equals' => $element->get_condition_value()];
            }
        }
        $class = get_class($element);
        if (!in_array($class, ['backup_nested_element', 'backup_optigroup', 'backup_plugin_element', 'backup_subplugin_element'])) {
            $said['class'] = $class;
            $folder = $element instanceof backup_nested_element ? $this->folder_seen($element) : null;
            if ($folder) {
                $said['folder'] = $folder;
            }
        }
        foreach ($element->get_attributes() as $attribute) {
            $said['attributes'][] = $this->final_element($attribute);
        }
        foreach ($element->get_final_elements() as $final) {
            $said['fields'][] = $this->final_element($final);
        }
        if (!$element instanceof base_optigroup) {
            $this->source($element, $said);
            foreach ($element->get_file_annotations() as $component => $areas) {
                foreach ($areas as $area => $info) {
                    $file = ['component' => $component, 'area' => $area];
                    if ($info->element !== null) {
                        $file['item'] = $this->param($info->element);
                    }
                    if ($info->contextid !== null) {
                        $file['context'] = $info->contextid;
                    }
                    $said['files'][] = $file;
                }
            }
        }
        if ($element->get_optigroup()) {
            $said['plugins'] = $this->element($element->get_optigroup());
        }
        foreach ($element->get_children() as $child) {
            $said['children'][] = $this->element($child);
        }
        return $said;
    }

    /**
     * The same as {@see describe_structures::folder()}, which is not asked again when it said the same of several instances.
     *
     * @param backup_nested_element $element
     * @return array|null
     */
    private function folder_seen($element): ?array {
        $key = get_class($element) . ' ' . $this->paths[spl_object_id($element)][0];
        $seen = $this->folderrules[$key] ?? [];
        if (count($seen) >= 3 && count(array_unique($seen, SORT_REGULAR)) === 1) {
            return $seen[0];
        }
        return $this->folderrules[$key][] = $this->folder($element);
    }

    /**
     * What an element of a class of the plugin's own does if all it does is to read files below the data root: which, and what it writes
     * of each. Found by letting it read files that do not exist; nothing is said unless each of them came out by a rule.
     *
     * @param backup_nested_element $element
     * @return array|null
     */
    private function folder($element): ?array {
        $method = new ReflectionMethod($element, 'get_iterator');
        $own = new ReflectionMethod($element, 'process');
        if ($method->getDeclaringClass()->getName() === 'backup_nested_element'
                || $own->getDeclaringClass()->getName() !== 'backup_nested_element' || $element->get_children()) {
            return null;
        }
        if (!isset($this->folders[get_class($element)])) {
            $this->folders[get_class($element)] = self::words_of_code($method);
        }
        $plain = 'plain.txt';
        $upper = ['UPPER.ZIP', 'UPPER.PNG', 'noending.', 'empty.txt', 'accent.txt'];
        $names = [$plain];
        foreach ($this->folders[get_class($element)] as $word) {
            $names[] = 'a.' . $word;
        }
        $bytes = [];
        for ($byte = 0; $byte < 256; $byte++) {
            $bytes["byte$byte.txt"] = 'a' . chr($byte) . 'b';
        }
        $far = [];
        foreach (range(0, 20) as $power) {
            foreach ([-1, 0] as $more) {
                $far['far' . $power . ($more ? 'm' : '') . '.txt'] = str_repeat('a', (1 << $power) + $more) . "\0b";
            }
        }
        describe_files::$contents = $bytes + $far + ['empty.txt' => '', 'accent.txt' => "\xc3\xa9"];
        describe_files::$listed = array_merge($names, $upper, array_keys($bytes), array_keys($far));
        try {
            list($rows, $markers) = $this->rows_of_files($element, $method);
        } catch (Throwable $e) {
            return null;
        }
        if (!$rows || count($rows) !== count(describe_files::$read)) {
            return null;
        }
        // The folder ends with the last id in it; what follows are the names in it.
        $first = describe_files::$read[0];
        $end = 0;
        foreach (array_keys($markers) as $marker) {
            $at = strrpos($first, (string)$marker);
            $end = $at === false ? $end : max($end, $at + strlen((string)$marker) + 1);
        }
        $base = substr($first, 0, $end);
        $kinds = [];
        $order = [];
        foreach ($rows as $number => $row) {
            $path = describe_files::$read[$number];
            if ($base === '' || strpos($path, $base) !== 0) {
                return null;
            }
            $inside = substr($path, strlen($base));
            $rule = json_encode(self::rule_of_file($row, $inside, describe_files::content($path)));
            $name = basename($inside);
            $known = in_array($name, describe_files::$listed) && strpos($inside, '/') !== false;
            $order[$known ? dirname($inside) . '/*' : $inside] = true;
            $kinds[$known ? $name : $inside] = $rule;
        }
        $text = $kinds[$plain] ?? null;
        if ($text === null || strpos($text, 'null') !== false || $kinds['empty.txt'] !== $text || $kinds['accent.txt'] !== $text) {
            return null;
        }
        $other = array_values(array_unique(array_diff($kinds, [$text])));
        if (count($other) > 1 || $other && strpos($other[0], 'null') !== false) {
            return null;
        }
        $said = ['path' => $this->parts($base, $markers), 'names' => array_map('strval', array_keys($order)), 'text' => json_decode($text, true)];
        if ($other) {
            $said['binary'] = json_decode($other[0], true) + ['endings' => [], 'bytes' => []];
            foreach ($kinds as $name => $rule) {
                if ($rule === $text) {
                    continue;
                }
                if (preg_match('/^a\.(.+)$/', $name, $ending)) {
                    $said['binary']['endings'][] = $ending[1];
                } else if (preg_match('/^byte(\d+)\.txt$/', $name, $byte)) {
                    $said['binary']['bytes'][] = (int)$byte[1];
                } else if (!preg_match('/^(far|UPPER)/', $name)) {
                    return null;
                }
            }
            foreach (['ZIP', 'PNG'] as $ending) {
                if (in_array(strtolower($ending), $said['binary']['endings']) !== ($kinds["UPPER.$ending"] !== $text)) {
                    return null;
                }
            }
            $within = $this->how_far($kinds, $text);
            if ($within === null || !in_array(0, $said['binary']['bytes']) && $within > 0) {
                return null;
            }
            $said['binary']['within'] = $within;
        }
        return $said;
    }

    /**
     * How many bytes from the start of a file decide whether it is text; a power of two, or all.
     *
     * @param array $kinds rules by name of the file
     * @param string $text the rule for text
     * @return int|null -1 for the whole file; null if it is no power of two
     */
    private function how_far(array $kinds, string $text): ?int {
        $last = -1;
        foreach (range(0, 20) as $power) {
            $before = $kinds['far' . $power . 'm.txt'] !== $text;
            $at = $kinds['far' . $power . '.txt'] !== $text;
            if ($before && !$at && $last === -1) {
                $last = 1 << $power;
            } else if (($last === -1) !== $before || ($last === -1) !== $at) {
                return $power === 0 && !$before && !$at ? 0 : null;
            }
        }
        return $last;
    }

    /**
     * Lets an element read the files.
     *
     * @param backup_nested_element $element
     * @param ReflectionMethod $method
     * @return array rows, and atoms around the element by the number that stood for their value
     */
    private function rows_of_files($element, ReflectionMethod $method): array {
        global $CFG;
        $markers = [];
        $number = DESCRIBE_FAKE + 1000000;
        for ($around = $element->get_parent(); $around; $around = $around->get_parent()) {
            if ($around instanceof backup_nested_element) {
                foreach (array_merge($around->get_attributes(), $around->get_final_elements()) as $atom) {
                    $atom->clean_value();
                    $atom->set_value(++$number);
                    $markers[$number] = $atom;
                }
            }
        }
        $real = $CFG;
        $CFG = new describe_config($real, ['dataroot' => describe_files::ROOT] + $this->config, $this->settings);
        describe_files::$read = [];
        if (!in_array('describefiles', stream_get_wrappers())) {
            stream_wrapper_register('describefiles', 'describe_files');
        }
        try {
            $rows = [];
            $method->setAccessible(true);
            $iterator = $method->invoke($element, null);
            foreach ($iterator as $row) {
                $rows[] = (array)$row;
            }
            return [$rows, $markers];
        } finally {
            $CFG = $real;
            foreach ($markers as $atom) {
                $atom->clean_value();
            }
        }
    }

    /**
     * How the fields of a row come from a file: {path} and {name} of it, {text} or {base64} of its content, or always the same.
     *
     * @param array $row
     * @param string $path
     * @param string $content
     * @return array null for a field that comes from elsewhere
     */
    private static function rule_of_file(array $row, string $path, string $content): array {
        $rule = [];
        foreach ($row as $field => $value) {
            $value = (string)$value;
            if ($value === base64_encode($content) && $content !== '') {
                $rule[$field] = '{base64}';
            } else if ($value === $content) {
                $rule[$field] = '{text}';
            } else if (strpos($value, $path) === 0) {
                $rule[$field] = '{path}' . substr($value, strlen($path));
            } else if (strpos($value, basename($path)) === 0) {
                $rule[$field] = '{name}' . substr($value, strlen(basename($path)));
            } else {
                $rule[$field] = preg_match('/^[\w-]{0,20}$/', $value) ? $value : null;
            }
        }
        return $rule;
    }

    /**
     * A path with the numbers in it replaced by what they stand for.
     *
     * @param string $path
     * @param array $markers
     * @return array texts, and parameters
     */
    private function parts(string $path, array $markers): array {
        $parts = [];
        foreach (preg_split('/(' . implode('|', array_keys($markers)) . ')/', $path, -1, PREG_SPLIT_DELIM_CAPTURE | PREG_SPLIT_NO_EMPTY) as $part) {
            $parts[] = isset($markers[$part]) ? $this->param($markers[$part]) : $part;
        }
        return $parts;
    }

    /**
     * Short words in the code of a plugin, among which the endings of names are that it knows, and usual endings.
     *
     * @param ReflectionMethod $method
     * @return string[]
     */
    private static function words_of_code(ReflectionMethod $method): array {
        $words = array_fill_keys(explode(' ', 'txt c h cpp java py php js html css xml json sql sh md csv zip gz tgz bz2 xz tar jar war rar 7z pdf ps'
            . ' png jpg jpeg gif bmp ico svg webp tif tiff mp3 wav ogg flac mp4 avi mov mkv webm doc docx xls xlsx ppt pptx odt ods odp rtf'
            . ' exe dll so o a class bin dat db sqlite iso ttf woff woff2 ipynb r m f90 pl rb go rs ts kt scala hs lua asm'), true);
        $component = describe_component_of_file((string)$method->getFileName());
        foreach (get_included_files() as $file) {
            if ($component !== null && describe_component_of_file($file) === $component) {
                foreach (token_get_all((string)@file_get_contents($file)) as $token) {
                    if (is_array($token) && $token[0] === T_CONSTANT_ENCAPSED_STRING && preg_match_all('/\b[a-z0-9]{1,5}\b/', $token[1], $found)) {
                        $words += array_fill_keys($found[0], true);
                    }
                }
            }
        }
        return array_map('strval', array_keys($words));
    }

    /**
     * Records an attribute or a field.
     *
     * @param base_atom $atom
     * @return array
     */
    private function final_element($atom): array {
        $said = ['name' => $atom->get_name()];
        $class = get_class($atom);
        if (!in_array($class, ['backup_attribute', 'backup_final_element'])) {
            $said['class'] = $class;
        }
        $note = self::get($atom, 'annotationitem');
        if ($note !== null && $note !== '') {
            $said['note'] = $note;
        }
        if ($atom instanceof base_final_element) {
            foreach ($atom->get_attributes() as $attribute) {
                $said['attributes'][] = $attribute->get_name();
            }
        }
        return $said;
    }

    /**
     * Records where an element's rows come from.
     *
     * @param backup_nested_element $element
     * @param array $said
     */
    private function source($element, array &$said) {
        global $DB;
        $params = [];
        foreach ((array)self::get($element, 'procparams') as $name => $param) {
            $params[$name] = $this->param($param);
        }
        $fields = count($element->get_final_elements());
        if ($element->get_source_array() !== null) {
            $said['source'] = $this->computed($element);
        } else if ($element->get_source_table() !== null) {
            $said['source'] = ['table' => $element->get_source_table(), 'where' => (object)$params,
                'columns' => array_keys($DB->get_columns($element->get_source_table())),
                'texts' => self::texts($DB->get_columns($element->get_source_table()))];
            if ($element->get_source_table_sortby() !== null) {
                $said['source']['order'] = $element->get_source_table_sortby();
            }
        } else if ($element->get_source_sql() !== null) {
            $said['source'] = ['sql' => $element->get_source_sql(), 'params' => $params,
                'columns' => $this->columns($element->get_source_sql(), $params)];
        } else if ($fields) {
            $said['source'] = 'none';
        } else {
            $said['source'] = 'once';
        }
        foreach ((array)self::get($element, 'aliases') as $column => $final) {
            $said['aliases'][$column] = $final->get_name();
        }
    }

    /**
     * Which columns hold text; rows are looked up by numbers.
     *
     * @param array $columns
     * @return string[]
     */
    private static function texts(array $columns): array {
        return array_keys(array_filter($columns, function ($column) {
            return in_array($column->meta_type, ['C', 'X', 'B']);
        }));
    }

    /**
     * Tries to find out what a list made in PHP is: ids of the task, rows of one of the queries just sent, or custom fields.
     *
     * @param backup_nested_element $element
     * @return array
     */
    private function computed($element): array {
        global $DB;
        $rows = [];
        $names = [];
        foreach (array_merge($element->get_attributes(), $element->get_final_elements()) as $atom) {
            $names[$atom->get_name()] = true;
        }
        foreach ((array)self::get($element, 'aliases') as $column => $final) {
            $names[$column] = true;
        }
        foreach ((array)$element->get_source_array() as $row) {
            $rows[] = self::row((array)$row, $names);
        }
        $said = ['array' => count($rows), 'keys' => array_keys($rows[0] ?? [])];
        if (count($rows) === 1 && in_array($element->get_name(), ['activity', 'block']) && $element->get_parent() === null) {
            $said['ids'] = array_intersect_key($rows[0], array_flip(['id', 'moduleid', 'modulename', 'contextid', 'blockname']));
        }
        if (count($rows) === 1) {
            foreach ($rows[0] as $name => $value) {
                $said['one'][$name] = ['value' => is_numeric($value) && (string)(int)$value === $value ? (int)$value : $value];
            }
        }
        foreach ($this->asked as $question) {
            list($sql, $params) = $question;
            $generic = self::generic_sql($sql, (array)$params);
            try {
                $found = [];
                foreach ($DB->get_recordset_sql($generic, array_values((array)$params), 0, count($rows) + 1) as $record) {
                    $found[] = self::row((array)$record, $names);
                }
            } catch (Throwable $e) {
                continue;
            }
            if (count($found) === count($rows) && ($rows ? self::same($found, $rows) : $this->covers($generic, (array)$params, $names))) {
                $known = [];
                foreach (array_values((array)$params) as $value) {
                    $known[] = ['value' => $value];
                }
                $candidate = ['sql' => $generic, 'params' => $known, 'columns' => $this->columns($generic, $known)];
                if (!in_array($candidate, $said['queries'] ?? [])) {
                    $said['queries'][] = $candidate;
                }
            }
        }
        $custom = $this->custom_fields($rows, $names);
        if ($custom) {
            $said['customfields'] = $custom;
        }
        return $said;
    }

    /**
     * Whether a query has every column that an element asks for.
     *
     * @param string $sql
     * @param array $params
     * @param array $names
     * @return bool
     */
    private function covers(string $sql, array $params, array $names): bool {
        $known = [];
        foreach (array_values($params) as $value) {
            $known[] = ['value' => $value];
        }
        $columns = $this->columns($sql, $known);
        return $columns !== null && !array_diff(array_keys($names), $columns);
    }

    /**
     * The columns of a row that an element asks for, as text.
     *
     * @param array $row
     * @param array $names
     * @return array
     */
    private static function row(array $row, array $names): array {
        $said = [];
        foreach (array_intersect_key($row, $names) as $name => $value) {
            $said[$name] = $value === null ? null : (is_scalar($value) ? (string)$value : '(' . gettype($value) . ')');
        }
        return $said;
    }

    /**
     * Whether two lists hold the same rows, in any order.
     *
     * @param array $one
     * @param array $other
     * @return bool
     */
    private static function same(array $one, array $other): bool {
        $normal = function (array $rows) {
            $texts = [];
            foreach ($rows as $row) {
                ksort($row);
                $texts[] = json_encode($row, JSON_PARTIAL_OUTPUT_ON_ERROR);
            }
            sort($texts);
            return $texts;
        };
        return $normal($one) === $normal($other);
    }

    /**
     * SQL as received by a driver, with tables in braces and question marks restored.
     *
     * @param string $sql
     * @param array $params
     * @return string
     */
    private static function generic_sql(string $sql, array $params): string {
        global $CFG;
        $sql = preg_replace('/\$\d+\b/', '?', $sql);
        if ($CFG->prefix !== '') {
            $sql = preg_replace('/(?<![\w{])"?`?' . preg_quote($CFG->prefix, '/') . '(\w+)`?"?/', '{$1}', $sql);
        }
        return $sql;
    }

    /**
     * Component and area of the custom fields in a list, if it holds any.
     *
     * @param array $rows
     * @param array $names
     * @return array|null
     */
    private function custom_fields(array $rows, array $names): ?array {
        global $DB;
        if (!isset($names['shortname']) || !isset($names['type']) || !isset($names['value'])) {
            return null;
        }
        $areas = [];
        $owners = [];
        foreach ($this->asked as $question) {
            list($sql, $params) = $question;
            $generic = self::generic_sql($sql, (array)$params);
            $values = array_values((array)$params);
            if (strpos($generic, '{customfield_category}') !== false) {
                foreach ($values as $at => $value) {
                    if ($at + 1 < count($values) && preg_match('/^(core_|mod_|\w+_)\w+$/', (string)$value) && preg_match('/^[a-z]\w*$/', (string)$values[$at + 1])) {
                        $areas[$value . '/' . $values[$at + 1]] = ['component' => $value, 'area' => $values[$at + 1]];
                    }
                }
            } else if (strpos($generic, '{customfield') === false && count($values) === 1 && is_numeric($values[0])
                    && preg_match('/^\s*SELECT\s+\*\s+FROM\s+\{(\w+)\}\s+WHERE\s+(\w+)\s*=\s*\?\s*(ORDER BY \w+)?\s*$/i', $generic, $m)) {
                $owners[$m[1] . '.' . $m[2]] = ['table' => $m[1], 'column' => $m[2], 'param' => ['value' => $values[0]]];
            }
        }
        // Moodle keeps the categories once it has asked for them, so only the first build of a structure asks.
        $areas += $this->areas[$this->step] ?? [];
        $this->areas[$this->step] = $areas;
        if (count($areas) !== 1) {
            return null;
        }
        $area = reset($areas);
        $key = array_values(array_diff(array_keys($names), ['id', 'shortname', 'type', 'value', 'valueformat', 'valuetrust']));
        $tried = [];
        foreach ($owners as $owner) {
            $sql = 'SELECT d.id, d.instanceid, f.shortname, f.type, d.value, d.valueformat FROM {customfield_data} d'
                . ' JOIN {customfield_field} f ON f.id = d.fieldid JOIN {customfield_category} c ON c.id = f.categoryid'
                . ' WHERE c.component = ? AND c.area = ? AND d.instanceid IN (SELECT o.id FROM {' . $owner['table'] . '} o WHERE o.' . $owner['column'] . ' = ?)';
            $found = [];
            foreach ($DB->get_recordset_sql($sql, [$area['component'], $area['area'], $owner['param']['value']]) as $record) {
                $row = (array)$record;
                if ($key) {
                    $row[$key[0]] = $row['instanceid'];
                }
                $found[] = self::row($row, $names);
            }
            $shown = array_map(function ($row) {
                unset($row['valuetrust']);
                return $row;
            }, $rows);
            if (self::same($found, $shown)) {
                $tried[] = $area + ['owner' => $owner, 'instance' => $key[0] ?? null, 'rows' => count($rows)];
            }
        }
        return count($tried) === 1 ? $tried[0] : null;
    }

    /**
     * The columns of a query, found without reading any of its rows; null if the database does not tell.
     *
     * @param string $sql
     * @param array $params
     * @return array|null
     */
    private function columns(string $sql, array $params): ?array {
        global $DB;
        if (!array_key_exists($sql, $this->columns)) {
            $dummies = [];
            foreach ($params as $name => $param) {
                $value = $param['value'] ?? null;
                $dummies[$name] = $value !== null && !is_numeric($value) ? '' : 0;
            }
            $this->columns[$sql] = null;
            try {
                $all = rtrim(trim($sql), ';');
                $rows = $DB->get_recordset_sql('SELECT q.* FROM (SELECT 1 AS describeone) d LEFT JOIN (' . $all . ') q ON 1 = 0', $dummies);
                foreach ($rows as $row) {
                    $this->columns[$sql] = array_keys((array)$row);
                    break;
                }
                $rows->close();
            } catch (Throwable $e) {
                $this->columns[$sql] = null;
            }
        }
        return $this->columns[$sql];
    }

    /**
     * What a parameter stands for.
     *
     * @param mixed $param
     * @return array
     */
    private function param($param): array {
        if ($param instanceof base_atom) {
            list($path, $name) = $this->paths[spl_object_id($param)] ?? ['?', $param->get_name()];
            return ['of' => $path, 'field' => $name];
        }
        $names = [backup::VAR_COURSEID => 'course', backup::VAR_SECTIONID => 'section', backup::VAR_ACTIVITYID => 'instance',
            backup::VAR_MODID => 'cm', backup::VAR_MODNAME => 'module', backup::VAR_BLOCKID => 'block', backup::VAR_BLOCKNAME => 'blockname',
            backup::VAR_CONTEXTID => 'context', backup::VAR_BACKUPID => 'backup'];
        if (is_int($param) && isset($names[$param])) {
            return ['var' => $names[$param]];
        }
        if (is_bool($param)) {
            return ['value' => (int)$param];
        }
        return ['value' => is_scalar($param) || $param === null ? $param : '(' . gettype($param) . ')'];
    }

    /**
     * File areas that question types keep in the bank's context.
     *
     * @return array
     */
    private function question_files(): array {
        $said = [];
        if (class_exists('backup_qtype_plugin')) {
            foreach (backup_qtype_plugin::get_components_and_fileareas() as $component => $areas) {
                $said[$component] = array_keys($areas);
            }
        }
        return $said;
    }

    /**
     * The addresses that a task's encoder turns into placeholders, found by trying addresses: those that its restore turns back,
     * and those in its code.
     *
     * @param string $class
     * @param string $restore
     * @param string|null $folder
     * @return array
     */
    private function links(string $class, string $restore, ?string $folder): array {
        global $CFG;
        $said = ['rules' => [], 'problems' => []];
        $templates = [];
        try {
            $file = $folder === null ? $CFG->dirroot . '/backup/moodle2/restore_course_task.class.php'
                : $folder . '/backup/moodle2/' . $restore . '.class.php';
            if (is_readable($file)) {
                require_once($file);
            }
            if (class_exists($restore)) {
                foreach ((array)call_user_func([$restore, 'define_decode_rules']) as $rule) {
                    $templates[(string)self::get($rule, 'urltemplate')] = (string)self::get($rule, 'linkname');
                }
            }
        } catch (Throwable $e) {
            $said['problems'][] = 'the rules of its restore: ' . self::message($e);
        }
        $base = $folder === null ? '' : substr(realpath($folder), strlen(realpath($CFG->dirroot)));
        foreach ($this->addresses_in_code($class) as $address) {
            $template = strpos($address, '/') === 0 ? $address : $base . '/' . $address;
            $templates += [$template => ''];
        }
        foreach (['index.php?id=$1', 'view.php?id=$1'] as $usual) {
            $templates += [$base . '/' . $usual => ''];
        }
        $calls = $this->replacements_in_code($class);
        $shadowed = 0;
        foreach ($templates as $template => $name) {
            foreach ([false, true] as $encoded) {
                $rule = $this->try_link($class, $template, $encoded);
                if ($rule && !in_array($rule, $said['rules'])) {
                    $said['rules'][] = $rule;
                }
            }
            // An earlier rule may match the beginning of an address meant for a later one, which then never applies.
            $shadowed += $this->is_shadowed($class, $template) ? 1 : 0;
        }
        $places = [];
        foreach ($said['rules'] as $rule) {
            $places[$rule['as']] = true;
        }
        if ($calls > count($places) + $shadowed) {
            $said['problems'][] = $calls . ' replacements stand in the code of its encoder, ' . count($places) . ' were found out';
        }
        return $said;
    }

    /**
     * Whether a placeholder covers only the beginning of an address.
     *
     * @param string $class
     * @param string $template
     * @return bool
     */
    private function is_shadowed(string $class, string $template): bool {
        global $CFG;
        $address = $CFG->wwwroot . strtr($template, ['$1' => '7654321', '$2' => '8765432', '$3' => '9876543']);
        try {
            $found = call_user_func([$class, 'encode_content_links'], 'before ' . $address . ' after');
        } catch (Throwable $e) {
            return false;
        }
        return (bool)preg_match('/^before \$@[A-Z0-9_]+(?:\*\d+)*@\$[^ ]+ after$/i', (string)$found);
    }

    /**
     * Gives an encoder one address.
     *
     * @param string $class
     * @param string $template address below wwwroot with $1, $2
     * @param bool $encoded
     * @return array|null
     */
    private function try_link(string $class, string $template, bool $encoded): ?array {
        global $CFG;
        $numbers = ['$1' => '7654321', '$2' => '8765432', '$3' => '9876543'];
        $try = function (string $address) use ($class, $encoded) {
            try {
                $whole = $encoded ? urlencode($address) : $address;
                return call_user_func([$class, 'encode_content_links'], 'before ' . $whole . ' after');
            } catch (Throwable $e) {
                return '';
            }
        };
        $address = $CFG->wwwroot . strtr($template, $numbers);
        $found = $try($address);
        if (!preg_match('/^before \$@([A-Z0-9_]+)((?:\*\d+)*)@\$ after$/i', (string)$found, $match)) {
            return null;
        }
        $got = array_values(array_filter(explode('*', $match[2]), 'strlen'));
        $order = [];
        foreach ($got as $number) {
            $order[] = array_search($number, $numbers);
        }
        $rule = ['url' => $template, 'as' => $match[1], 'numbers' => $order];
        if ($encoded) {
            $rule['encoded'] = true;
        }
        if (strpos($template, '&') !== false && !$encoded) {
            $escaped = $try(str_replace('&', '&amp;', str_replace('&amp;', '&', $address)));
            $rule['amp'] = strpos((string)$escaped, '$@' . $match[1] . '*') !== false;
        }
        $upper = $try(preg_replace_callback('~/[a-z]+\.php~', function ($m) {
            return strtoupper($m[0]);
        }, $address));
        if (strpos((string)$upper, '$@' . $match[1]) !== false) {
            $rule['anycase'] = true;
        }
        return $rule;
    }

    /**
     * Addresses in the source of an encoder, made from the texts in it.
     *
     * @param string $class
     * @return string[]
     */
    private function addresses_in_code(string $class): array {
        $found = [];
        foreach ($this->texts_in_code($class) as $text) {
            $plain = str_replace(['\\/', '\\.', '\\?', '\\=', '\\&', '\\-', '\\#'], ['/', '.', '?', '=', '&', '-', '#'], $text);
            $plain = preg_replace('/\(\?:&amp;\|&\)|\(&\|&amp;\)|\(&amp;\|&\)|\(\?:&\|&amp;\)|&amp;/', '&', $plain);
            $number = 0;
            $plain = preg_replace_callback('/\(?(?:\[0-9\]|\[\d-\d\]|\\\\d)[+*]\)?/', function () use (&$number) {
                return '$' . ++$number;
            }, $plain);
            $plain = str_replace(['(', ')'], '', $plain);
            if (preg_match('~(/?[\w/-]*\w+\.php(?:\?[\w\[\]]+=(?:\$\d|\w+)?(?:&[\w\[\]]+=(?:\$\d|\w+)?)*(?:#\$\d)?)?)~', $plain, $match)) {
                $address = $match[1];
                if (substr($address, -1) === '=') {
                    $address .= '$' . ($number + 1);
                }
                $found[$address] = true;
            }
        }
        return array_keys($found);
    }

    /**
     * The literal texts in the source of an encoder.
     *
     * @param string $class
     * @return string[]
     */
    private function texts_in_code(string $class): array {
        $texts = [];
        foreach (token_get_all('<?php ' . $this->method_source($class, 'encode_content_links')) as $token) {
            if (is_array($token) && $token[0] === T_CONSTANT_ENCAPSED_STRING) {
                $texts[] = stripslashes(substr($token[1], 1, -1)) === $token[1] ? $token[1] : substr($token[1], 1, -1);
            } else if (is_array($token) && $token[0] === T_ENCAPSED_AND_WHITESPACE) {
                $texts[] = $token[1];
            }
        }
        return $texts;
    }

    /**
     * How many replacements the source of an encoder makes.
     *
     * @param string $class
     * @return int
     */
    private function replacements_in_code(string $class): int {
        return preg_match_all('/\b(preg_replace|preg_replace_callback|str_replace|str_ireplace)\s*\(/', $this->method_source($class, 'encode_content_links'));
    }

    /**
     * The source of a method; empty when there is none.
     *
     * @param string $class
     * @param string $name
     * @return string
     */
    private function method_source(string $class, string $name): string {
        if (!method_exists($class, $name)) {
            return '';
        }
        $method = new ReflectionMethod($class, $name);
        $lines = @file((string)$method->getFileName());
        return $lines ? implode('', array_slice($lines, $method->getStartLine() - 1, $method->getEndLine() - $method->getStartLine() + 1)) : '';
    }

    /**
     * Reads a property of an object, wherever it is declared.
     *
     * @param object $object
     * @param string $name
     * @return mixed null when there is none
     */
    private static function get($object, string $name) {
        for ($class = new ReflectionClass($object); $class; $class = $class->getParentClass()) {
            if ($class->hasProperty($name)) {
                $property = $class->getProperty($name);
                $property->setAccessible(true);
                return $property->getValue($object);
            }
        }
        return null;
    }

    /**
     * Writes a property of an object, if it has one of that name.
     *
     * @param object $object
     * @param string $name
     * @param mixed $value
     */
    private static function set($object, string $name, $value) {
        for ($class = new ReflectionClass($object); $class; $class = $class->getParentClass()) {
            if ($class->hasProperty($name)) {
                $property = $class->getProperty($name);
                $property->setAccessible(true);
                $property->setValue($object, $value);
                return;
            }
        }
    }

    /**
     * Writes a static property, if the class has one of that name.
     *
     * @param string $class
     * @param string $name
     * @param mixed $value
     */
    private static function set_static(string $class, string $name, $value) {
        $reflection = new ReflectionClass($class);
        if ($reflection->hasProperty($name)) {
            $property = $reflection->getProperty($name);
            $property->setAccessible(true);
            $property->setValue(null, $value);
        }
    }

    /**
     * Calls a method, whatever its visibility.
     *
     * @param object $object
     * @param string $name
     * @return mixed
     */
    private static function call($object, string $name) {
        $method = new ReflectionMethod($object, $name);
        $method->setAccessible(true);
        return $method->invoke($object);
    }
}

$describedb = new describe_database();
$describedb->take_over($DB);
$DB = $describedb;
$describe = new describe_structures();
// A plugin whose code does not even compile ends PHP; the others are still described.
register_shutdown_function(function () use ($describe) {
    $describe->run();
    ob_end_clean();
});
$describe->run();
