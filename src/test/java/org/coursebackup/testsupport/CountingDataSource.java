package org.coursebackup.testsupport;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.sql.DataSource;

/** A data source that records the statements sent through it, and which of them write. */
public final class CountingDataSource {
    private static final Set<String> SENDING =
            Set.of("execute", "executeQuery", "executeUpdate", "executeLargeUpdate", "executeBatch");

    private final List<String> statements = new CopyOnWriteArrayList<>();
    private final DataSource counted;

    public CountingDataSource(DataSource target) {
        counted = wrap(DataSource.class, target, null);
    }

    /** The data source to hand on. */
    public DataSource dataSource() {
        return counted;
    }

    /** The statements sent since the last {@link #forget()}, in order. */
    public List<String> statements() {
        return List.copyOf(statements);
    }

    /** Those of them that change something. */
    public List<String> writes() {
        return statements.stream()
                .filter(sql ->
                        sql.strip().toLowerCase(Locale.ROOT).matches("(?s)(insert|update|delete|create|drop|alter).*"))
                .toList();
    }

    public void forget() {
        statements.clear();
    }

    private <T> T wrap(Class<T> type, T target, String prepared) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    String text = arguments != null && arguments.length > 0 && arguments[0] instanceof String sql
                            ? sql
                            : prepared;
                    if (target instanceof Statement && SENDING.contains(method.getName())) {
                        statements.add(text);
                    }
                    Object result;
                    try {
                        result = method.invoke(target, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    if (result instanceof PreparedStatement statement) {
                        return wrap(PreparedStatement.class, statement, text);
                    }
                    if (result instanceof Statement statement && method.getReturnType() == Statement.class) {
                        return wrap(Statement.class, statement, null);
                    }
                    return result instanceof Connection connection ? wrap(Connection.class, connection, null) : result;
                }));
    }
}
