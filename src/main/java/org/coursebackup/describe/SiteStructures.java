package org.coursebackup.describe;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.coursebackup.archive.DescribedSite;

/** What {@code describe.php} printed about a site: one line of JSON per component. */
final class SiteStructures {
    /** Format of the lines; the script states it in the line about the site. */
    private static final int FORMAT = 2;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, JsonNode> components = new LinkedHashMap<>();
    private final List<String> unfinished = new ArrayList<>();
    private JsonNode site;

    private SiteStructures() {}

    /**
     * Reads the script's output; lines that are not a JSON object, such as PHP notices, are skipped.
     *
     * @throws IOException if the site did not get as far as saying what it is, or uses another format
     */
    static SiteStructures read(Iterable<String> lines) throws IOException {
        SiteStructures structures = new SiteStructures();
        for (String line : lines) {
            JsonNode said = line.startsWith("{") ? parse(line) : null;
            if (said == null) {
                continue;
            }
            if (said.has("begin")) {
                structures.unfinished.add(said.get("begin").asText());
            } else if (said.has("component")) {
                String component = said.get("component").asText();
                structures.unfinished.remove(component);
                structures.components.put(component, said);
            }
        }
        structures.site = structures.components.remove("site");
        if (structures.site == null) {
            throw new IOException("It holds no line about the site, so it is not the output of describe.php, or PHP"
                    + " ended before it began. Look at what PHP printed on its standard error.");
        }
        if (structures.site.path("format").asInt() != FORMAT) {
            throw new IOException("It was made by a describe.php of another version of this program. Print the script"
                    + " anew with 'describe --script' and run it again.");
        }
        return structures;
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException cutOff) {
            return null;
        }
    }

    /** Moodle's {@code $CFG->version}. */
    String version() {
        return site.path("version").asText();
    }

    String release() {
        return site.path("release").asText();
    }

    /** Installed components with {@code version}, {@code standard} and {@code backup}, by name. */
    JsonNode installed() {
        return site.path("components");
    }

    /** Versions recorded in the site's database, by plugin. */
    JsonNode versions() {
        return site.path("versions");
    }

    String versionOf(String component) {
        return installed().path(component).path("version").asText("");
    }

    /** Whether a component comes with Moodle. */
    boolean standard(String component) {
        return installed().path(component).path("standard").asBoolean();
    }

    /** Installed plugins that do not come with Moodle. */
    Set<String> added() {
        Set<String> added = new TreeSet<>();
        installed().fieldNames().forEachRemaining(component -> {
            if (!standard(component)) {
                added.add(component);
            }
        });
        return added;
    }

    /** What the digests of settings were made with. */
    String salt() {
        return site.path("salt").asText();
    }

    /** Settings that plugins' code read, with digests of their values. */
    List<DescribedSite.Setting> settings() {
        List<DescribedSite.Setting> settings = new ArrayList<>();
        Stream.concat(Stream.of(site), components.values().stream()).forEach(said -> said.path("settings")
                .forEach(setting -> settings.add(new DescribedSite.Setting(
                        setting.path(0).asText(),
                        setting.path(1).asText(),
                        setting.path(2).asText(),
                        setting.path(3).asText(),
                        setting.path(4).asBoolean()))));
        return settings;
    }

    /** Whether the script reached its end and the site's database was there until then, so that nothing is missing. */
    boolean whole() {
        return components.containsKey("end") && !of("end").has("impossible");
    }

    /** Components at which PHP died. */
    List<String> unfinished() {
        return unfinished;
    }

    /** Everything reported, by component; {@code core} stands for Moodle's own documents. */
    Map<String, JsonNode> components() {
        return components;
    }

    JsonNode of(String component) {
        return components.getOrDefault(component, JSON.createObjectNode());
    }
}
