/**
 * Reading an archive back completely: {@link org.coursebackup.verify.ReadBack} in the routes,
 * {@link org.coursebackup.verify.VerifyArchive} for the command. Depends on no other package of the program.
 */
package org.coursebackup.verify;
