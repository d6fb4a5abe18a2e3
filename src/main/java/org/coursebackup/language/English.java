package org.coursebackup.language;

/** Something that is English in every language, such as a reason that stands in the log, too. */
public record English(String said) {
    @Override
    public String toString() {
        return said;
    }
}
