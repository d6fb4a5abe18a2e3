package org.coursebackup.archive.definition;

/** A definition file is invalid; the message names file, line and remedy. */
class DefinitionException extends RuntimeException {
    public DefinitionException(String place, String message) {
        super(place + ": " + message);
    }
}
