package org.coursebackup.demo;

import java.util.ArrayList;
import java.util.List;

/** The users of the site. */
final class People {
    static final long GUEST = 1, ADMIN = 2;

    final long teacher;
    final long assistant;
    final long absent;
    /** Those who take part in courses. */
    final List<Long> students = new ArrayList<>();

    People(DemoBuilder site) {
        site.user("guest", "Guest user", " ", "description", "Looks around without an account.");
        site.user("admin", "Ada", "Min", "lang", "en");
        teacher = site.user(
                "t.tui",
                "Tomás",
                "Tui",
                "description",
                "<p>Teaches whatever grows, rises or shines.</p>",
                "alternatename",
                "Mr T",
                "idnumber",
                "T-1",
                "institution",
                "Harbour School",
                "department",
                "Nature");
        assistant = site.user("w.weka", "Wiremu", "Weka", "lang", "de", "phone1", "+64 555 0100");
        absent = site.user(
                "gone.user",
                "Gone",
                "User",
                "deleted",
                1,
                "username",
                "gone.user@example.org.1700000000",
                "email",
                "d41d8cd9");
        String[] first = {"Ana", "Béla", "Chen", "Dörte", "Eru", "Fatima"};
        String[] last = {"Kea", "Kererū", "Kākā", "Kiwi", "Kōkako", "Kōtuku"};
        for (int i = 0; i < 6 * site.scale; i++) {
            String number = i < 6 ? "" : String.valueOf(i);
            students.add(site.user("student" + (i + 1), first[i % 6] + number, last[i % 6], "city", "Hafenstadt"));
        }
        long category = site.rows.add("user_info_category", "name", "About the person", "sortorder", 1);
        long field = site.rows.add(
                "user_info_field",
                "shortname",
                "favourite",
                "name",
                "Favourite bird",
                "datatype",
                "text",
                "categoryid",
                category,
                "sortorder",
                1,
                "visible",
                2,
                "param1",
                "30",
                "param2",
                "2048",
                "param3",
                "0");
        site.rows.add("user_info_data", "userid", teacher, "fieldid", field, "data", "Tūī");
        site.rows.add("user_info_data", "userid", students.get(0), "fieldid", field, "data", "Kea & co");
        site.rows.add("user_preferences", "userid", students.get(0), "name", "htmleditor", "value", "textarea");
        site.tag("Birds", "core", "user", teacher, site.userContext(teacher));
    }

    long student(int number) {
        return students.get(number % students.size());
    }
}
