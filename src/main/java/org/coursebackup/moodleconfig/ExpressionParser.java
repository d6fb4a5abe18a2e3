package org.coursebackup.moodleconfig;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.coursebackup.moodleconfig.Expression.Pair;
import org.coursebackup.moodleconfig.Token.Kind;

/** Expressions with PHP's precedence. */
final class ExpressionParser {
    private static final Set<String> ASSIGNMENTS =
            Set.of("=", ".=", "+=", "-=", "*=", "/=", "%=", "??=", "|=", "&=", "^=", "**=", "<<=", ">>=");
    private static final Set<String> CASTS =
            Set.of("int", "integer", "string", "bool", "boolean", "array", "object", "float", "double");
    private static final Set<String> INCLUDES = Set.of("require", "require_once", "include", "include_once");
    private static final int LOWEST = 0;
    private static final int ABOVE_WORDS = 4;
    private static final int CHOICE = 4;
    private static final int COALESCE = 5;
    private static final Map<String, Integer> LEVELS = Map.ofEntries(
            Map.entry("or", 1),
            Map.entry("xor", 2),
            Map.entry("and", 3),
            Map.entry("?", CHOICE),
            Map.entry("??", COALESCE),
            Map.entry("||", 6),
            Map.entry("&&", 7),
            Map.entry("|", 8),
            Map.entry("^", 9),
            Map.entry("&", 10),
            Map.entry("==", 11),
            Map.entry("!=", 11),
            Map.entry("<>", 11),
            Map.entry("===", 11),
            Map.entry("!==", 11),
            Map.entry("<=>", 11),
            Map.entry("<", 12),
            Map.entry(">", 12),
            Map.entry("<=", 12),
            Map.entry(">=", 12),
            Map.entry(".", 13),
            Map.entry("<<", 14),
            Map.entry(">>", 14),
            Map.entry("+", 15),
            Map.entry("-", 15),
            Map.entry("*", 16),
            Map.entry("/", 16),
            Map.entry("%", 16),
            Map.entry("instanceof", 18));
    private static final int UNARY = 17;

    private final TokenStream tokens;

    ExpressionParser(TokenStream tokens) {
        this.tokens = tokens;
    }

    Expression expression() throws NotUnderstoodException {
        return binary(LOWEST);
    }

    private Expression binary(int least) throws NotUnderstoodException {
        Expression left = unary();
        while (true) {
            Token sign = tokens.peek();
            String name = sign.text().toLowerCase(Locale.ROOT);
            Integer level = sign.kind() == Kind.SIGN || sign.kind() == Kind.NAME ? LEVELS.get(name) : null;
            if (level == null || level < least) {
                return left;
            }
            tokens.next();
            if (level == CHOICE) {
                left = choice(left, sign.line());
            } else {
                Expression right = binary(level == COALESCE ? level : level + 1);
                left = new Expression.Binary(name, left, right, sign.line());
            }
        }
    }

    private Expression choice(Expression condition, int line) throws NotUnderstoodException {
        Expression then = tokens.peek().is(":") ? null : binary(ABOVE_WORDS);
        tokens.expect(":");
        return new Expression.Choice(condition, then, binary(CHOICE + 1), line);
    }

    private Expression unary() throws NotUnderstoodException {
        Token token = tokens.peek();
        if (token.is("(")
                && tokens.peek(1).kind() == Kind.NAME
                && tokens.peek(2).is(")")
                && CASTS.contains(tokens.peek(1).text().toLowerCase(Locale.ROOT))) {
            tokens.next();
            String type = tokens.next().text().toLowerCase(Locale.ROOT);
            tokens.next();
            return new Expression.Unary(type, unary(), token.line());
        }
        if (token.is("!") || token.is("-") || token.is("+") || token.is("~")) {
            tokens.next();
            return new Expression.Unary(token.text(), token.is("!") ? unary() : binary(UNARY), token.line());
        }
        if (token.is("&")) {
            throw new NotUnderstoodException("a reference (&)", token.line());
        }
        if (token.is("@")) {
            tokens.next();
            return unary();
        }
        return primary();
    }

    private Expression primary() throws NotUnderstoodException {
        Expression value = start();
        while (true) {
            Token token = tokens.peek();
            if (token.is("->") || token.is("?->")) {
                tokens.next();
                value = member(value, token.line());
            } else if (token.is("::")) {
                tokens.next();
                Token name = tokens.next();
                value = new Expression.Foreign(
                        described(value) + "::" + name.text(),
                        tokens.peek().is("(") ? arguments() : List.of(),
                        token.line());
            } else if (token.is("[")) {
                tokens.next();
                Expression key = tokens.peek().is("]") ? null : expression();
                tokens.expect("]");
                value = new Expression.Entry(value, key, token.line());
            } else if (token.is("(")) {
                value = new Expression.Foreign("a computed function", arguments(), token.line());
            } else if (token.is("++") || token.is("--")) {
                tokens.next();
                value = new Expression.Assignment(
                        value, token.is("++") ? "+=" : "-=", new Expression.Constant(1L), token.line());
            } else if (token.kind() == Kind.SIGN && ASSIGNMENTS.contains(token.text()) && assignable(value)) {
                tokens.next();
                return new Expression.Assignment(value, token.text(), binary(ABOVE_WORDS), token.line());
            } else {
                return value;
            }
        }
    }

