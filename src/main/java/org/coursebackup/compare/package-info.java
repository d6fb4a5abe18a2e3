/**
 * Compares two archives of one course, document by document and element by element; differences are reported by
 * component.
 */
package org.coursebackup.compare;
