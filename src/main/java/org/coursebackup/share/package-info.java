/**
 * Blocks that two files share instead of each having a copy, on file systems that can ({@code docs/SHARING.md}). Of the
 * other packages it knows only {@code verify}.
 */
package org.coursebackup.share;
