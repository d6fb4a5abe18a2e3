package org.coursebackup.demo;

/** A forum with its discussions. */
final class Forum {
    final Module module;
    private final Course course;
    private final DemoRows rows;

    Forum(Course course, String name, String intro, Object... more) {
        this.course = course;
        rows = course.site.rows;
        Object[] known = {
            "intro", intro, "introformat", 1, "maxbytes", 512_000, "maxattachments", 9, "forcesubscribe", 0
        };
        module = course.activity("forum", name, DemoBuilder.concat(known, more));
    }

    /** Starts a discussion and returns its first post. */
    long discuss(long user, String subject, String message, long group, int daysAgo) {
        long discussion = rows.add(
                "forum_discussions",
                "course",
                course.id,
                "forum",
                module.instance(),
                "name",
                subject,
                "userid",
                user,
                "groupid",
                group,
                "timemodified",
                course.site.daysAgo(daysAgo),
                "usermodified",
                user);
        long post = post(discussion, 0, user, subject, message, daysAgo);
        rows.set("forum_discussions", discussion, "firstpost", post);
        return post;
    }

    long reply(long parent, long user, String message, int daysAgo) {
        String subject = (String) rows.get("forum_posts", parent, "subject");
        return post(
                (Long) rows.get("forum_posts", parent, "discussion"),
                parent,
                user,
                subject.startsWith("Re: ") ? subject : "Re: " + subject,
                message,
                daysAgo);
    }

    private long post(long discussion, long parent, long user, String subject, String message, int daysAgo) {
        long when = course.site.daysAgo(daysAgo);
        long post = rows.add(
                "forum_posts",
                "discussion",
                discussion,
                "parent",
                parent,
                "userid",
                user,
                "created",
                when,
                "modified",
                when,
                "mailed",
                1,
                "subject",
                subject,
                "message",
                message,
                "messageformat",
                1,
                "wordcount",
                message.split("\\s+").length,
                "charcount",
                message.length());
        rows.add(
                "forum_read",
                "userid",
                course.people.teacher,
                "forumid",
                module.instance(),
                "discussionid",
                discussion,
                "postid",
                post,
                "firstread",
                when + 600,
                "lastread",
                when + 1_200);
        return post;
    }

    void attach(long post, String name, byte[] content) {
        rows.set("forum_posts", post, "attachment", "1");
        course.site.file(module.context(), "mod_forum", "attachment", post, name, content);
    }

    void rate(long post, long user, int points) {
        rows.add(
                "rating",
                "contextid",
                module.context(),
                "component",
                "mod_forum",
                "ratingarea",
                "post",
                "itemid",
                post,
                "scaleid",
                rows.get("forum", module.instance(), "scale"),
                "rating",
                points,
                "userid",
                user,
                "timecreated",
                course.site.daysAgo(4),
                "timemodified",
                course.site.daysAgo(4));
    }

    /** A user's subscriptions, digests and read tracking. */
    void follow(long user, long post) {
        rows.add("forum_subscriptions", "userid", user, "forum", module.instance());
        rows.add("forum_digests", "userid", user, "forum", module.instance(), "maildigest", 1);
        rows.add("forum_track_prefs", "userid", user, "forumid", module.instance());
        rows.add(
                "forum_discussion_subs",
                "forum",
                module.instance(),
                "userid",
                user,
                "discussion",
                rows.get("forum_posts", post, "discussion"),
                "preference",
                course.site.daysAgo(6));
    }
}
