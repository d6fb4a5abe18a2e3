package org.coursebackup.cli;

import picocli.CommandLine.Help.Ansi.IStyle;
import picocli.CommandLine.Help.Ansi.Style;

/** Colours of words that tell how something is; on a terminal only, and never the only thing that tells it. */
enum Tone {
    GOOD(Style.fg_green),
    WARNING(Style.fg_yellow),
    BAD(Style.fg_red, Style.bold),
    FAINT(Style.faint),
    STRONG(Style.bold);

    private final String on;

    Tone(IStyle... styles) {
        this.on = Style.on(styles);
    }

    /** The tone of a status of Moodle's. */
    static Tone ofStatus(int status) {
        return switch (status) {
            case 0 -> BAD;
            case 1 -> GOOD;
            case 4 -> WARNING;
            default -> FAINT;
        };
    }

    /** @param text without control characters ({@link Visible}) */
    String of(String text) {
        return Terminal.coloured() ? on + text + Style.reset.on() : text;
    }
}
