package org.coursebackup.archive;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.coursebackup.archive.text.IdText;
import org.coursebackup.archive.text.SqlLike;

/**
 * What a random question picks from: the filter that Moodle keeps as JSON in {@code question_set_references}, in the
 * form used since 4.3 or the one before. A filter counts only while the question bank plugin that provides it is
 * enabled.
 */
final class RandomCondition {
    /** The condition can't be evaluated, not even by Moodle; the message says why. */
    static final class UnusableException extends Exception {
        private static final long serialVersionUID = 1L;

        UnusableException(String message) {
            super(message);
        }
    }

    /** A question that may be picked. What no filter asks for may be null. */
    record Candidate(
            long question,
            long category,
            String type,
            String name,
            String idNumber,
            String text,
            String feedback,
            long modified) {}

    /** Moodle's ways to join the values of a filter. */
    private static final int NONE = 0;

    private static final int ANY = 1;
    private static final int ALL = 2;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Predicate<String> enabled;
    private final ZoneId zone;
    private final List<Predicate<Candidate>> checks = new ArrayList<>();
    private final Map<Long, Integer> tagged = new HashMap<>();

    /** The categories named; null if the condition names none. */
    IdSet categories;

    boolean withSubcategories;
    boolean otherCategories;
    /** Tags to look up; null if the condition doesn't ask for tags. */
    IdSet tags;

    boolean otherTags;
    private long tagsNeeded;
    /** Names of tags in lower case, as used by the form before 4.3. */
    final Set<String> tagNames = new HashSet<>();

    boolean readsNames;
    boolean readsTexts;

    private RandomCondition(Predicate<String> enabled, ZoneId zone) {
        this.enabled = enabled;
        this.zone = zone;
    }

    /**
     * @param enabled which plugins are installed and not disabled
     * @param zone the site's, for times in filters
     */
    static RandomCondition parse(String json, Predicate<String> enabled, ZoneId zone) throws UnusableException {
        RandomCondition condition = new RandomCondition(enabled, zone);
        try {
            JsonNode root = JSON.readTree(json == null ? "" : json);
            if (!root.isContainerNode()) {
                throw new UnusableException("it is not a JSON object");
            }
            if (root.hasNonNull("filter")) {
                condition.filters(root.get("filter"));
            } else {
                condition.oldForm(root);
            }
        } catch (JsonProcessingException e) {
            throw new UnusableException("it is not valid JSON (" + e.getOriginalMessage() + ")");
        }
        return condition;
    }

    private void oldForm(JsonNode root) {
        if (root.hasNonNull("questioncategoryid") && enabled.test("qbank_managecategories")) {
            categories = IdSet.of(id(root.get("questioncategoryid")));
            withSubcategories = truthy(root.path("includingsubcategories"));
        }
        if (root.hasNonNull("tags") && enabled.test("qbank_tagquestion")) {
            for (JsonNode tag : root.get("tags")) {
                String[] idAndName = tag.asText().split(",");
                tagNames.add(idAndName.length < 2 ? "" : idAndName[1].trim().toLowerCase(Locale.ROOT));
            }
            tags = tagNames.isEmpty() ? null : new IdSet();
            tagsNeeded = tagNames.size();
        }
    }

    private void filters(JsonNode filters) throws UnusableException {
        category(filter(filters, "category", "qbank_managecategories"));
        tags(filter(filters, "qtagids", "qbank_tagquestion"));
        // only ready versions are picked, so a filter on the status can only rule out all of them
        JsonNode status = filter(filters, "status", "qbank_editquestion");
        if (status != null && !values(status).isEmpty() && id(values(status).get(0)) != 0) {
            checks.add(question -> false);
        }
        types(filter(filters, "qtype", "qbank_viewquestiontype"));
        text(filter(filters, "questionname", "qbank_viewquestionname"), question -> List.of(question.name));
        text(
                filter(filters, "questionidnumber", "qbank_viewquestionname"),
                question -> question.idNumber == null ? List.of() : List.of(question.idNumber));
        JsonNode text = filter(filters, "questiontext", "qbank_viewquestiontext");
        readsTexts = text != null;
        text(text, question -> List.of(question.text, question.feedback));
        modified(filter(filters, "timemodified", "qbank_viewcreator"));
        for (String person : List.of("createdby", "modifiername")) {
            if (filter(filters, person, "qbank_viewcreator") != null) {
                throw new UnusableException("it filters by '" + person + "', which random questions can't");
            }
        }
    }

    private JsonNode filter(JsonNode filters, String key, String plugin) {
        return filters.hasNonNull(key) && enabled.test(plugin) ? filters.get(key) : null;
    }

    private void category(JsonNode filter) throws UnusableException {
        if (filter == null) {
            return;
        }
        if (values(filter).isEmpty()) {
            throw new UnusableException("its filter names no category");
        }
        categories = new IdSet();
        values(filter).forEach(value -> categories.add(id(value)));
        // some versions wrote this option outside filteroptions
        JsonNode beside = filter.path("includesubcategories");
        withSubcategories = truthy(
                beside.isMissingNode() || beside.isNull()
                        ? filter.path("filteroptions").path("includesubcategories")
                        : beside);
        otherCategories = join(filter, ANY) == NONE;
    }

