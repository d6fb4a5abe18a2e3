package org.coursebackup.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;

/**
 * All settings for people, without secrets.
 *
 * @param settings in the order of {@code application.properties}, then those that are not ours by name
 * @param problems what is wrong with them
 * @param hints what people should know of them
 */
public record ShownSettings(List<Shown> settings, List<Problem> problems, List<Problem> hints) {
    private static final String DEFAULT = "default";

    /**
     * One setting.
     *
     * @param value what counts; asterisks for a secret, and in place of one in an address; empty if there is none
     * @param source where that comes from: {@code default}, {@code application.properties}, the name of an environment
     *     variable, {@code -Dkey}, the path of Moodle's config.php, {@code Moodle} for its own setting, and so on
     */
    public record Shown(String key, String value, String source) {
        /** Whether nobody has set it. */
        public boolean byDefault() {
            return source.equals(DEFAULT);
        }
    }

    static ShownSettings of(
            Map<String, String> values, Map<String, String> origins, List<Problem> problems, List<Problem> hints) {
        List<Shown> all = new ArrayList<>();
        Map<String, String> others = new TreeMap<>(values);
        PackagedSettings.defaults().keySet().forEach(key -> {
            if (Keys.ALL.containsKey(key)) {
                all.add(shown(key, values.getOrDefault(key, ""), origins));
                others.remove(key);
            }
        });
        others.forEach((key, value) -> all.add(shown(key, value, origins)));
        return new ShownSettings(List.copyOf(all), problems, hints);
    }

    private static Shown shown(String key, String value, Map<String, String> origins) {
        return new Shown(key, masked(key, value), origins.getOrDefault(key, DEFAULT));
    }

    private static String masked(String name, String text) {
        Key<?> key = Keys.ALL.get(name);
        if (key == null ? Settings.SPEAKING.matcher(name).find() : key.kind().secret()) {
            return text.isEmpty() ? "" : "***";
        }
        String masked = Database.masked(text);
        return Settings.IN_ENDPOINT.matcher(masked).replaceAll(found -> {
            String secret = found.group(1) == null ? found.group(2) : found.group(1);
            return Matcher.quoteReplacement(found.group().replace(secret, "***"));
        });
    }
}
