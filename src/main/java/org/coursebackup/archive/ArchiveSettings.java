package org.coursebackup.archive;

import java.util.EnumSet;
import java.util.Set;

import static org.coursebackup.archive.BackupSetting.*;

/**
 * What goes into an archive. Immutable; Moodle's dependencies between its backup settings hold at any time: without users
 * nothing that belongs to users, without activities no grade histories.
 */
public final class ArchiveSettings {
    private static final Set<BackupSetting> NEED_USERS = EnumSet.of(ANONYMIZE, ROLE_ASSIGNMENTS, COMMENTS, USERSCOMPLETION,
            LOGS, GRADE_HISTORIES, XAPISTATE);

    private final Set<BackupSetting> asked;

    private ArchiveSettings(Set<BackupSetting> asked) {
        this.asked = asked;
    }

    /** Every setting on but {@code anonymize}. */
    public static ArchiveSettings everything() {
        return new ArchiveSettings(EnumSet.complementOf(EnumSet.of(ANONYMIZE)));
    }

    /** The same settings with one changed. */
    public ArchiveSettings with(BackupSetting setting, boolean on) {
        Set<BackupSetting> changed = EnumSet.copyOf(asked);
        if (on) {
            changed.add(setting);
        } else {
            changed.remove(setting);
        }
        return new ArchiveSettings(changed);
    }

    /** Whether the setting is on after the dependencies. */
    public boolean on(BackupSetting setting) {
        return asked.contains(setting)
                && (!NEED_USERS.contains(setting) || asked.contains(USERS))
                && (setting != GRADE_HISTORIES || asked.contains(ACTIVITIES));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ArchiveSettings that && asked.equals(that.asked);
    }

    @Override
    public int hashCode() {
        return asked.hashCode();
    }

    @Override
    public String toString() {
        return asked.toString();
    }
}
