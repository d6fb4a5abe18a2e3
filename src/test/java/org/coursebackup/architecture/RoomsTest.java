package org.coursebackup.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which package may know which. The drawing to which it holds the code is in ARCHITECTURE.md, under "Who knows whom".
 */
class RoomsTest {
    private static final String ROOT = "org.coursebackup";
    private static final Set<String> BY_REFLECTION = Set.of(
            ROOT + ".cli.Main",
            ROOT + ".flow.PausingManagement$ConsumerBean",
            ROOT + ".flow.PausingManagement$ContextBean",
            ROOT + ".web.Web",
            ROOT + ".web.CourseAddress",
            ROOT + ".web.CoverageDrawing",
            ROOT + ".web.CoverageDrawing$Band",
            ROOT + ".web.NightStrip",
            ROOT + ".web.NightStrip$Night",
            ROOT + ".web.Plot",
            ROOT + ".web.Plot$Bar",
            ROOT + ".web.RouteDrawing",
            ROOT + ".web.RouteDrawing$Box",
            ROOT + ".web.TrendDrawing");
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void packages_know_only_packages_on_lines_below_their_own() throws IOException {
        Map<String, Integer> lines = drawing();
        TreeSet<String> wrong = new TreeSet<>();
        TreeSet<String> seen = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            String room = room(type);
            seen.add(room);
            type.getDirectDependenciesFromSelf().stream()
                    .filter(dependency ->
                            dependency.getTargetClass().getPackageName().startsWith(ROOT))
                    .filter(dependency -> !room(dependency.getTargetClass()).equals(room))
                    .filter(dependency ->
                            lines.getOrDefault(room(dependency.getTargetClass()), 0) <= lines.getOrDefault(room, 0))
                    .forEach(dependency -> wrong.add(room + " knows " + room(dependency.getTargetClass()) + ": "
                            + dependency.getOriginClass().getName()));
        }

        assertThat(wrong).isEmpty();
        assertThat(lines.keySet()).containsExactlyInAnyOrderElementsOf(seen);
    }

    @Test
    void no_packages_form_a_circle() {
        SlicesRuleDefinition.slices()
                .matching(ROOT + ".(**)")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @Test
    void the_engine_and_the_policies_know_no_camel() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        ROOT + ".archive..",
                        ROOT + ".history..",
                        ROOT + ".moodleconfig..",
                        ROOT + ".retention..",
                        ROOT + ".schedule..",
                        ROOT + ".skip..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.camel..")
                .check(CLASSES);
    }

    @Test
    void only_web_knows_http_servers() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".web..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx..", "org.apache.camel.component.platform.http..")
                .check(CLASSES);
    }

    @Test
    void no_simple_name_is_used_twice() {
        Map<String, List<String>> byName = new TreeMap<>();
        CLASSES.stream()
                .filter(type -> !type.getSimpleName().equals("package-info") && type.isTopLevelClass())
                .forEach(type ->
                        byName.merge(type.getSimpleName(), List.of(type.getName()), (one, other) -> Stream.concat(
                                        one.stream(), other.stream())
                                .toList()));
        byName.values().removeIf(types -> types.size() == 1);

        assertThat(byName).isEmpty();
    }

    /**
     * Exceptions: what public methods of types used elsewhere return or take, and what route files, templates, JMX or
     * the JVM reach by reflection.
     */
    @Test
    void nothing_is_public_that_only_its_own_package_uses() {
        JavaClasses withTests = new ClassFileImporter().importPackages(ROOT);
        Set<String> needed = new HashSet<>(BY_REFLECTION);
        for (JavaClass type : withTests) {
            type.getDirectDependenciesFromSelf().stream()
                    .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                    .filter(used -> !used.getPackageName().equals(type.getPackageName()))
                    .forEach(used -> needed.add(used.getName()));
        }
        for (int known = 0; known < needed.size(); ) {
            known = needed.size();
            for (JavaClass type : CLASSES) {
                if (needed.contains(type.getName())) {
                    handedOut(type).forEach(needed::add);
                }
            }
        }

        assertThat(CLASSES.stream()
                        .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                        .filter(type -> !type.getEnclosingClass()
                                .map(JavaClass::isInterface)
                                .orElse(false))
                        .map(JavaClass::getName)
                        .filter(type -> !type.endsWith("MXBean") && !needed.contains(type)))
                .isEmpty();
    }

    private static Stream<String> handedOut(JavaClass type) {
        Stream<JavaClass> signatures = type.getCodeUnits().stream()
                .filter(unit -> unit.getModifiers().contains(JavaModifier.PUBLIC)
                        || unit.getModifiers().contains(JavaModifier.PROTECTED))
                .flatMap(unit -> Stream.of(
                                Stream.of(unit.getReturnType()),
                                unit.getParameterTypes().stream(),
                                unit.getExceptionTypes().stream())
                        .flatMap(types -> types))
                .flatMap(signature -> signature.getAllInvolvedRawTypes().stream());
        Stream<JavaClass> parents = Stream.concat(type.getRawInterfaces().stream(), type.getRawSuperclass().stream());
        return Stream.concat(signatures, parents)
                .map(JavaClass::getBaseComponentType)
                .map(JavaClass::getName);
    }

    private static String room(JavaClass type) {
        return type.getPackageName().substring(ROOT.length() + 1).replaceFirst("\\..*", "");
    }

    /** The line of the drawing, from the top, that each package is on. */
    private static Map<String, Integer> drawing() throws IOException {
        var block = Pattern.compile("## Who knows whom\\n.*?```\\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("ARCHITECTURE.md")));
        assertThat(block.find()).isTrue();
        Map<String, Integer> lines = new HashMap<>();
        int line = 0;
        for (String row : block.group(1).lines().toList()) {
            line++;
            for (String room : row.trim().split("\\s+")) {
                lines.put(room, line);
            }
        }
        return lines;
    }
}
