/**
 * When a run starts next: {@link org.coursebackup.schedule.Schedule} from a Quartz cron expression and a zone,
 * {@link org.coursebackup.schedule.MoodleSchedule} for Moodle's own weekdays and time, and
 * {@link org.coursebackup.schedule.NextStart} as the bean used by the status step.
 */
package org.coursebackup.schedule;
