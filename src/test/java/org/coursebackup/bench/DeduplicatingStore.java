package org.coursebackup.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/** A repository of restic or borg, without encryption that anyone would have to remember. */
final class DeduplicatingStore {
    private final String tool;
    private final Path repository;
    private int nights;

    /** @param tool {@code restic} or {@code borg}, which has to be installed */
    DeduplicatingStore(String tool, Path folder) throws IOException, InterruptedException {
        this.tool = tool;
        repository = folder.resolve(tool);
        FileSystemUtils.deleteRecursively(repository);
        Files.createDirectories(folder);
        if (restic()) {
            run("init", "--repo", repository.toString());
        } else {
            run("init", "--encryption=none", repository.toString());
        }
    }

    /** Adds what is in the folder now; returns how many bytes the repository grew by. */
    long add(Path folder) throws IOException, InterruptedException {
        long before = BenchSite.size(repository);
        nights++;
        if (restic()) {
            run("backup", "--repo", repository.toString(), folder.toString());
        } else {
            run("create", repository + "::night" + nights, folder.toString());
        }
        return BenchSite.size(repository) - before;
    }

    private boolean restic() {
        return tool.equals("restic");
    }

    private void run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(tool));
        command.addAll(List.of(arguments));
        ProcessBuilder process = new ProcessBuilder(command).redirectErrorStream(true);
        process.environment().put("RESTIC_PASSWORD", "benchmark");
        process.environment().put("BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK", "yes");
        Process started = process.start();
        String printed = new String(started.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(started.waitFor()).as(command + ": " + printed).isZero();
    }
}
