package org.coursebackup.web;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.ZoneId;
import java.util.Map;

import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.loader.ClasspathLoader;

import org.coursebackup.language.Language;

/** The pages' templates, in {@code resources/report/templates}. Their output is escaped for HTML. */
final class Templates {
    private final PebbleEngine engine;

    Templates(ZoneId zone) {
        ClasspathLoader loader = new ClasspathLoader(Templates.class.getClassLoader());
        loader.setPrefix("report/templates");
        loader.setSuffix(".html");
        engine = new PebbleEngine.Builder()
                .loader(loader)
                .autoEscaping(true)
                .defaultLocale(Language.ENGLISH.locale())
                .strictVariables(true)
                .extension(new Filters(zone), new Wording())
                .build();
    }

    String page(String template, Map<String, Object> model, Language language) {
        StringWriter page = new StringWriter();
        try {
            engine.getTemplate(template).evaluate(page, model, language.locale());
        } catch (IOException cannotBe) {
            throw new UncheckedIOException(cannotBe);
        }
        return page.toString();
    }
}
