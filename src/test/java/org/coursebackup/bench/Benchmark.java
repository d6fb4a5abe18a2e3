package org.coursebackup.bench;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.util.FileSystemUtils;

import org.coursebackup.testsupport.DatabaseKind;

import static org.assertj.core.api.Assertions.assertThat;

/** What {@code bench/run} does; fails if a course does, never because something took long. */
class Benchmark {
    private final DatabaseKind kind = DatabaseKind.valueOf(
            System.getProperty("bench.database", "postgresql").toUpperCase(Locale.ROOT));
    private final Path folder = Path.of(System.getProperty("bench.folder", "target/bench"))
            .resolve("site")
            .toAbsolutePath();
    private final long seed = Long.getLong("bench.seed", 1);
    private final int content = Integer.getInteger("bench.content", 100);

    @Test
    void nights_cost_what_is_printed_here_beside_what_nobody_can_do_without() throws Exception {
        String moodle = System.getProperty("bench.moodle");
        if (moodle != null) {
            Report.print(MoodleNight.compared(Path.of(moodle), folder.resolveSibling("beside-moodle")));
            return;
        }
        BenchSite.Shape shape = Arrays.stream(BenchSite.Shape.values())
                .filter(each -> System.getProperty(property(each)) != null)
                .findFirst()
                .orElse(BenchSite.Shape.COURSES);
        List<Result> results = new ArrayList<>();
        for (String amount : System.getProperty(property(shape), "100").split(",")) {
            results.add(measured(shape, Long.parseLong(amount.strip())));
            Report.print(results.get(results.size() - 1));
        }
        if (results.size() > 1) {
            Path plot = folder.resolveSibling("cost.svg");
            Files.writeString(plot, CostPlot.of(results));
            System.out.println("How cost grows: " + plot);
        }
    }

    private static String property(BenchSite.Shape shape) {
        return "bench." + shape.name().toLowerCase(Locale.ROOT);
    }

    private Result measured(BenchSite.Shape shape, long amount) throws Exception {
        FileSystemUtils.deleteRecursively(folder);
        Files.createDirectories(folder);
        try (BenchSite site = new BenchSite(folder, kind, shape, amount, seed, content)) {
            double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
            Limit limit = Limit.measured(site.database.getDataSource(), site.pool(), folder);
            Path program = folder.resolve("program");
            Cost one = Cost.of("first night, one worker", program, site.installation(program, 1));
            Map<String, String> settings = site.installation(program, 2);
            Cost two = Cost.of("first night, two workers", program, settings);
            int changed = site.change("Changed today.");
            Cost second = Cost.of("second night, " + changed + " changed", program, settings);
            assertThat(second.archived()).as("courses archived again").isGreaterThanOrEqualTo(changed);
            String name = amount + " " + shape.name().toLowerCase(Locale.ROOT) + ", " + kind;
            String moodle = System.getProperty("bench.drill");
            if (moodle != null) {
                drill(name, Path.of(moodle), site, program, settings);
            }
            for (String tool : list("bench.store")) {
                store(name, tool, site, program);
            }
            return new Result(name, amount, BenchSite.size(site.pool()), load, limit, List.of(one, two, second));
        }
    }

    /** Two nights that write every archive, each followed by a backup of their folder. */
    private void store(String name, String tool, BenchSite site, Path program) throws Exception {
        Map<String, String> settings = site.installation(program, 2);
        settings.put("skip.unchanged", "false");
        Path archives = Path.of(settings.get("backup.directory"));
        DeduplicatingStore store = new DeduplicatingStore(tool, folder.resolve("store"));
        Cost.of("first night", program, settings);
        long written = BenchSite.size(archives);
        long first = store.add(archives);
        int changed = site.change("Changed again, before " + tool + ".");
        Cost again = Cost.of("second night", program, settings);
        assertThat(again.unchanged()).isZero();
        Report.printStored(name, tool, written, first, changed, store.add(archives));
    }

    private static List<String> list(String property) {
        return Arrays.stream(System.getProperty(property, "").split(","))
                .filter(each -> !each.isBlank())
                .toList();
    }

    /** The archives of all courses but the front page, restored and counted by a second Moodle. */
    private static void drill(String name, Path dirroot, BenchSite site, Path program, Map<String, String> settings)
            throws Exception {
        Map<String, String> drill = new LinkedHashMap<>(settings);
        drill.put("drill.dirroot", dirroot.toString());
        drill.put("drill.php", System.getProperty("bench.php", "php"));
        List<String> arguments = new ArrayList<>(List.of("drill"));
        arguments.addAll(site.courses());
        MeasuredProgram drilled = MeasuredProgram.run(program, drill, arguments.toArray(String[]::new));
        assertThat(drilled.exitCode()).as(drilled.printed()).isZero();
        Report.printDrilled(name, site.courses().size(), drilled.took());
    }
}
