package org.coursebackup.moodleconfig;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.coursebackup.moodleconfig.Statement.Case;
import org.coursebackup.moodleconfig.Token.Kind;

/**
 * Turns tokens into statements. An unknown statement is skipped as a whole and returned as {@link Statement.Opaque}.
 */
final class Parser {
    private static final Set<String> DECLARED =
            Set.of("function", "class", "interface", "trait", "enum", "abstract", "final", "readonly");
    private static final Set<String> LOOPS = Set.of("while", "for", "do", "declare");

    private final TokenStream tokens;
    private final ExpressionParser expressions;

    Parser(List<Token> tokens) {
        this.tokens = new TokenStream(tokens);
        this.expressions = new ExpressionParser(this.tokens);
    }

    List<Statement> all() {
        List<Statement> statements = new ArrayList<>();
        while (!tokens.atEnd()) {
            statements.add(statement());
        }
        return statements;
    }

    private Statement statement() {
        int start = tokens.position();
        try {
            return understood();
        } catch (NotUnderstoodException e) {
            tokens.back(start);
            return opaque(e.getMessage());
        }
    }

    private Statement opaque(String what) {
        int start = tokens.position();
        int line = tokens.line();
        tokens.skipStatement();
        Set<String> names = new LinkedHashSet<>();
        for (Token token : tokens.since(start)) {
            if (token.kind() == Kind.VARIABLE) {
                names.add(token.text());
            } else if (token.text().contains("$CFG") || token.text().contains("{$")) {
                names.add("CFG");
            }
        }
        return new Statement.Opaque(what, names, line);
    }

    private Statement understood() throws NotUnderstoodException {
        Token first = tokens.peek();
        if (first.is("{")) {
            return new Statement.Block(block());
        }
        if (tokens.take(";")) {
            return new Statement.Nothing();
        }
        if (first.is("#[")) {
            throw new NotUnderstoodException("an attribute", first.line());
        }
        if (first.kind() == Kind.NAME && !tokens.peek(1).is("(")
                || first.word("if")
                || first.word("switch")
                || first.word("foreach")
                || first.word("unset")
                || first.word("while")
                || first.word("for")
                || first.word("declare")
                || first.word("return")) {
            Statement statement = keyword(first.text().toLowerCase(Locale.ROOT), first);
            if (statement != null) {
                return statement;
            }
        }
        Expression expression = expressions.expression();
        tokens.endOfStatement();
        return new Statement.Evaluate(expression);
    }

    /** Null if the name does not begin a statement of its own. */
    private Statement keyword(String word, Token first) throws NotUnderstoodException {
        if (DECLARED.contains(word)
                && !(word.equals("function")
                        && tokens.peek(1).kind() != Kind.NAME
                        && !tokens.peek(1).is("&"))) {
            return declaration();
        }
        if (LOOPS.contains(word)) {
            return opaque("a '" + word + "'");
        }
        switch (word) {
            case "if":
                tokens.next();
                return conditional(first.line());
            case "switch":
                tokens.next();
                return choice(first.line());
            case "foreach":
                tokens.next();
                return loop(first.line());
            case "try":
                tokens.next();
                return attempt(first.line());
            case "unset":
                tokens.next();
                return forget();
            case "return":
                tokens.next();
                Expression value = tokens.peek().is(";") || tokens.atEnd() ? null : expressions.expression();
                tokens.endOfStatement();
                return new Statement.Return(value, first.line());
            case "throw":
                tokens.skipStatement();
                return new Statement.Return(null, first.line());
            case "break", "continue":
                tokens.next();
                boolean outer = tokens.peek().kind() == Kind.NUMBER
                        && !tokens.peek().text().equals("1");
                tokens.skipStatement();
                return new Statement.Break(word.equals("continue"), outer, first.line());
            case "global", "use", "namespace":
                tokens.skipStatement();
                return new Statement.Nothing();
            case "const":
                tokens.next();
                String name = tokens.next().text();
                tokens.expect("=");
                Expression constant = expressions.expression();
                tokens.endOfStatement();
                return new Statement.Evaluate(
                        new Expression.Call("define", List.of(new Expression.Constant(name), constant), first.line()));
            case "echo":
                tokens.skipStatement();
                return new Statement.Nothing();
            default:
                return null;
        }
    }

    private Statement declaration() {
        int start = tokens.position();
        String name = "";
        Token token = tokens.next();
        while (!tokens.atEnd() && !tokens.peek().is("{") && !tokens.peek().is("(")) {
            token = tokens.next();
            name = token.text();
        }
        tokens.skipTo("{");
        boolean touches = tokens.since(start).stream().anyMatch(Parser::touchesConfig);
        return new Statement.Function(name, touches);
    }

