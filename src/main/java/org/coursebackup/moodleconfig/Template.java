package org.coursebackup.moodleconfig;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Splits a string that contains variables into parts. */
final class Template {
    private static final String NAME = "[A-Za-z_\\x{80}-\\x{10ffff}][\\w\\x{80}-\\x{10ffff}]*";
    /** A variable, a property, or an entry whose key is not quoted. */
    private static final Pattern SIMPLE =
            Pattern.compile("\\$(" + NAME + ")(?:->(" + NAME + ")|\\[(?:(" + NAME + ")|(\\d+)|\\$(" + NAME + "))])?");

    private Template() {}

    static Expression parts(Token token) throws NotUnderstoodException {
        boolean quoted = token.text().charAt(0) == '"';
        String text = token.text().substring(1);
        List<Expression> parts = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            Matcher simple = SIMPLE.matcher(text).region(at, text.length());
            Expression part = null;
            int end = at;
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                literal.append(text, at, at + 2);
                at += 2;
                continue;
            } else if (text.startsWith("{$", at) || text.startsWith("${", at)) {
                end = closing(text, at + (text.charAt(at) == '{' ? 0 : 1), token.line()) + 1;
                String inside = text.charAt(at) == '{'
                        ? text.substring(at + 1, end - 1)
                        : "$" + text.substring(at + 2, end - 1);
                part = expression(inside, token.line());
            } else if (simple.lookingAt()) {
                end = simple.end();
                part = simple(simple, token.line());
            }
            if (part == null) {
                literal.append(text.charAt(at++));
            } else {
                flush(literal, quoted, parts, token.line());
                parts.add(part);
                at = end;
            }
        }
        flush(literal, quoted, parts, token.line());
        return new Expression.Joined(parts);
    }

    private static void flush(StringBuilder literal, boolean quoted, List<Expression> parts, int line)
            throws NotUnderstoodException {
        if (!literal.isEmpty()) {
            parts.add(new Expression.Constant(Escapes.resolve(literal.toString(), quoted, line)));
            literal.setLength(0);
        }
    }

    private static Expression expression(String text, int line) throws NotUnderstoodException {
        TokenStream tokens = new TokenStream(Lexer.inside(text, line));
        Expression expression = new ExpressionParser(tokens).expression();
        if (!tokens.atEnd()) {
            throw new NotUnderstoodException("'" + text + "' in a string", line);
        }
        return expression;
    }

    private static Expression simple(Matcher found, int line) {
        Expression variable = new Expression.Variable(found.group(1), line);
        if (found.group(2) != null) {
            return new Expression.Property(variable, new Expression.Constant(found.group(2)), line);
        }
        Expression key = found.group(3) != null
                ? new Expression.Constant(found.group(3))
                : found.group(4) != null
                        ? new Expression.Constant(index(found.group(4)))
                        : found.group(5) != null ? new Expression.Variable(found.group(5), line) : null;
        return key == null ? variable : new Expression.Entry(variable, key, line);
    }

    /** To PHP only what it would write itself is a number; everything else is a string of digits. */
    private static Object index(String digits) {
        return digits.matches("0|[1-9]\\d{0,17}") ? (Object) Long.valueOf(digits) : digits;
    }

    private static int closing(String text, int open, int line) throws NotUnderstoodException {
        int depth = 0;
        for (int at = open; at < text.length(); at++) {
            depth += text.charAt(at) == '{' ? 1 : text.charAt(at) == '}' ? -1 : 0;
            if (depth == 0) {
                return at;
            }
        }
        throw new NotUnderstoodException("a '{' in a string without its '}'", line);
    }
}
