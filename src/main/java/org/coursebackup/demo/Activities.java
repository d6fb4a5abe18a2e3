package org.coursebackup.demo;

/** The resources: page, text area (label), URL, file, folder and book. */
final class Activities {
    private final Course course;
    private final DemoRows rows;

    Activities(Course course) {
        this.course = course;
        rows = course.site.rows;
    }

    Module page(String name, String content) {
        return course.activity(
                "page",
                name,
                "intro",
                "<p>" + name + "</p>",
                "introformat",
                1,
                "content",
                content,
                "contentformat",
                1,
                "display",
                5,
                "displayoptions",
                "a:1:{s:10:\"printintro\";s:1:\"0\";}",
                "revision",
                2);
    }

    Module label(String text) {
        String name = text.replaceAll("<[^>]*>", "");
        return course.activity(
                "label", name.substring(0, Math.min(40, name.length())), "intro", text, "introformat", 1);
    }

    Module url(String name, String address) {
        return course.activity(
                "url",
                name,
                "intro",
                "<p>An address elsewhere.</p>",
                "introformat",
                1,
                "externalurl",
                address,
                "displayoptions",
                "a:0:{}",
                "parameters",
                "a:0:{}");
    }

    /** A single file. */
    Module resource(String name, String file, byte[] content) {
        Module module = course.activity(
                "resource", name, "intro", "", "introformat", 1, "displayoptions", "a:0:{}", "revision", 1);
        course.site.file(module.context(), "mod_resource", "content", 0, file, content);
        return module;
    }

    /** A folder of text files, some of them in a subfolder. */
    Module folder(String name, int files) {
        Module module =
                course.activity("folder", name, "intro", "<p>Take what you need.</p>", "introformat", 1, "revision", 1);
        for (int i = 1; i <= files * course.site.scale; i++) {
            course.site.file(
                    module.context(),
                    "mod_folder",
                    "content",
                    0,
                    i % 3 == 0 ? "/more notes/" : "/",
                    "note " + i + ".txt",
                    Content.text(name + ", note number " + i + " of course " + course.id + "\n"));
        }
        return module;
    }

    /** A book; every second chapter is a subchapter of the one before. */
    Module book(String name, String... titlesAndTexts) {
        Module module = course.activity(
                "book",
                name,
                "intro",
                "<p>" + name + "</p>",
                "introformat",
                1,
                "numbering",
                1,
                "revision",
                1,
                "timecreated",
                course.site.daysAgo(70));
        for (int i = 0; i < titlesAndTexts.length; i += 2) {
            int page = i / 2 + 1;
            long chapter = rows.add(
                    "book_chapters",
                    "bookid",
                    module.instance(),
                    "pagenum",
                    page,
                    "subchapter",
                    page % 2 == 0,
                    "title",
                    titlesAndTexts[i],
                    "content",
                    titlesAndTexts[i + 1],
                    "contentformat",
                    1,
                    "timecreated",
                    course.site.daysAgo(70),
                    "timemodified",
                    course.site.daysAgo(60));
            if (page == 1) {
                course.site.file(module.context(), "mod_book", "chapter", chapter, "cover.png", Content.png(11));
                course.site.tag("Reading", "mod_book", "book_chapters", chapter, module.context());
            }
        }
        return module;
    }
}
