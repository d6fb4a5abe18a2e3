package org.coursebackup.schedule;

import java.util.ArrayList;
import java.util.List;

/**
 * Moodle's own schedule of automated backups as a Quartz cron expression: the ticked weekdays, at one hour and minute.
 */
public final class MoodleSchedule {
    private static final List<String> DAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

    private MoodleSchedule() {}

    /**
     * @param weekdays backup_auto_weekdays: seven characters from Sunday to Saturday, 1 for a ticked one; may be null
     * @param hour backup_auto_hour, 0 to 23
     * @param minute backup_auto_minute, 0 to 59
     * @throws IllegalArgumentException with the remedy, if no day is ticked (Moodle then never runs) or a value makes
     *     no sense
     */
    public static String cron(String weekdays, int hour, int minute) {
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59) {
            throw new IllegalArgumentException("Moodle's automated backup setup says " + hour + ":" + minute
                    + ", which is not a time of day; save the setup page once, or set schedule.cron.");
        }
        List<String> ticked = new ArrayList<>();
        for (int day = 0; weekdays != null && day < Math.min(weekdays.length(), DAYS.size()); day++) {
            if (weekdays.charAt(day) == '1') {
                ticked.add(DAYS.get(day));
            }
        }
        if (ticked.isEmpty()) {
            throw new IllegalArgumentException(
                    "Moodle's automated backup setup has no weekday ticked, so no start time can be"
                            + " taken from it; tick days under Courses > Backups > Automated backup setup, or"
                            + " set schedule.cron.");
        }
        String days = ticked.size() == DAYS.size() ? "*" : String.join(",", ticked);
        return "0 " + minute + " " + hour + " ? * " + days;
    }
}
