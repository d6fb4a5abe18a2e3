package org.coursebackup.describe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A SELECT split at its top level, as far as a definition's {@code from}, {@code by}, {@code where} and {@code order}
 * can express it. String literals, parentheses and subqueries are never split.
 */
final class SelectStatement {
    private static final Pattern COMPARED = Pattern.compile(
            "(?:([\\w.]+)\\s*=\\s*(\\?|:\\w+)|(\\?|:\\w+)\\s*=\\s*([\\w.]+))", Pattern.CASE_INSENSITIVE);
    private static final Pattern ONE_TABLE =
            Pattern.compile("\\{(\\w+)}(?:\\s+(?:as\\s+)?(\\w+))?", Pattern.CASE_INSENSITIVE);
    private static final Pattern UNNAMED_TABLE = Pattern.compile(
            "\\{\\w+}\\s*(?:,|$|\\b(?:on|join|left|right|inner|cross|where)\\b)", Pattern.CASE_INSENSITIVE);
    private static final Pattern ITEM = Pattern.compile("(?s)(.*?)(?:\\s+as)?\\s+(\\w+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern COLUMN =
            Pattern.compile("(?:([a-z_]\\w*)\\.)?((?!(?:null|true|false)$)[a-z_]\\w*)", Pattern.CASE_INSENSITIVE);
    private static final Pattern STAR = Pattern.compile("(?:(\\w+)\\.)?\\*");

    final String from;
    final String order;
    /** Top-level conditions without those that compare a column with a parameter. */
    final List<String> conditions = new ArrayList<>();
    /** Column by parameter: {@code ?1}, {@code ?2} or the name with its colon. */
    final Map<String, List<String>> compared = new LinkedHashMap<>();
    /** The source of each column of the result. */
    final Map<String, String> columns = new LinkedHashMap<>();

    /** The only table; null if there are several. */
    final String onlyTable;

    /**
     * @param sql with parameters {@code ?} or {@code :name}
     * @param result the names of the result's columns; null if unknown
     * @throws InexpressibleException if a definition can't express it in parts
     */
    SelectStatement(String sql, List<String> result) throws InexpressibleException {
        Map<String, String> parts = parts(number(strip(sql)));
        if (!parts.containsKey("from")) {
            throw new InexpressibleException("its SQL is no plain SELECT");
        }
        String tables = parts.get("from").strip();
        String select = parts.get("select").strip();
        if (select.toLowerCase(Locale.ROOT).startsWith("distinct") || parts.containsKey("rest")) {
            throw new InexpressibleException("its SQL groups, limits or joins results");
        }
        Matcher one = ONE_TABLE.matcher(tables);
        String alias = null;
        if (one.matches()) {
            alias = one.group(2) == null ? "t" : one.group(2);
            onlyTable = one.group(1);
            tables = "{" + one.group(1) + "} " + alias;
        } else {
            onlyTable = null;
            if (UNNAMED_TABLE.matcher(tables).find() || tables.contains("?") || tables.matches("(?s).*:\\w+.*")) {
                throw new InexpressibleException("its SQL joins in a way that cannot be taken apart");
            }
        }
        from = tables.replaceAll("\\s+", " ");
        order = parts.containsKey("order") ? parts.get("order").strip().replaceAll("\\s+", " ") : null;
        conditions(parts.getOrDefault("where", ""), alias);
        columns(select, alias, result);
    }

    private void conditions(String where, String alias) throws InexpressibleException {
        for (String condition : split(where, "and")) {
            String plain = condition.strip();
            while (plain.startsWith("(") && closes(plain)) {
                plain = plain.substring(1, plain.length() - 1).strip();
            }
            if (plain.isEmpty()) {
                continue;
            }
            Matcher comparison = COMPARED.matcher(plain.replaceAll("\\?(\\d+)", ":__$1"));
            if (comparison.matches()) {
                String column = comparison.group(1) != null ? comparison.group(1) : comparison.group(4);
                String param = comparison.group(2) != null ? comparison.group(2) : comparison.group(3);
                if (!column.contains(".") && alias == null) {
                    throw new InexpressibleException("its SQL does not say whose column '" + column + "' is");
                }
                compared.computeIfAbsent(param.replace(":__", "?"), p -> new ArrayList<>())
                        .add(column.contains(".") ? column : alias + "." + column);
            } else {
                conditions.add(plain.replaceAll("\\s+", " "));
            }
        }
    }

    private void columns(String select, String alias, List<String> result) throws InexpressibleException {
        for (String item : split(select, ",")) {
            String text = item.strip();
            Matcher star = STAR.matcher(text);
            if (star.matches()) {
                String of = star.group(1) == null ? alias : star.group(1);
                if (of == null || result == null) {
                    throw new InexpressibleException("its SQL takes every column of several tables");
                }
                result.forEach(name -> columns.putIfAbsent(name, of + "." + name));
                continue;
            }
            Matcher column = COLUMN.matcher(text);
            Matcher named = ITEM.matcher(text);
            if (column.matches()) {
                String of = column.group(1) == null ? alias : column.group(1);
                if (of == null) {
                    throw new InexpressibleException("its SQL does not say whose column '" + text + "' is");
                }
                columns.put(column.group(2).toLowerCase(Locale.ROOT), of + "." + column.group(2));
            } else if (named.matches()) {
                Matcher inner = COLUMN.matcher(named.group(1).strip());
                boolean plain = inner.matches() && (inner.group(1) != null || alias != null);
                String of = plain ? (inner.group(1) == null ? alias : inner.group(1)) + "." + inner.group(2) : null;
                if (!plain && (named.group(1).contains("?") || named.group(1).matches("(?s).*(?<!:):\\w+.*"))) {
                    throw new InexpressibleException("its SQL computes with a parameter");
                }
                columns.put(
                        named.group(2).toLowerCase(Locale.ROOT),
                        plain ? of : named.group(1).strip().replaceAll("\\s+", " "));
            } else {
                throw new InexpressibleException("its SQL has a column without a name");
            }
        }
        if (result != null) {
            columns.keySet().retainAll(result);
        }
        long stars = split(select, ",").stream()
                .filter(i -> STAR.matcher(i.strip()).matches())
                .count();
        if (stars > 1
                || stars == 1
                        && onlyTable == null
                        && split(select, ",").size() > 1
                        && result != null
                        && columns.values().stream().distinct().count() != columns.size()) {
            throw new InexpressibleException("its SQL takes every column of several tables");
        }
    }

    /** Whether the parenthesis at the beginning closes at the end. */
    private static boolean closes(String text) {
        int depth = 0;
        for (int i = 0; i < text.length(); i = next(text, i)) {
            depth += text.charAt(i) == '(' ? 1 : text.charAt(i) == ')' ? -1 : 0;
            if (depth == 0) {
                return i == text.length() - 1;
            }
        }
        return false;
    }

    private static String strip(String sql) {
        String text = sql.replaceAll("(?m)--\\s.*$", " ").strip();
        return text.endsWith(";") ? text.substring(0, text.length() - 1) : text;
    }

    /** Numbers the question marks outside string literals. */
    static String number(String sql) {
        StringBuilder numbered = new StringBuilder();
        int count = 0;
        for (int i = 0; i < sql.length(); ) {
            int next = next(sql, i);
            numbered.append(sql, i, next);
            if (sql.charAt(i) == '?') {
                numbered.append(++count);
            }
            i = next;
        }
        return numbered.toString();
    }

    /** The position after a character, or after a whole quoted text. */
    private static int next(String sql, int at) {
        char c = sql.charAt(at);
        if (c == '\'' || c == '"') {
            int end = sql.indexOf(c, at + 1);
            return end < 0 ? sql.length() : end + 1;
        }
        return at + 1;
    }

    private static Map<String, String> parts(String sql) throws InexpressibleException {
        Map<String, String> parts = new LinkedHashMap<>();
        String current = null;
        int begin = 0;
        int depth = 0;
        for (int i = 0; i < sql.length(); i = next(sql, i)) {
            char c = sql.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (depth == 0 && wordStarts(sql, i)) {
                String word = word(sql, i);
                String key =
                        switch (word) {
                            case "select", "from", "where" -> word;
                            case "order" -> "order";
                            case "group", "having", "limit", "union", "offset", "except", "intersect", "with" -> "rest";
                            default -> null;
                        };
                if (key != null) {
                    if (current != null) {
                        parts.put(current, sql.substring(begin, i));
                    } else if (!key.equals("select")) {
                        throw new InexpressibleException("its SQL is no plain SELECT");
                    }
                    if (parts.containsKey(key)) {
                        throw new InexpressibleException("its SQL is no plain SELECT");
                    }
                    current = key;
                    begin = i + word.length();
                    if (key.equals("order")) {
                        Matcher by =
                                Pattern.compile("(?i)\\s+by\\b").matcher(sql).region(begin, sql.length());
                        begin = by.lookingAt() ? by.end() : begin;
                    }
                }
            }
        }
        if (current != null) {
            parts.put(current, sql.substring(begin));
        }
        return parts;
    }

    private static boolean wordStarts(String sql, int at) {
        return Character.isLetter(sql.charAt(at)) && (at == 0 || !isName(sql.charAt(at - 1)));
    }

    private static boolean isName(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == '{' || c == ':';
    }

    private static String word(String sql, int at) {
        int end = at;
        while (end < sql.length() && (Character.isLetterOrDigit(sql.charAt(end)) || sql.charAt(end) == '_')) {
            end++;
        }
        return sql.substring(at, end).toLowerCase(Locale.ROOT);
    }

    /** Splits at a comma or a word at the top level; {@code between ... and} stays together. */
    private static List<String> split(String text, String separator) {
        List<String> pieces = new ArrayList<>();
        int depth = 0;
        int begin = 0;
        boolean between = false;
        for (int i = 0; i < text.length(); i = next(text, i)) {
            char c = text.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (depth != 0) {
                continue;
            }
            if (separator.equals(",")
                    ? c == ','
                    : wordStarts(text, i) && word(text, i).equals(separator)) {
                if (between) {
                    between = false;
                    continue;
                }
                pieces.add(text.substring(begin, i));
                begin = i + separator.length();
            } else if (wordStarts(text, i)) {
                between |= word(text, i).equals("between");
                if (separator.equals("and") && word(text, i).equals("or")) {
                    return List.of(text);
                }
            }
        }
        pieces.add(text.substring(begin));
        return pieces;
    }
}
