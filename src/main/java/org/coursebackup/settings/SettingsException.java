package org.coursebackup.settings;

import java.util.List;
import java.util.stream.Collectors;

/** The settings are invalid. Carries all problems, not only the first. */
public class SettingsException extends Exception {
    private final transient List<Problem> problems;

    public SettingsException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining(System.lineSeparator())));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }
}
