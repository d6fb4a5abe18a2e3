package org.coursebackup.language;

/** A size that a language writes in its own units. */
public record Amount(long bytes) {}
