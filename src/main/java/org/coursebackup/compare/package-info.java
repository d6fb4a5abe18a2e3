/**
 * Compares two archives of one course, document by document and element by element; what differs is told by component.
 */
package org.coursebackup.compare;
