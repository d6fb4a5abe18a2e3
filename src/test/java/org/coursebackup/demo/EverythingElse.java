package org.coursebackup.demo;

/**
 * Course 10 {@code EVERYTHING}, for tests only: the activities, question types and corners of the gradebook that the
 * demo's own courses lack, so that every definition of the archive format meets a row.
 */
public final class EverythingElse {
    private EverythingElse() {}

    /** Adds the course to a demo site. */
    public static DemoSite in(DemoSite site) {
        return site.with(EverythingElse::make);
    }

    private static void make(DemoBuilder site, People people) {
        Course course = new Course(site, people, Foundation.category(site, "Rest", 0), "EVERYTHING", "Everything else");
        course.enrol(3);
        course.section("Talking", "");
        long group = site.rows.add(
                "groups",
                "courseid",
                course.id,
                "name",
                "Alone",
                "descriptionformat",
                1,
                "timecreated",
                site.daysAgo(9),
                "timemodified",
                site.daysAgo(9));
        site.rows.add(
                "groups_members", "groupid", group, "userid", course.students.get(1), "timeadded", site.daysAgo(9));
        TalkingActivities.make(course, group);
        course.section("Learning", "");
        LearningActivities.make(course);
        ScormActivity.make(course);
        LtiActivity.make(course);
        WorkshopActivity.make(course);
        course.section("Asking", "");
        OtherQuestions.make(course);
        Corners.make(course, group);
    }
}
