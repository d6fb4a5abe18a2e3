package org.coursebackup.archive;

import java.util.EnumSet;
import java.util.Set;

import static org.coursebackup.archive.BackupSetting.ANONYMIZE;

/**
 * What goes into an archive. Immutable. Settings are independent: Moodle's backup page makes some depend on others (no
 * role assignments without users ...), but its automated mode takes each as configured, and so do we.
 */
public final class ArchiveSettings {
    private final Set<BackupSetting> on;

    private ArchiveSettings(Set<BackupSetting> on) {
        this.on = on;
    }

    /** Every setting on except {@code anonymize}. */
    public static ArchiveSettings everything() {
        return new ArchiveSettings(EnumSet.complementOf(EnumSet.of(ANONYMIZE)));
    }

    /** The same settings with one changed. */
    public ArchiveSettings with(BackupSetting setting, boolean value) {
        Set<BackupSetting> changed = EnumSet.copyOf(on);
        if (value) {
            changed.add(setting);
        } else {
            changed.remove(setting);
        }
        return new ArchiveSettings(changed);
    }

    /** Whether the setting is on. */
    public boolean on(BackupSetting setting) {
        return on.contains(setting);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ArchiveSettings that && on.equals(that.on);
    }

    @Override
    public int hashCode() {
        return on.hashCode();
    }

    @Override
    public String toString() {
        return on.toString();
    }
}
