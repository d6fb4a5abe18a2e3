/**
 * The pool of the target, where thin archives have the contents of their files ({@code store.layout=shared-pool}): what
 * gets in, whether it is still what it was, and what nobody refers to any more.
 */
package org.coursebackup.pool;
