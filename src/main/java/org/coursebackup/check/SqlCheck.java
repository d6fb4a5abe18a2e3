package org.coursebackup.check;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.apache.camel.Endpoint;
import org.apache.camel.NoTypeConversionAvailableException;
import org.apache.camel.component.sql.SqlEndpoint;
import org.apache.camel.component.sql.SqlHelper;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SendDefinition;

import org.coursebackup.flow.RoutePlace;
import org.coursebackup.settings.DatabaseTrouble;

/** Lets the databases prepare the routes' SQL without executing any of it. */
final class SqlCheck {
    /** Camel's named parameters: {@code :#name}, {@code :#in:name}, {@code :#${expression}}. */
    private static final Pattern PARAMETER = Pattern.compile(":[#?](in:)?(\\$\\{[^}]*}|\\w+)");

    /** PostgreSQL can't tell the type of a parameter before it has its value; this is not an error. */
    private static final String UNDETERMINED = "42P18";

    private SqlCheck() {}

    /** One finding for each step whose SQL a database refuses. The context has to be started, its routes don't. */
    static List<CheckFinding> findings(ModelCamelContext context) {
        List<CheckFinding> findings = new ArrayList<>();
        for (RouteDefinition route : context.getRouteDefinitions()) {
            for (SendDefinition<?> step :
                    ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), SendDefinition.class)) {
                Endpoint endpoint = context.hasEndpoint(context.resolvePropertyPlaceholders(step.getEndpointUri()));
                if (endpoint instanceof SqlEndpoint sql) {
                    try {
                        prepare(context, sql);
                    } catch (SQLException | IOException | RuntimeException refused) {
                        findings.add(EnvironmentCheck.obstacle(
                                RoutePlace.of(route, step),
                                "the SQL in the route '" + route.getRouteId() + "' is refused by the database: "
                                        + DatabaseTrouble.firstLine(refused) + " Correct it; nothing was executed."));
                    }
                }
            }
        }
        return findings;
    }

    private static void prepare(ModelCamelContext context, SqlEndpoint sql) throws SQLException, IOException {
        String query = query(context, sql);
        String plain = PARAMETER.matcher(query).replaceAll("?").replace('#', '?');
        try (Connection connection = sql.getJdbcTemplate().getDataSource().getConnection()) {
            try {
                prepare(connection, plain);
            } catch (SQLException refused) {
                if (!UNDETERMINED.equals(refused.getSQLState())) {
                    throw refused;
                }
            } finally {
                if (!connection.getAutoCommit()) {
                    connection.rollback();
                }
            }
        }
    }

    private static String query(ModelCamelContext context, SqlEndpoint sql) throws IOException {
        try {
            return SqlHelper.resolveQuery(context, sql.getQuery(), null);
        } catch (NoTypeConversionAvailableException unreadable) {
            throw new IOException(unreadable);
        }
    }

    private static void prepare(Connection connection, String query) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        if (product.equals("MariaDB") || product.equals("MySQL")) {
            // their driver asks the server only when a statement is executed
            try (PreparedStatement text = connection.prepareStatement("SET @coursebackup = ?");
                    Statement statement = connection.createStatement()) {
                text.setString(1, query);
                text.execute();
                statement.execute("PREPARE coursebackup FROM @coursebackup");
                statement.execute("DEALLOCATE PREPARE coursebackup");
            }
        } else {
            try (PreparedStatement prepared = connection.prepareStatement(query)) {
                // PostgreSQL's driver asks the server only for this
                prepared.getParameterMetaData();
            }
        }
    }
}
