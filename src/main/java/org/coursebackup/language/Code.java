package org.coursebackup.language;

/** Something that is typed or found as it is, such as the key of a setting, an address or the id of a route. */
public record Code(String said) {
    @Override
    public String toString() {
        return said;
    }
}
