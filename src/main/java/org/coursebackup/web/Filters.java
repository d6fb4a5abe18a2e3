package org.coursebackup.web;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

import io.pebbletemplates.pebble.extension.AbstractExtension;
import io.pebbletemplates.pebble.extension.Filter;
import io.pebbletemplates.pebble.extension.escaper.SafeString;
import io.pebbletemplates.pebble.template.EvaluationContext;
import io.pebbletemplates.pebble.template.PebbleTemplate;

import org.coursebackup.run.Words;

/** Formats figures for the pages. */
final class Filters extends AbstractExtension {
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    private final ZoneId zone;

    Filters(ZoneId zone) {
        this.zone = zone;
    }

    @Override
    public Map<String, Filter> getFilters() {
        Map<String, Filter> filters = new TreeMap<>();
        filters.put("bytes", filter(value -> Words.bytes(number(value))));
        filters.put("seconds", filter(value -> took((Duration) value)));
        filters.put("span", filter(value -> Words.duration(Duration.ofSeconds(number(value)))));
        filters.put("age", filter(value -> Words.duration(notNegative((Duration) value))));
        filters.put("count", filter(value -> String.format(Locale.ROOT, "%,d", number(value))));
        filters.put("rate", filter(value -> String.format(Locale.ROOT, "%.1f", ((Number) value).doubleValue())));
        filters.put("when", filter(value -> new SafeString(time((Instant) value))));
        filters.put("plain", filter(value -> plain(String.valueOf(value), 120)));
        filters.put("name", filter(value -> plain(String.valueOf(value), 2000)));
        filters.put("range", filter(value -> Plot.range(longs((List<?>) value))));
        filters.put("trend", filter(value -> Plot.trend(longs((List<?>) value))));
        filters.put("bar", filter(value -> String.format(Locale.ROOT, "%.3f", ((Number) value).doubleValue())));
        return filters;
    }

    /**
     * The page's script shows it in the browser's language and time zone; without the script the program's zone
     * applies.
     */
    private String time(Instant time) {
        return "<time datetime=\"" + time.truncatedTo(ChronoUnit.SECONDS) + "\">" + MINUTE.format(time.atZone(zone))
                + "</time>";
    }

    private static String took(Duration duration) {
        return duration.toMillis() < 1000 ? duration.toMillis() + " ms" : Words.seconds(duration);
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

    private static Filter filter(Function<Object, Object> function) {
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
                return input == null ? "" : function.apply(input);
            }
        };
    }
}
