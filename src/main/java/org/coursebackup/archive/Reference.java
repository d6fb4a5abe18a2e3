package org.coursebackup.archive;

/**
 * What an archive in the making is compared with: if it would hold the same, it is not made.
 *
 * @param strict whether incidental fields count, too, such as when a user last logged in
 * @param fingerprint of the archive that there is; null for none, so that one is made in any case
 */
public record Reference(boolean strict, String fingerprint) {}
