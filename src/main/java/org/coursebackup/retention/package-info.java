/** Which archives stay: a pure policy, a list in and a decision with its reason for each archive out. */
package org.coursebackup.retention;
