package org.coursebackup.export;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.coursebackup.export.ArchiveEntries.Entry;
import org.coursebackup.verify.ArchiveIndex;

/**
 * What of the documents that a course shares goes along with an activity: whatever its own documents refer to, as their
 * {@code inforef.xml} says, and what that leads to. A note that Moodle makes without listing it there (scales of grade
 * items and outcomes, members of groups, roles of users' overrides) is found in the documents themselves.
 */
final class CutReferences {
    static final String INFOREF = "inforef.xml";

    private final EntryReader archive;
    private final CutPlan plan;
    /** By the names of their entries. */
    private final Map<String, References> inforefs = new LinkedHashMap<>();

    private final Map<String, References> changed = new LinkedHashMap<>();
    private final References all = new References();
    private final Ids userContexts = new Ids();
    private final boolean gradebook;
    private QuestionsTaken questions;
    private boolean remoteUsers;

    /** Reads what is needed of the archive. */
    CutReferences(EntryReader archive, ArchiveIndex index, CutPlan plan) throws IOException {
        this.archive = archive;
        this.plan = plan;
        for (Entry entry : archive.all()) {
            if (plan.has(entry.name()) && entry.name().endsWith("/" + INFOREF)) {
                inforefs.put(entry.name(), References.read(archive.open(entry.name())));
            }
        }
        dropStatesOfOthers();
        takeQuestions(index);
        inforefs.values().forEach(all::addAll);
        addStates();
        gradebook = archive.has("gradebook.xml") && noOtherIsGraded();
        addMembers();
        addGrades();
        addUsers();
    }

    /**
     * Moodle notes the users of an activity's xAPI states too late for its own inforef.xml, so that they stand in that
     * of the next. There those that no document names are not of this activity.
     */
    private void dropStatesOfOthers() throws IOException {
        References own = inforefs.get(plan.activity().directory() + "/" + INFOREF);
        if (own == null || plan.previous().isEmpty()) {
            return;
        }
        Ids strangers = users(plan.previous().get().directory() + "/xapistate.xml", "states/state/userid");
        if (strangers.isEmpty()) {
            return;
        }
        Ids named = new Ids();
        Choice naming = new Choice() {
            @Override
            public Fate fate(String path, Map<String, String> attributes) {
                attributes.values().forEach(this::look);
                return Fate.KEEP;
            }

            @Override
            public String text(String path, String text) {
                look(text);
                return text;
            }

            private void look(String text) {
                if (strangers.contains(text)) {
                    named.add(text);
                }
            }
        };
        String directory = plan.activity().directory() + "/";
        for (Entry entry : archive.all()) {
            String rest = entry.name().startsWith(directory) ? entry.name().substring(directory.length()) : "/";
            if (rest.indexOf('/') < 0 && rest.endsWith(".xml") && !rest.equals(INFOREF)) {
                DocumentFilter.read(archive.open(entry.name()), naming);
            }
        }
        strangers.iterator().forEachRemaining(user -> {
            if (!named.contains(user) && own.of("user").contains(user)) {
                own.of("user").remove(user);
                change(directory + INFOREF, own);
            }
        });
    }

    private void addStates() throws IOException {
        for (String directory : plan.directories()) {
            Ids missing = new Ids();
            users(directory + "/xapistate.xml", "states/state/userid")
                    .iterator()
                    .forEachRemaining(user -> {
                        if (!all.of("user").contains(user)) {
                            missing.add(user);
                        }
                    });
            if (!missing.isEmpty()) {
                References own = inforefs.computeIfAbsent(directory + "/" + INFOREF, name -> new References());
                own.of("user").addAll(missing);
                all.of("user").addAll(missing);
                change(directory + "/" + INFOREF, own);
            }
        }
    }

    private void takeQuestions(ArchiveIndex index) throws IOException {
        Ids listed = new Ids();
        inforefs.values().forEach(each -> listed.addAll(each.of("question_category")));
        questions = QuestionsTaken.of(archive, index, plan, listed);
        References own = inforefs.get(plan.activity().directory() + "/" + INFOREF);
        if (own != null && questions.inUseOnly()) {
            Ids wanted = own.of("question_category");
            listed.iterator().forEachRemaining(category -> {
                if (!questions.category(category)) {
                    inforefs.forEach((name, each) -> {
                        if (each.of("question_category").contains(category)) {
                            each.of("question_category").remove(category);
                            change(name, each);
                        }
                    });
                }
            });
            questions.categories().iterator().forEachRemaining(category -> {
                if (!listed.contains(category)) {
                    wanted.add(category);
                    change(plan.activity().directory() + "/" + INFOREF, own);
                }
            });
        }
    }

