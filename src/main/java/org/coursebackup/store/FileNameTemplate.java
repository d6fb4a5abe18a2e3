package org.coursebackup.store;

import java.io.IOException;
import java.io.StringReader;
import java.io.Writer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import com.samskivert.mustache.BasicCollector;
import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Mustache.VariableFetcher;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;

/**
 * A site's template for the file names of course backups: Mustache, since Moodle 5.2 (backup_plan_dbops).
 *
 * <p>What it makes of a course is what Moodle makes of it. Where JMustache and PHP's Mustache read a template
 * differently ({@link TemplateTags}), and where a text of the site's language is asked for that this program does not
 * have, there is no name, rather than another one. Values are looked up by their names only, never by reflection.
 */
final class FileNameTemplate {
    /** Longer ones, in characters, are not looked at: a name has at most 255 bytes. */
    static final int LONGEST = 10_000;

    /** What stands for a group of values; no text has this character. An exception would break sections as well. */
    private static final String NO_VALUE = "\ufdd0";

    private static final Set<String> CORE = Set.of("", "core", "moodle");
    private static final Mustache.Compiler COMPILER = Mustache.compiler()
            .defaultValue("")
            .emptyStringIsFalse(true)
            .zeroIsFalse(true)
            .withLoader(partial -> new StringReader(""))
            .withEscaper(
                    Escapers.simple(new String[][] {{"&", "&amp;"}, {"\"", "&quot;"}, {"<", "&lt;"}, {">", "&gt;"}}))
            .withFormatter(FileNameTemplate::shown)
            .withCollector(new NamedValues());

    private final Template template;

    private FileNameTemplate(Template template) {
        this.template = template;
    }

    /** @throws UnusableTemplateException if it is no template, or one that is read differently here */
    static FileNameTemplate of(String text) throws UnusableTemplateException {
        if (text.length() > LONGEST) {
            throw new UnusableTemplateException("it has more than " + LONGEST + " characters");
        }
        TemplateTags.check(text);
        try {
            return new FileNameTemplate(COMPILER.compile(text));
        } catch (MustacheException | IndexOutOfBoundsException broken) {
            throw new UnusableTemplateException("it is no Mustache template: " + broken.getMessage());
        }
    }

    /**
     * What it makes of the values, before anything is cleaned.
     *
     * @param values texts, numbers, booleans, and maps of them
     */
    String render(Map<String, Object> values) throws UnusableTemplateException {
        Map<String, Object> all = new ConcurrentHashMap<>(values);
        all.put("str", (Mustache.Lambda) FileNameTemplate::text);
        String text;
        try {
            text = template.execute(all);
        } catch (MustacheException failed) {
            throw new UnusableTemplateException(String.valueOf(failed.getMessage()));
        }
        if (text.contains(NO_VALUE)) {
            throw new UnusableTemplateException("it shows a group of values, or a helper, where one value belongs");
        }
        return text;
    }

    /** The helper {@code str}: of Moodle's texts only the word with which default names begin is known, in English. */
    private static void text(Template.Fragment section, Writer out) throws IOException {
        String[] asked = section.decompile().split(",", 3);
        String component = asked.length > 1 ? asked[1].trim() : "";
        if (!asked[0].trim().equals("backupfilename") || !CORE.contains(component)) {
            throw new MustacheException(
                    "it asks for a text of Moodle's language pack other than 'backupfilename', which"
                            + " only Moodle itself has");
        }
        out.write("backup");
    }

    private static String shown(Object value) {
        if (value instanceof Boolean truth) {
            return truth ? "1" : "";
        }
        return value instanceof String || value instanceof Number ? value.toString() : NO_VALUE;
    }

    /** Looks values up in maps, and nowhere else. */
    private static final class NamedValues extends BasicCollector {
        @Override
        public VariableFetcher createFetcher(Object context, String name) {
            return (data, key) ->
                    data instanceof Map<?, ?> map && map.containsKey(key) ? map.get(key) : Template.NO_FETCHER_FOUND;
        }

        @Override
        public <K, V> Map<K, V> createFetcherCache() {
            return new ConcurrentHashMap<>();
        }
    }
}
