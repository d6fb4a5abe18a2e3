package org.coursebackup.archive;

/** Notices whether {@code users.xml} names the MNet host of a user: then somebody comes from another site. */
final class RemoteUsers implements DocumentWriter.FieldFilter {
    private boolean found;

    @Override
    public String filter(String element, String field, String value) {
        found |= field.equals("mnethosturl") && value != null;
        return value;
    }

    boolean found() {
        return found;
    }
}
