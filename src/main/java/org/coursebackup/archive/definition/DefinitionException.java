package org.coursebackup.archive.definition;

/** A definition file says something that can't be; the message names file, line and remedy. */
class DefinitionException extends RuntimeException {
    public DefinitionException(String place, String message) {
        super(place + ": " + message);
    }
}
