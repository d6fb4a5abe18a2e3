package org.coursebackup.moodleconfig;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.coursebackup.moodleconfig.Token.Kind;

/** Splits PHP into tokens; comments and what is outside the PHP tags are left out. */
final class Lexer {
    private static final Pattern SPACE =
            Pattern.compile("\\s+|(?:#(?!\\[)|//)(?:(?!\\?>)[^\\n])*|/\\*.*?\\*/", Pattern.DOTALL);
    private static final Pattern NUMBER = Pattern.compile(
            "0[xX][0-9a-fA-F][0-9a-fA-F_]*|0[bB][01][01_]*|(?:\\d[\\d_]*)?\\.\\d[\\d_]*(?:[eE][+-]?\\d+)?"
                    + "|\\d[\\d_]*\\.?(?:[eE][+-]?\\d+)?");
    private static final Pattern NAME = Pattern.compile("\\\\?[A-Za-z_\\x{80}-\\x{10ffff}][\\w\\x{80}-\\x{10ffff}]*"
            + "(?:\\\\[A-Za-z_\\x{80}-\\x{10ffff}][\\w\\x{80}-\\x{10ffff}]*)*");
    private static final Pattern VARIABLE =
            Pattern.compile("\\$([A-Za-z_\\x{80}-\\x{10ffff}][\\w\\x{80}-\\x{10ffff}]*)");
    private static final Pattern SIGN = Pattern.compile("<=>|\\*\\*=|\\.\\.\\.|<<=|>>=|===|!==|\\?\\?=|\\?->"
            + "|=>|->|::|==|!=|<>|<=|>=|&&|\\|\\||\\?\\?|\\+\\+|--|\\.=|\\+=|-=|\\*=|/=|%=|&=|\\|=|\\^=|<<|>>|\\*\\*"
            + "|#\\[|[^\\s\\w]");
    private static final Pattern HEREDOC = Pattern.compile("<<<[ \\t]*(?:\"(\\w+)\"|'(\\w+)'|(\\w+))\\r?\\n");

    private final String php;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int line = 1;

    private Lexer(String php) {
        this.php = php;
    }

    /** The tokens of a file; it starts outside PHP. */
    static List<Token> file(String text) throws NotUnderstoodException {
        Lexer lexer = new Lexer(text);
        lexer.outside();
        return lexer.all();
    }

    /** The tokens of an expression inside a string. */
    static List<Token> inside(String text, int line) throws NotUnderstoodException {
        Lexer lexer = new Lexer(text);
        lexer.line = line;
        return lexer.all();
    }

    private List<Token> all() throws NotUnderstoodException {
        while (at < php.length()) {
            next();
        }
        add(Kind.END, "", php.length());
        return tokens;
    }

    private void next() throws NotUnderstoodException {
        char c = php.charAt(at);
        Matcher found;
        if ((found = matcher(SPACE)) != null) {
            move(found.end());
        } else if (php.startsWith("?>", at)) {
            add(Kind.SIGN, ";", at + 2);
            outside();
        } else if (c == '\'') {
            singleQuoted();
        } else if (c == '"') {
            int end = endOf('"');
            string(php.substring(at + 1, end), true, end + 1);
        } else if (c == '`') {
            add(Kind.SIGN, "`", endOf('`') + 1);
        } else if ((found = matcher(HEREDOC)) != null) {
            heredoc(found);
        } else if ((found = matcher(VARIABLE)) != null) {
            add(Kind.VARIABLE, found.group(1), found.end());
        } else if ((found = matcher(NUMBER)) != null) {
            add(Kind.NUMBER, found.group(), found.end());
        } else if ((found = matcher(NAME)) != null) {
            add(Kind.NAME, found.group(), found.end());
        } else if ((found = matcher(SIGN)) != null) {
            add(Kind.SIGN, found.group(), found.end());
        } else {
            throw new NotUnderstoodException("the character '" + c + "'", line);
        }
    }

    private Matcher matcher(Pattern pattern) {
        Matcher matcher = pattern.matcher(php).region(at, php.length());
        return matcher.lookingAt() ? matcher : null;
    }

    private void add(Kind kind, String text, int end) {
        tokens.add(new Token(kind, text, line));
        move(end);
    }

    private void move(int end) {
        for (; at < end; at++) {
            if (php.charAt(at) == '\n') {
                line++;
            }
        }
    }

    private void outside() {
        int open = php.indexOf("<?", at);
        while (open >= 0 && !php.regionMatches(true, open, "<?php", 0, 5) && !php.startsWith("<?=", open)) {
            open = php.indexOf("<?", open + 2);
        }
        move(open < 0 ? php.length() : open + (php.startsWith("<?=", open) ? 3 : 5));
    }

    private void singleQuoted() throws NotUnderstoodException {
        int end = endOf('\'');
        add(Kind.STRING, php.substring(at + 1, end).replaceAll("\\\\(['\\\\])", "$1"), end + 1);
    }

    private int endOf(char quote) throws NotUnderstoodException {
        int end = at + 1;
        while (end < php.length() && php.charAt(end) != quote) {
            end += php.charAt(end) == '\\' ? 2 : 1;
        }
        if (end >= php.length()) {
            throw new NotUnderstoodException("a string without an end", line);
        }
        return end;
    }

    private void string(String content, boolean quoted, int end) throws NotUnderstoodException {
        boolean template = Escapes.interpolates(content);
        String text = template ? (quoted ? "\"" : "<") + content : Escapes.resolve(content, quoted, line);
        add(template ? Kind.TEMPLATE : Kind.STRING, text, end);
    }

    private void heredoc(Matcher open) throws NotUnderstoodException {
        boolean raw = open.group(2) != null;
        String label = raw ? open.group(2) : open.group(1) != null ? open.group(1) : open.group(3);
        Matcher close = Pattern.compile("(?m)^([ \\t]*)" + label + "\\b").matcher(php);
        if (!close.find(open.end())) {
            throw new NotUnderstoodException("a string without an end", line);
        }
        String body = php.substring(open.end(), Math.max(open.end(), close.start() - 1))
                .replaceAll("\\r$", "");
        if (!close.group(1).isEmpty()) {
            body = body.replaceAll("(?m)^[ \\t]{1," + close.group(1).length() + "}", "");
        }
        if (raw) {
            add(Kind.STRING, body, close.end());
        } else {
            string(body, false, close.end());
        }
    }
}
