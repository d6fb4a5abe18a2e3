/**
 * One course on its way through the stages ({@link org.coursebackup.course.CourseWork}), and the beans called by its
 * stages.
 */
package org.coursebackup.course;
