package org.coursebackup.settings;

import java.util.List;
import java.util.stream.Collectors;

/** The settings are invalid, or what they point to can't be reached. Carries all problems, not only the first. */
public class SettingsException extends Exception {
    private final transient List<Problem> problems;

    public SettingsException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining(System.lineSeparator())));
        this.problems = List.copyOf(problems);
    }

    /** Whether the settings may be right, and all that is wrong is that servers or disks can't be reached. */
    public boolean away() {
        return problems.stream().allMatch(Problem::away);
    }

    public List<Problem> problems() {
        return problems;
    }
}
