/**
 * Manifests: what an archive holds, by SHA-256, signed and kept beside it, so that whoever restores it years later
 * knows that it is what was made.
 */
package org.coursebackup.manifest;
