package org.coursebackup.describe;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.coursebackup.archive.DefinitionFiles;
import org.coursebackup.archive.DescribedSite;
import org.coursebackup.archive.Flags;
import org.coursebackup.archive.definition.Definitions;

/** The definitions of a site's components as its own code describes them, and the result for each component. */
public final class Description {
    private final SiteStructures site;
    private final List<ComponentDefinition> components;

    private Description(SiteStructures site, List<ComponentDefinition> components) {
        this.site = site;
        this.components = components;
    }

    /**
     * Asks the site's code.
     *
     * @throws IOException if PHP or the site's code does not answer; the message says why and what to do
     */
    public static Description of(MoodlePhp php) throws IOException {
        return of(php.describe());
    }

    /** Reads the output of the script run elsewhere. */
    public static Description of(Path output) throws IOException {
        return of(Files.readString(output, StandardCharsets.UTF_8).lines().toList());
    }

    static Description of(List<String> lines) throws IOException {
        SiteStructures site = SiteStructures.read(lines);
        Definitions own = Definitions.read(DefinitionFiles.own(), Map.of());
        return new Description(site, new DefinitionMaker(site, own, Flags::known).make());
    }

    /** Whether PHP reached the end of the script. */
    public boolean whole() {
        return site.whole();
    }

    /**
     * Writes a file for each described component into a folder, removes those of components that are gone or need none,
     * and records the versions for which they were made. Where PHP ended before its time, nothing is removed and no
     * version recorded of what it did not come to: what was described before still serves, and {@code check} tells.
     *
     * @return the number of files there now
     */
    public int write(Path folder) throws IOException {
        Files.createDirectories(folder);
        List<String> names = new ArrayList<>();
        for (ComponentDefinition component : components) {
            if (component.text() != null) {
                names.add(component.component() + ".yaml");
                replace(folder.resolve(component.component() + ".yaml"), component.text());
            }
        }
        if (whole()) {
            removeOthers(folder, names);
        }
        CoreFindings core = core();
        if (core == null) {
            Files.deleteIfExists(folder.resolve(CoreFindings.FILE));
        } else {
            replace(folder.resolve(CoreFindings.FILE), core.text());
        }
        replace(folder.resolve(DescribedSite.FILE), described().text());
        // written last, since a new one tells those who use the definitions that they are complete
        replace(folder.resolve(Fingerprint.FILE), Fingerprint.text(versions()));
        return names.size();
    }

    /** Null if PHP did not reach the end, so that nothing follows from what it did not report. */
    private CoreFindings core() {
        if (!whole()) {
            return null;
        }
        Set<String> differing = new TreeSet<>();
        for (ComponentDefinition component : components) {
            boolean standard = component.component().equals("core") || site.standard(component.component());
            boolean asOurs = component.verdict() == ComponentDefinition.Verdict.OURS
                    || component.verdict() == ComponentDefinition.Verdict.NOTHING;
            if (standard && !asOurs) {
                differing.add(component.component());
            }
        }
        return new CoreFindings(site.version(), differing);
    }

    private static void removeOthers(Path folder, List<String> names) throws IOException {
        try (Stream<Path> before = Files.list(folder)) {
            for (Path file : before.filter(f -> f.toString().endsWith(".yaml")).toList()) {
                if (!names.contains(file.getFileName().toString())) {
                    Files.delete(file);
                }
            }
        }
    }

    private DescribedSite described() {
        return new DescribedSite(versions(), site.added(), site.salt(), site.settings());
    }

    private Map<String, String> versions() {
        Map<String, String> versions = allVersions();
        if (!whole()) {
            Set<String> asked = site.components().keySet();
            versions.keySet()
                    .removeIf(name -> name.equals("moodle")
                            ? !asked.contains("core")
                            : name.matches("(mod|block)_.*") && !asked.contains(name));
        }
        return versions;
    }

    private Map<String, String> allVersions() {
        Map<String, String> versions = new TreeMap<>();
        versions.put("moodle", site.version());
        if (site.versions().size() > 0) {
            site.versions()
                    .properties()
                    .forEach(plugin ->
                            versions.put(plugin.getKey(), plugin.getValue().asText()));
            return versions;
        }
        site.installed().fieldNames().forEachRemaining(name -> versions.put(name, site.versionOf(name)));
        return versions;
    }

    private static void replace(Path file, String text) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.writeString(part, text);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * A component that contributes to archives.
     *
     * @param elements how many kinds of element it adds
     * @param described how much of it is described, in words
     * @param reasons what is missing and why
     */
    public record Described(String component, String version, int elements, String described, List<String> reasons) {}

    /** The site's version in words. */
    public String moodle() {
        return site.release();
    }

    /** What the table has. */
    public List<Described> components() {
        return components.stream()
                .filter(component -> component.verdict() != ComponentDefinition.Verdict.NOTHING)
                .map(component -> new Described(
                        component.component(),
                        component.version(),
                        component.elements(),
                        component.verdict().words,
                        component.reasons()))
                .toList();
    }

    /** The table of components: name, version, elements, and how much is described. */
    public List<String> table() {
        List<String> lines = new ArrayList<>();
        lines.add("Moodle " + site.release());
        lines.add(String.format("%-36s %-12s %8s  %s", "component", "version", "elements", "described"));
        for (Described component : components()) {
            lines.add(String.format(
                    "%-36s %-12s %8s  %s",
                    component.component(),
                    component.version(),
                    component.elements() == 0 ? "" : component.elements(),
                    component.described()));
            component.reasons().forEach(reason -> lines.add("    " + reason));
        }
        return lines;
    }

    /** Whether every component that contributes to archives is described completely. */
    public boolean complete() {
        return whole()
                && components.stream()
                        .noneMatch(c -> c.verdict() == ComponentDefinition.Verdict.IN_PART
                                || c.verdict() == ComponentDefinition.Verdict.NOT_POSSIBLE);
    }
}
