/** Which archives stay: a pure policy that takes a list and returns a decision, with its reason, for each archive. */
package org.coursebackup.retention;