    private static boolean touchesConfig(Token token) {
        return token.text().equals("CFG")
                || token.text().equals("GLOBALS")
                || token.text().contains("$CFG")
                || token.word("putenv");
    }

    private Statement conditional(int line) throws NotUnderstoodException {
        tokens.expect("(");
        Expression condition = expressions.expression();
        tokens.expect(")");
        if (tokens.take(":")) {
            return alternative(condition, line);
        }
        Statement then = statement();
        Statement otherwise = null;
        if (tokens.takeWord("elseif")) {
            otherwise = conditional(tokens.line());
        } else if (tokens.takeWord("else")) {
            otherwise = tokens.takeWord("if") ? conditional(tokens.line()) : statement();
        }
        return new Statement.If(condition, then, otherwise, line);
    }

    /** {@code if (...): ... else: ... endif;} */
    private Statement alternative(Expression condition, int line) throws NotUnderstoodException {
        Statement then = until("elseif", "else", "endif");
        Statement otherwise = null;
        if (tokens.takeWord("elseif")) {
            tokens.expect("(");
            Expression next = expressions.expression();
            tokens.expect(")");
            tokens.expect(":");
            return new Statement.If(condition, then, alternative(next, tokens.line()), line);
        }
        if (tokens.takeWord("else")) {
            tokens.expect(":");
            otherwise = until("endif");
        }
        if (!tokens.takeWord("endif")) {
            throw new NotUnderstoodException("an 'if' without an 'endif'", line);
        }
        tokens.endOfStatement();
        return new Statement.If(condition, then, otherwise, line);
    }

    private Statement until(String... words) {
        List<Statement> statements = new ArrayList<>();
        while (!tokens.atEnd()
                && List.of(words).stream().noneMatch(word -> tokens.peek().word(word))) {
            statements.add(statement());
        }
        return new Statement.Block(statements);
    }

    private Statement choice(int line) throws NotUnderstoodException {
        tokens.expect("(");
        Expression subject = expressions.expression();
        tokens.expect(")");
        tokens.expect("{");
        List<Case> cases = new ArrayList<>();
        while (!tokens.take("}")) {
            Expression label = null;
            if (tokens.takeWord("case")) {
                label = expressions.expression();
            } else if (!tokens.takeWord("default")) {
                throw new NotUnderstoodException(tokens.peek().described() + " in a 'switch'", tokens.line());
            }
            if (!tokens.take(":")) {
                tokens.expect(";");
            }
            List<Statement> statements = new ArrayList<>();
            while (!tokens.peek().word("case")
                    && !tokens.peek().word("default")
                    && !tokens.peek().is("}")) {
                if (tokens.atEnd()) {
                    throw new NotUnderstoodException("a 'switch' without an end", line);
                }
                statements.add(statement());
            }
            cases.add(new Case(label, statements));
        }
        return new Statement.Switch(subject, cases, line);
    }

    private Statement loop(int line) throws NotUnderstoodException {
        tokens.expect("(");
        Expression array = expressions.expression();
        if (!tokens.takeWord("as")) {
            throw new NotUnderstoodException("a 'foreach' without 'as'", line);
        }
        Expression value = expressions.expression();
        Expression key = null;
        if (tokens.take("=>")) {
            key = value;
            value = expressions.expression();
        }
        tokens.expect(")");
        if (tokens.peek().is(":")) {
            throw new NotUnderstoodException("a 'foreach' with 'endforeach'", line);
        }
        return new Statement.Foreach(array, key, value, statement(), line);
    }

    private Statement attempt(int line) throws NotUnderstoodException {
        Statement body = new Statement.Block(block());
        List<Statement> catches = new ArrayList<>();
        Statement last = null;
        while (tokens.takeWord("catch")) {
            tokens.skipTo("(");
            catches.add(new Statement.Block(block()));
        }
        if (tokens.takeWord("finally")) {
            last = new Statement.Block(block());
        }
        return new Statement.Try(body, catches, last, line);
    }

    private Statement forget() throws NotUnderstoodException {
        tokens.expect("(");
        List<Expression> targets = new ArrayList<>();
        while (!tokens.take(")")) {
            targets.add(expressions.expression());
            tokens.take(",");
        }
        tokens.endOfStatement();
        return new Statement.Unset(targets);
    }

    private List<Statement> block() throws NotUnderstoodException {
        tokens.expect("{");
        List<Statement> statements = new ArrayList<>();
        while (!tokens.take("}")) {
            if (tokens.atEnd()) {
                throw new NotUnderstoodException("a '{' without its '}'", tokens.line());
            }
            statements.add(statement());
        }
        return statements;
    }
}
