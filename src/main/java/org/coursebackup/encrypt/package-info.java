/** Encryption of finished archives in the format of age (age-encryption.org/v1), by public keys. */
package org.coursebackup.encrypt;
