/**
 * Encryption of finished archives in the format of age (age-encryption.org/v1), by public keys; knows no other package.
 */
package org.coursebackup.encrypt;
