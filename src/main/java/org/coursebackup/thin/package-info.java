/**
 * Thin archives: documents in a zip, contents of files once in a pool beside all of them ({@code store.layout}).
 * Depends on no other package.
 */
package org.coursebackup.thin;
