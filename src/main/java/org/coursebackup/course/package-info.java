/**
 * One course on its way through the stages ({@link org.coursebackup.course.CourseWork}), and the beans that its stages
 * call.
 */
package org.coursebackup.course;
