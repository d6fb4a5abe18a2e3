package org.coursebackup.cli;

import java.util.Map;

import picocli.CommandLine.Model.CommandSpec;

/** What commands print to: a terminal that somebody looks at, or a file, a pipe, another program. */
final class Terminal {
    private Terminal() {}

    /** Whether standard output is one. */
    @SuppressWarnings("SystemConsoleNull") // Main makes sure that it is null without a terminal on newer Java, too
    static boolean present() {
        return System.console() != null;
    }

    /** Whether a line can be written over, as that of progress is. */
    static boolean overwrites() {
        return present() && !dumb(System.getenv());
    }

    /** Whether texts for people get colours. */
    static boolean coloured() {
        return coloured(System.getenv(), present());
    }

    /** By the conventions of no-color.org and of CLICOLOR_FORCE, of which empty ones don't count. */
    static boolean coloured(Map<String, String> environment, boolean terminal) {
        if (!environment.getOrDefault("NO_COLOR", "").isEmpty()) {
            return false;
        }
        String forced = environment.getOrDefault("CLICOLOR_FORCE", "");
        return !forced.isEmpty() && !forced.equals("0") || terminal && !dumb(environment);
    }

    private static boolean dumb(Map<String, String> environment) {
        return "dumb".equals(environment.get("TERM"));
    }

    /**
     * A sentence that is wrapped between words on a terminal; otherwise one line, as {@code grep} wants it.
     *
     * @param used columns of the first line that are taken already
     * @param indent of all other lines
     */
    static String paragraph(String text, int used, int indent) {
        return present() ? wrapped(text, Width.COLUMNS, used, indent) : text;
    }

    /** What comes last in a row of a table and may be long: below it on a terminal, otherwise behind it. */
    static String last(String text, int indent) {
        if (text.isEmpty() || !present()) {
            return text;
        }
        return "\n" + " ".repeat(indent) + wrapped(text, Width.COLUMNS, indent, indent);
    }

    /**
     * Breaks lines between words; a longer word stays whole, so that it can be copied.
     *
     * @param first columns of the first line that are taken already
     * @param indent of all other lines
     */
    static String wrapped(String text, int width, int first, int indent) {
        StringBuilder wrapped = new StringBuilder();
        int used = first;
        for (String word : text.split(" ")) {
            int columns = Visible.columns(word);
            if (wrapped.length() > 0 && used + 1 + columns > width) {
                wrapped.append('\n').append(" ".repeat(indent));
                used = indent;
            } else if (wrapped.length() > 0) {
                wrapped.append(' ');
                used++;
            }
            wrapped.append(word);
            used += columns;
        }
        return wrapped.toString();
    }

    /** Asked for once, since it takes a process. */
    private static final class Width {
        private static final int COLUMNS =
                CommandSpec.create().usageMessage().autoWidth(true).width();
    }
}
