/**
 * When a run starts next: {@link org.coursebackup.schedule.Schedule} from a Quartz cron expression and a zone,
 * {@link org.coursebackup.schedule.MoodleSchedule} for Moodle's own weekday and hour, and
 * {@link org.coursebackup.schedule.NextStart} as the bean that the status step asks.
 */
package org.coursebackup.schedule;
