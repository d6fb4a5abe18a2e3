package org.coursebackup.moodleconfig;

import java.util.List;

/** Tokens with a current position. */
final class TokenStream {
    private final List<Token> tokens;
    private int at;

    TokenStream(List<Token> tokens) {
        this.tokens = tokens;
    }

    int position() {
        return at;
    }

    void back(int position) {
        at = position;
    }

    List<Token> since(int position) {
        return tokens.subList(position, at);
    }

    Token peek() {
        return peek(0);
    }

    Token peek(int ahead) {
        return tokens.get(Math.min(at + ahead, tokens.size() - 1));
    }

    Token next() {
        Token token = peek();
        if (at < tokens.size() - 1) {
            at++;
        }
        return token;
    }

    boolean atEnd() {
        return at >= tokens.size() - 1;
    }

    int line() {
        return peek().line();
    }

    boolean take(String sign) {
        boolean there = peek().is(sign);
        if (there) {
            next();
        }
        return there;
    }

    boolean takeWord(String word) {
        boolean there = peek().word(word);
        if (there) {
            next();
        }
        return there;
    }

    void expect(String sign) throws NotUnderstoodException {
        if (!take(sign)) {
            throw new NotUnderstoodException(peek().described(), line());
        }
    }

    /** Expects the end of a statement; the end of the file will do, too. */
    void endOfStatement() throws NotUnderstoodException {
        if (!atEnd()) {
            expect(";");
        }
    }

    /** Moves past the statement that begins here, whatever it contains. */
    void skipStatement() {
        boolean compound = peek().is("#[")
                || List.of("while", "for", "foreach", "switch", "if", "try", "declare").stream()
                        .anyMatch(word -> peek().word(word));
        int depth = 0;
        int start = at;
        while (!atEnd()) {
            Token token = next();
            if (opens(token)) {
                depth++;
            } else if (closes(token)) {
                depth--;
                if (depth < 0) {
                    // the brace of the block around the statement
                    at--;
                    if (at == start) {
                        at++;
                    }
                    return;
                }
                if (depth == 0 && token.is("}") && compound && !continues()) {
                    return;
                }
            } else if (depth == 0 && token.is(";") && !continues()) {
                return;
            }
        }
    }

    /** Moves past the brackets that the next such sign opens. */
    void skipTo(String open) {
        while (!atEnd() && !peek().is(open)) {
            next();
        }
        int depth = 0;
        while (!atEnd()) {
            Token token = next();
            depth += opens(token) ? 1 : closes(token) ? -1 : 0;
            if (depth <= 0) {
                return;
            }
        }
    }

    private boolean continues() {
        return List.of("else", "elseif", "catch", "finally").stream().anyMatch(word -> peek().word(word));
    }

    private static boolean opens(Token token) {
        return token.is("{") || token.is("(") || token.is("[") || token.is("#[");
    }

    private static boolean closes(Token token) {
        return token.is("}") || token.is(")") || token.is("]");
    }
}