    private void change(String inforef, References to) {
        changed.put(inforef, to);
    }

    private boolean noOtherIsGraded() throws IOException {
        for (Entry entry : archive.all()) {
            if (entry.name().startsWith("activities/")
                    && entry.name().endsWith("/grades.xml")
                    && !plan.has(entry.name())
                    && DocumentFilter.holds(archive.open(entry.name()), "grade_item")) {
                return false;
            }
        }
        return true;
    }

    private void addMembers() throws IOException {
        Ids users = all.of("user");
        archive.read("groups.xml", new Choice() {
            @Override
            public Fate fate(String path, Map<String, String> attributes) {
                return path.equals("groups/group") && !all.of("group").contains(attributes.get("id"))
                        ? Fate.DROP
                        : Fate.KEEP;
            }

            @Override
            public String text(String path, String text) {
                if (path.equals("groups/group/group_members/group_member/userid")) {
                    users.add(text);
                }
                return text;
            }
        });
    }

    private void addGrades() throws IOException {
        Choice items = new Choice() {
            @Override
            public Fate fate(String path, Map<String, String> attributes) {
                return path.endsWith("/grade_grades") ? Fate.DROP : Fate.KEEP;
            }

            @Override
            public String text(String path, String text) {
                if (path.endsWith("/grade_item/scaleid")) {
                    all.of("scale").add(text);
                } else if (path.endsWith("/grade_item/outcomeid")) {
                    all.of("outcome").add(text);
                }
                return text;
            }
        };
        for (String directory : plan.directories()) {
            archive.read(directory + "/grades.xml", items);
        }
        if (gradebook) {
            archive.read("gradebook.xml", items);
        }
        archive.read("outcomes.xml", new Choice() {
            @Override
            public Fate fate(String path, Map<String, String> attributes) {
                return path.equals("outcomes_definition/outcome")
                                && !all.of("outcome").contains(attributes.get("id"))
                        ? Fate.DROP
                        : Fate.KEEP;
            }

            @Override
            public String text(String path, String text) {
                if (path.equals("outcomes_definition/outcome/scaleid")) {
                    all.of("scale").add(text);
                }
                return text;
            }
        });
    }

    private void addUsers() throws IOException {
        archive.read("users.xml", new Choice() {
            @Override
            public Fate fate(String path, Map<String, String> attributes) {
                if (path.equals("users/user")) {
                    if (!all.of("user").contains(attributes.get("id"))) {
                        return Fate.DROP;
                    }
                    userContexts.add(attributes.get("contextid"));
                }
                return Fate.KEEP;
            }

            @Override
            public String text(String path, String text) {
                switch (path) {
                    case "users/user/roles/role_overrides/override/roleid" ->
                        all.of("role").add(text);
                    case "users/user/mnethosturl" -> remoteUsers = true;
                    default -> {}
                }
                return text;
            }
        });
    }

    private Ids users(String document, String field) throws IOException {
        Ids users = new Ids();
        archive.read(document, new Choice() {
            @Override
            public Fate fate(String path, Map<String, String> attributes) {
                return Fate.KEEP;
            }

            @Override
            public String text(String path, String text) {
                if (path.equals(field)) {
                    users.add(text);
                }
                return text;
            }
        });
        return users;
    }

    /** Ids of such items, by the names of {@code inforef.xml}. */
    Ids of(String item) {
        return all.of(item);
    }

    Ids userContexts() {
        return userContexts;
    }

    QuestionsTaken questions() {
        return questions;
    }

    /** Whether the gradebook goes along: only where no other activity has grades (backup_plan_dbops). */
    boolean gradebook() {
        return gradebook;
    }

    boolean remoteUsers() {
        return remoteUsers;
    }

    /** The {@code inforef.xml} that say something else than in the archive, by the names of their entries. */
    Map<String, References> changed() {
        return changed;
    }

    /** The documents shared by the course that an activity's archive has, in the order of the archive's kind. */
    static List<String> documents() {
        return List.of(
                "groups.xml",
                "questions.xml",
                "users.xml",
                "roles.xml",
                "gradebook.xml",
                "grade_history.xml",
                "scales.xml",
                "outcomes.xml");
    }
}
