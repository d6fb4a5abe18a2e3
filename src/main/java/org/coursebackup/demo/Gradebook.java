package org.coursebackup.demo;

/** A course's gradebook: the course category and total, grade items of activities, grades with their history. */
final class Gradebook {
    private final Course course;
    private final long category;
    private final long total;
    private int order = 1;

    Gradebook(Course course) {
        this.course = course;
        DemoRows rows = course.site.rows;
        long made = course.site.daysAgo(120);
        category = rows.add(
                "grade_categories",
                "courseid",
                course.id,
                "depth",
                1,
                "fullname",
                "?",
                "aggregation",
                13,
                "aggregateonlygraded",
                1,
                "timecreated",
                made,
                "timemodified",
                made);
        rows.set("grade_categories", category, "path", "/" + category + "/");
        total = rows.add(
                "grade_items",
                "courseid",
                course.id,
                "itemtype",
                "course",
                "iteminstance",
                category,
                "gradetype",
                1,
                "sortorder",
                order,
                "timecreated",
                made,
                "timemodified",
                made);
    }

    /** The item of an activity graded from 0 to the given number of points. */
    long item(Module module, double max, Object... more) {
        Object[] known = {
            "courseid",
            course.id,
            "categoryid",
            category,
            "itemname",
            module.name(),
            "itemtype",
            "mod",
            "itemmodule",
            module.kind(),
            "iteminstance",
            module.instance(),
            "itemnumber",
            0,
            "gradetype",
            1,
            "grademax",
            max,
            "aggregationcoef2",
            0.5,
            "sortorder",
            ++order,
            "timecreated",
            course.site.daysAgo(80),
            "timemodified",
            course.site.daysAgo(80)
        };
        return course.site.rows.add("grade_items", DemoBuilder.concat(known, more));
    }

    /** A category below the course's own, with an item of its own. */
    long category(String name) {
        DemoRows rows = course.site.rows;
        long made = course.site.daysAgo(70);
        long id = rows.add(
                "grade_categories",
                "courseid",
                course.id,
                "parent",
                category,
                "depth",
                2,
                "fullname",
                name,
                "aggregation",
                13,
                "timecreated",
                made,
                "timemodified",
                made);
        rows.set("grade_categories", id, "path", "/" + category + "/" + id + "/");
        rows.add(
                "grade_items",
                "courseid",
                course.id,
                "itemtype",
                "category",
                "iteminstance",
                id,
                "gradetype",
                1,
                "sortorder",
                ++order,
                "itemname",
                "",
                "timecreated",
                made,
                "timemodified",
                made);
        return id;
    }

    /** An item that teachers fill in by hand. */
    long manualItem(String name, long inCategory) {
        return course.site.rows.add(
                "grade_items",
                "courseid",
                course.id,
                "categoryid",
                inCategory,
                "itemname",
                name,
                "itemtype",
                "manual",
                "gradetype",
                1,
                "grademax",
                5,
                "sortorder",
                ++order,
                "idnumber",
                "manual-" + course.id,
                "timecreated",
                course.site.daysAgo(70),
                "timemodified",
                course.site.daysAgo(70));
    }

    /** A grade, and its row in Moodle's grade history. */
    void grade(long item, long user, double value, String feedback) {
        DemoRows rows = course.site.rows;
        Object max = rows.get("grade_items", item, "grademax");
        long when = course.site.daysAgo(5);
        long id = rows.add(
                "grade_grades",
                "itemid",
                item,
                "userid",
                user,
                "rawgrade",
                value,
                "rawgrademax",
                max,
                "usermodified",
                course.people.teacher,
                "finalgrade",
                value,
                "feedback",
                feedback,
                "feedbackformat",
                1,
                "timecreated",
                when,
                "timemodified",
                when,
                "aggregationstatus",
                "used",
                "aggregationweight",
                0.5);
        rows.add(
                "grade_grades_history",
                "action",
                1,
                "oldid",
                id,
                "source",
                "mod/demo",
                "timemodified",
                when,
                "loggeduser",
                course.people.teacher,
                "itemid",
                item,
                "userid",
                user,
                "rawgrade",
                value,
                "rawgrademax",
                max,
                "usermodified",
                course.people.teacher,
                "finalgrade",
                value,
                "feedback",
                feedback,
                "feedbackformat",
                1);
    }

    /** A user's course total. */
    void total(long user, double value) {
        grade(total, user, value, null);
    }
}
