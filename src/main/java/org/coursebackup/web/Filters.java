package org.coursebackup.web;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.pebbletemplates.pebble.extension.AbstractExtension;
import io.pebbletemplates.pebble.extension.Filter;
import io.pebbletemplates.pebble.extension.escaper.SafeString;
import io.pebbletemplates.pebble.template.EvaluationContext;
import io.pebbletemplates.pebble.template.PebbleTemplate;

import org.coursebackup.language.Language;
import org.coursebackup.language.Notation;
import org.coursebackup.language.Text;

/** Formats figures, times and names for the pages, in the language of the page. */
final class Filters extends AbstractExtension {
    private final ZoneId zone;

    Filters(ZoneId zone) {
        this.zone = zone;
    }

    @Override
    public Map<String, Filter> getFilters() {
        Map<String, Filter> filters = new TreeMap<>();
        filters.put("bytes", figure((notation, value) -> notation.bytes(number(value))));
        filters.put("seconds", figure((notation, value) -> notation.took((Duration) value)));
        filters.put("span", figure((notation, value) -> notation.span(Duration.ofSeconds(number(value)))));
        filters.put("age", figure((notation, value) -> notation.span(notNegative((Duration) value))));
        filters.put("count", figure((notation, value) -> notation.count(number(value))));
        filters.put("rate", figure((notation, value) -> notation.rate(((Number) value).doubleValue())));
        filters.put(
                "day",
                figure((notation, value) ->
                        notation.day(value instanceof LocalDate day ? day : LocalDate.parse(String.valueOf(value)))));
        filters.put("when", figure((notation, value) -> time(notation, (Instant) value)));
        filters.put("bold", figure((notation, value) -> marked("<b>", notation.count(number(value)))));
        filters.put("warned", figure((notation, value) -> marked("<b class=\"t4\">", notation.count(number(value)))));
        filters.put("failed", figure((notation, value) -> marked("<b class=\"t0\">", notation.count(number(value)))));
        filters.put("listed", plain(value -> listed((List<?>) value)));
        filters.put("said", filter((language, value) -> Markup.of(language, (Text) value)));
        filters.put("english", filter((language, value) -> Markup.english(language, String.valueOf(value))));
        filters.put("code", plain(value -> Markup.code(String.valueOf(value))));
        filters.put("plain", plain(value -> plain(String.valueOf(value), 120)));
        filters.put("name", plain(value -> plain(String.valueOf(value), 2000)));
        filters.put("range", filter((language, value) -> Plot.range(language, longs((List<?>) value))));
        filters.put("trend", plain(value -> Plot.trend(longs((List<?>) value))));
        filters.put("bar", plain(value -> String.format(Locale.ROOT, "%.3f", ((Number) value).doubleValue())));
        return filters;
    }

    /** The page's script shows it in the browser's time zone; without the script the program's zone applies. */
    private SafeString time(Notation notation, Instant time) {
        return new SafeString("<time datetime=\"" + time.truncatedTo(ChronoUnit.SECONDS) + "\">"
                + Markup.escaped(notation.time(time, zone)) + "</time>");
    }

    private static SafeString marked(String begin, String figure) {
        return new SafeString(begin + Markup.escaped(figure) + "</b>");
    }

    private static SafeString listed(List<?> names) {
        return new SafeString(names.stream()
                .map(name -> "<b>" + Markup.escaped(plain(String.valueOf(name), 120)) + "</b>")
                .collect(Collectors.joining(", ")));
    }

    /** Two clocks may differ a little. */
    private static Duration notNegative(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }

    /** Only visible characters: no control characters, not even those that change the writing direction. */
    static String plain(String text, int length) {
        String visible = text.replaceAll("[\\p{Cc}\\p{Cf}\\u2028\\u2029]", "");
        return visible.codePointCount(0, visible.length()) <= length
                ? visible
                : visible.substring(0, visible.offsetByCodePoints(0, length - 1)) + "…";
    }

    private static long number(Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }

    private static List<Long> longs(List<?> values) {
        return values.stream().map(Filters::number).toList();
    }

    private static Filter plain(Function<Object, Object> function) {
        return filter((language, value) -> function.apply(value));
    }

    private static Filter figure(BiFunction<Notation, Object, Object> function) {
        return filter((language, value) -> function.apply(language.notation(), value));
    }

    private static Filter filter(BiFunction<Language, Object, Object> function) {
        return new Filter() {
            @Override
            public List<String> getArgumentNames() {
                return null;
            }

            @Override
            public Object apply(
                    Object input,
                    Map<String, Object> arguments,
                    PebbleTemplate self,
                    EvaluationContext context,
                    int line) {
                return input == null ? "" : function.apply(Language.of(context.getLocale()), input);
            }
        };
    }
}
