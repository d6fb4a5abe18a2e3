package org.coursebackup.archive;

import java.util.Locale;

/** Moodle's root settings of a course backup, in the order in which {@code moodle_backup.xml} lists them. */
public enum BackupSetting {
    USERS,
    ANONYMIZE,
    ROLE_ASSIGNMENTS,
    ACTIVITIES,
    BLOCKS,
    FILES,
    FILTERS,
    COMMENTS,
    BADGES,
    CALENDAREVENTS,
    USERSCOMPLETION,
    LOGS,
    GRADE_HISTORIES,
    QUESTIONBANK,
    GROUPS,
    COMPETENCIES,
    CUSTOMFIELD,
    CONTENTBANKCONTENT,
    XAPISTATE,
    LEGACYFILES;

    /** The setting's name inside an archive, such as {@code role_assignments}. */
    public String settingName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether archives of this Moodle branch (405 is 4.5) have the setting. */
    boolean existsIn(int branch) {
        return switch (this) {
            case QUESTIONBANK -> branch < 500;
            case XAPISTATE -> branch >= 402;
            default -> true;
        };
    }

    /** Whether archives of this Moodle branch list the setting as on even if the automated backup left its data out. */
    boolean saidToBeOn(int branch) {
        return (this == FILES || this == CUSTOMFIELD) && branch < 404;
    }

    /**
     * The part after {@code backup_auto_} in Moodle's site configuration; differs from the name for grade histories
     * only.
     */
    public String configName() {
        return this == GRADE_HISTORIES ? "histories" : settingName();
    }
}
