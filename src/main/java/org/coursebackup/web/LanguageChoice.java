package org.coursebackup.web;

import org.coursebackup.language.Language;
import org.coursebackup.language.Languages;

/** The language that a reader chose instead of the one that the browser asks for: a cookie, nothing more. */
final class LanguageChoice {
    static final String ADDRESS = "/language";

    private static final String COOKIE = "coursebackup-language";
    private static final int YEAR_SECONDS = 365 * 24 * 60 * 60;

    private LanguageChoice() {}

    /** The language to answer in. */
    static Language of(Request request) {
        return Languages.choose(
                request.header("Accept-Language"), request.cookie(COOKIE).orElse(""));
    }

    /** The cookie for the language in the form; one that ends at once if the browser asks for that language anyway. */
    static String cookie(Request request) {
        String wanted = request.field("language");
        String asked = Languages.choose(request.header("Accept-Language"), "").tag();
        boolean kept = Languages.TAGS.contains(wanted) && !wanted.equals(asked);
        return COOKIE + "=" + (kept ? wanted : "") + "; Path=/; HttpOnly; SameSite=Lax; Max-Age="
                + (kept ? YEAR_SECONDS : 0);
    }
}