    private static boolean assignable(Expression value) {
        return value instanceof Expression.Variable
                || value instanceof Expression.Property
                || value instanceof Expression.Entry
                || value instanceof Expression.ArrayOf;
    }

    private static String described(Expression value) {
        return value instanceof Expression.Named named
                ? named.constant()
                : value instanceof Expression.Variable variable ? "$" + variable.name() : "an object";
    }

    private Expression member(Expression of, int line) throws NotUnderstoodException {
        Token name = tokens.next();
        Expression property;
        if (name.kind() == Kind.NAME) {
            property = new Expression.Constant(name.text());
        } else if (name.kind() == Kind.VARIABLE) {
            property = new Expression.Variable(name.text(), name.line());
        } else if (name.is("{")) {
            property = expression();
            tokens.expect("}");
        } else {
            throw new NotUnderstoodException(name.described() + " after '->'", line);
        }
        return tokens.peek().is("(")
                ? new Expression.Foreign(described(of) + "->" + name.text(), with(of, arguments()), line)
                : new Expression.Property(of, property, line);
    }

    private static List<Expression> with(Expression first, List<Expression> rest) {
        List<Expression> all = new ArrayList<>(rest);
        all.add(0, first);
        return all;
    }

    private Expression start() throws NotUnderstoodException {
        Token token = tokens.next();
        switch (token.kind()) {
            case VARIABLE:
                return new Expression.Variable(token.text(), token.line());
            case STRING:
                return new Expression.Constant(token.text());
            case TEMPLATE:
                return Template.parts(token);
            case NUMBER:
                return new Expression.Constant(Operators.number(token.text()));
            case NAME:
                return named(token);
            default:
                break;
        }
        if (token.is("(")) {
            Expression inner = expression();
            tokens.expect(")");
            return inner;
        }
        if (token.is("[")) {
            return array("]", token.line());
        }
        throw new NotUnderstoodException(token.described(), token.line());
    }

    private Expression named(Token token) throws NotUnderstoodException {
        String word = token.text().toLowerCase(Locale.ROOT);
        if (INCLUDES.contains(word)) {
            int start = tokens.position();
            Expression path = binary(ABOVE_WORDS);
            return new Expression.Include(path, literalEnd(start), word.endsWith("_once"), token.line());
        }
        switch (word) {
            case "array", "list":
                if (tokens.take("(")) {
                    return array(")", token.line());
                }
                break;
            case "isset", "empty":
                return new Expression.Asked(word, arguments(), token.line());
            case "exit", "die":
                if (tokens.peek().is("(")) {
                    arguments();
                }
                return new Expression.Exit(token.line());
            case "new":
                return created(token);
            case "clone", "print", "throw", "yield", "match", "function", "fn":
                throw new NotUnderstoodException("a '" + word + "'", token.line());
            default:
                break;
        }
        if (tokens.peek().is("(")) {
            String name = word.startsWith("\\") ? word.substring(1) : word;
            return new Expression.Call(name, arguments(), token.line());
        }
        return new Expression.Named(
                token.text().startsWith("\\") ? token.text().substring(1) : token.text(), token.line());
    }

    private String literalEnd(int start) {
        String end = "";
        for (Token token : tokens.since(start)) {
            if (token.kind() == Kind.STRING || token.kind() == Kind.TEMPLATE) {
                end = token.text();
            }
        }
        return end;
    }

    private Expression created(Token token) throws NotUnderstoodException {
        Token name = tokens.next();
        if (name.kind() != Kind.NAME || name.word("class")) {
            throw new NotUnderstoodException("'new' before " + name.described(), token.line());
        }
        List<Expression> arguments = tokens.peek().is("(") ? arguments() : List.of();
        return name.text().replace("\\", "").equalsIgnoreCase("stdClass")
                ? new Expression.NewObject()
                : new Expression.Foreign("new " + name.text(), arguments, token.line());
    }

    private List<Expression> arguments() throws NotUnderstoodException {
        tokens.expect("(");
        List<Expression> arguments = new ArrayList<>();
        while (!tokens.take(")")) {
            if (tokens.peek().is("...")) {
                throw new NotUnderstoodException("'...'", tokens.line());
            }
            if (tokens.peek().kind() == Kind.NAME && tokens.peek(1).is(":")) {
                throw new NotUnderstoodException("a named argument", tokens.line());
            }
            arguments.add(expression());
            if (!tokens.peek().is(")")) {
                tokens.expect(",");
            }
        }
        return arguments;
    }

    private Expression array(String close, int line) throws NotUnderstoodException {
        List<Pair> pairs = new ArrayList<>();
        while (!tokens.take(close)) {
            if (tokens.peek().is("...")) {
                throw new NotUnderstoodException("'...'", tokens.line());
            }
            Expression value = expression();
            Expression key = null;
            if (tokens.take("=>")) {
                key = value;
                value = expression();
            }
            pairs.add(new Pair(key, value));
            if (!tokens.peek().is(close)) {
                tokens.expect(",");
            }
        }
        return new Expression.ArrayOf(pairs, line);
    }
}
