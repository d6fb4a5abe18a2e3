package org.coursebackup.export;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.coursebackup.verify.ArchiveIndex;

/**
 * Which questions go along with an activity. Until Moodle 4.5 its {@code inforef.xml} lists exactly the categories that
 * Moodle takes, and these are taken whole. From 5.0 on it lists what earlier activities of the course use, too; of
 * categories of other activities only what this one uses is taken: the questions of its slots and attempts with their
 * parts, and the categories that its random questions are drawn from.
 */
final class QuestionsTaken {
    private record Category(long context, long parent) {}

    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");
    private static final Pattern WITH_SUBCATEGORIES =
            Pattern.compile("includ(?:e|ing|es)subcategories\"?\\s*:\\s*(?:true|\"?1)");

    private static final String CATEGORY = "question_categories/question_category";
    private static final String ENTRY = CATEGORY + "/question_bank_entries/question_bank_entry";
    private static final String QUESTION = ENTRY + "/question_version/question_versions/questions/question";

    private final EntryReader archive;
    private final boolean inUseOnly;
    private final Map<Long, Category> all = new HashMap<>();
    private final Ids own = new Ids();
    private final Ids used = new Ids();
    private final Ids attempted = new Ids();
    private final Ids drawn = new Ids();
    private final Ids drawnBelow = new Ids();
    private final Ids whole = new Ids();
    private final Ids entries = new Ids();
    private final Ids categories = new Ids();
    private final Ids contexts = new Ids();

    private QuestionsTaken(EntryReader archive, boolean inUseOnly) {
        this.archive = archive;
        this.inUseOnly = inUseOnly;
    }

    /** @param listed categories that the {@code inforef.xml} of the activity, and of what goes along, list */
    static QuestionsTaken of(EntryReader archive, ArchiveIndex index, CutPlan plan, Ids listed) throws IOException {
        // the setting went with the banks of courses
        QuestionsTaken taken = new QuestionsTaken(archive, !index.has("questionbank"));
        if (listed.isEmpty()) {
            return taken;
        }
        archive.read("questions.xml", taken.new Categories());
        if (taken.inUseOnly) {
            for (String directory : plan.directories()) {
                taken.look(directory);
            }
            taken.decide(listed);
        } else {
            taken.categories.addAll(listed);
            taken.whole.addAll(listed);
        }
        taken.all.forEach((id, category) -> {
            if (taken.categories.contains(id)) {
                taken.contexts.add(category.context);
            }
        });
        return taken;
    }

    /** What the activity in a directory uses. */
    private void look(String directory) throws IOException {
        String name = directory.substring(directory.indexOf('/') + 1);
        String document = directory + "/" + name.substring(0, name.lastIndexOf('_')) + ".xml";
        archive.read(document, new Choice() {
            @Override
            public Fate fate(String path, Map<String, String> attributes) {
                if (path.equals("activity")) {
                    own.add(attributes.get("contextid"));
                }
                return Fate.KEEP;
            }

            @Override
            public String text(String path, String text) {
                switch (path.substring(path.lastIndexOf('/') + 1)) {
                    case "questionbankentryid" -> used.add(text);
                    case "questionid" -> attempted.add(text);
                    case "filtercondition" -> draw(text);
                    default -> {}
                }
                return text;
            }
        });
    }

    /** The numbers in it are ids of categories, among others; more than needed does no harm. */
    private void draw(String condition) {
        boolean below = WITH_SUBCATEGORIES.matcher(condition).find();
        for (Matcher number = NUMBER.matcher(condition); number.find(); ) {
            (below ? drawnBelow : drawn).add(number.group());
        }
    }

    private void decide(Ids listed) throws IOException {
        all.forEach((id, category) -> {
            if (listed.contains(id)
                    && (own.contains(category.context) || drawn.contains(id) || isBelow(category, drawnBelow, id))) {
                whole.add(id);
            }
        });
        archive.read("questions.xml", new Uses());
        // parts of questions, which may come before or after them, have them as parents
        archive.read("questions.xml", new Uses());
        Ids taken = whole.copy();
        taken.addAll(categories);
        taken.iterator().forEachRemaining(this::addWithParents);
    }

    private void addWithParents(long category) {
        for (long id = category; all.containsKey(id); id = all.get(id).parent) {
            if (categories.contains(id) && id != category) {
                return;
            }
            categories.add(id);
            if (all.get(id).parent == id) {
                return;
            }
        }
    }

    private boolean isBelow(Category category, Ids above, long id) {
        if (above.contains(id)) {
            return true;
        }
        int steps = 0;
        for (long parent = category.parent; all.containsKey(parent) && steps < all.size(); steps++) {
            if (above.contains(parent)) {
                return true;
            }
            parent = all.get(parent).parent;
        }
        return false;
    }

    /** Whether only what is in use comes from the categories of others, so that inforef.xml lists too many. */
    boolean inUseOnly() {
        return inUseOnly;
    }

    Ids categories() {
        return categories;
    }

    /** Contexts of the categories taken: Moodle takes the files of all questions there. */
    Ids contexts() {
        return contexts;
    }

    boolean category(long id) {
        return categories.contains(id);
    }

    /** Takes over what is taken of {@code questions.xml}. */
    Choice choice() {
        return new Choice() {
            private long category;

            @Override
            public Fate fate(String path, Map<String, String> attributes) {
                long id = Ids.number(attributes.get("id"));
                return switch (path) {
                    case CATEGORY -> {
                        category = id;
                        yield categories.contains(id) ? Fate.KEEP : Fate.DROP;
                    }
                    case ENTRY -> whole.contains(category) || entries.contains(id) ? Fate.KEEP : Fate.DROP;
                    default -> Fate.KEEP;
                };
            }
        };
    }

    private final class Categories implements Choice {
        private long category;
        private long context;

        @Override
        public Fate fate(String path, Map<String, String> attributes) {
            if (path.equals(CATEGORY)) {
                category = Ids.number(attributes.get("id"));
            }
            return path.equals(CATEGORY + "/question_bank_entries") ? Fate.DROP : Fate.KEEP;
        }

        @Override
        public String text(String path, String text) {
            switch (path) {
                case CATEGORY + "/contextid" -> context = Ids.number(text);
                case CATEGORY + "/parent" -> all.put(category, new Category(context, Ids.number(text)));
                default -> {}
            }
            return text;
        }
    }

    /** Finds the entries in use, and their categories. */
    private final class Uses implements Choice {
        private long category;
        private long entry;
        private long question;

        @Override
        public Fate fate(String path, Map<String, String> attributes) {
            switch (path) {
                case CATEGORY -> category = Ids.number(attributes.get("id"));
                case ENTRY -> {
                    entry = Ids.number(attributes.get("id"));
                    if (used.contains(entry)) {
                        take();
                    }
                }
                case QUESTION -> {
                    question = Ids.number(attributes.get("id"));
                    if (attempted.contains(question)) {
                        take();
                    } else if (entries.contains(entry)) {
                        attempted.add(question);
                    }
                }
                default -> {}
            }
            return Fate.KEEP;
        }

        @Override
        public String text(String path, String text) {
            if (path.equals(QUESTION + "/parent") && attempted.contains(text)) {
                take();
                attempted.add(question);
            }
            return text;
        }

        private void take() {
            entries.add(entry);
            categories.add(category);
        }
    }
}