    private void tags(JsonNode filter) {
        List<JsonNode> named = filter == null
                ? List.of()
                : values(filter).stream().filter(RandomCondition::truthy).toList();
        if (!named.isEmpty()) {
            tags = new IdSet();
            named.forEach(value -> tags.add(id(value)));
            otherTags = join(filter, ALL) == NONE;
            tagsNeeded = join(filter, ALL) == ALL ? named.size() : 0;
        }
    }

    private void types(JsonNode filter) {
        Set<String> named = new HashSet<>();
        if (filter != null) {
            values(filter).stream().filter(RandomCondition::truthy).forEach(value -> named.add(value.asText()));
        }
        if (!named.isEmpty()) {
            boolean wanted = join(filter, ANY) != NONE;
            checks.add(question -> named.contains(question.type) == wanted);
        }
    }

    /** The text must (not) contain the values; a question without that text never matches. */
    private void text(JsonNode filter, Function<Candidate, List<String>> texts) {
        if (filter == null || values(filter).isEmpty()) {
            return;
        }
        readsNames = true;
        List<Pattern> patterns = values(filter).stream()
                .map(value -> SqlLike.containing(value.asText()))
                .toList();
        int join = join(filter, ALL);
        checks.add(question -> {
            List<String> of = texts.apply(question);
            Predicate<Pattern> contained = pattern ->
                    of.stream().anyMatch(text -> pattern.matcher(text).matches());
            return !of.isEmpty()
                    && switch (join) {
                        case NONE -> patterns.stream().noneMatch(contained);
                        case ANY -> patterns.stream().anyMatch(contained);
                        default -> patterns.stream().allMatch(contained);
                    };
        });
    }

    private void modified(JsonNode filter) throws UnusableException {
        if (filter == null
                || !filter.path("filteroptions").hasNonNull("mode")
                || values(filter).isEmpty()) {
            return;
        }
        String mode = filter.path("filteroptions").get("mode").asText();
        List<JsonNode> times = values(filter);
        if (!Set.of("after", "before", "between").contains(mode) || !mode.equals("after") && times.size() < 2) {
            throw new UnusableException(
                    "its filter by time of change has the mode '" + mode + "' and " + times.size() + " times");
        }
        long after =
                mode.equals("before") ? Long.MIN_VALUE : seconds(times.get(0).asText());
        long before =
                mode.equals("after") ? Long.MAX_VALUE : seconds(times.get(1).asText());
        checks.add(question -> question.modified > after && question.modified < before);
    }

    private long seconds(String time) throws UnusableException {
        try {
            String iso = time.trim().replace(' ', 'T');
            return (iso.contains("T")
                            ? LocalDateTime.parse(iso)
                            : LocalDate.parse(iso).atStartOfDay())
                    .atZone(zone)
                    .toEpochSecond();
        } catch (DateTimeException e) {
            throw new UnusableException("its filter by time of change names the time '" + time + "'");
        }
    }

    /** Counts a question's tag; call it for every tag instance that {@link #tags} and {@link #otherTags} ask for. */
    void countTag(long question, long tag) {
        if (tags != null && tags.contains(tag) != otherTags) {
            tagged.merge(question, 1, Integer::sum);
        }
    }

    /**
     * Whether the condition picks the question; subcategories must have been added to the categories by now, and tags
     * counted.
     */
    boolean picks(Candidate question) {
        if (categories != null && categories.contains(question.category) == otherCategories) {
            return false;
        }
        int count = tagged.getOrDefault(question.question, 0);
        if (tags != null && (tagsNeeded == 0 ? count == 0 : count != tagsNeeded)) {
            return false;
        }
        return checks.stream().allMatch(check -> check.test(question));
    }

    /** How the values of a filter are joined; only a number counts, as Moodle compares strictly. */
    private static int join(JsonNode filter, int unlessSaid) {
        JsonNode type = filter.path("jointype");
        return type.isMissingNode() || type.isNull() ? unlessSaid : type.isInt() ? type.intValue() : -1;
    }

    private static List<JsonNode> values(JsonNode filter) {
        List<JsonNode> values = new ArrayList<>();
        filter.path("values").forEach(values::add);
        return values;
    }

    private static long id(JsonNode value) {
        String text = value.asText();
        return IdText.isId(text) ? Long.parseLong(text) : 0;
    }

    /** PHP's idea of true. */
    private static boolean truthy(JsonNode value) {
        return switch (value.getNodeType()) {
            case BOOLEAN -> value.booleanValue();
            case NUMBER -> value.doubleValue() != 0;
            case STRING -> !value.textValue().isEmpty() && !value.textValue().equals("0");
            case ARRAY, OBJECT -> !value.isEmpty();
            default -> false;
        };
    }
}
