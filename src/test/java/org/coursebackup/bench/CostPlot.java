package org.coursebackup.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** How time grows with the size of a site, as an SVG picture with logarithmic axes. */
final class CostPlot {
    private static final int WIDTH = 640, HEIGHT = 400, LEFT = 70, RIGHT = 170, TOP = 20, BOTTOM = 50;

    private final List<Result> results;
    private final StringBuilder svg = new StringBuilder();
    private final double leastX;
    private final double mostX;
    private final double leastY;
    private final double mostY;

    private CostPlot(List<Result> results) {
        this.results = results;
        leastX = results.stream().mapToDouble(Result::amount).min().orElseThrow();
        mostX = results.stream().mapToDouble(Result::amount).max().orElseThrow();
        double[] seconds = results.stream()
                .flatMapToDouble(result -> DoubleStream.concat(
                        DoubleStream.of(Cost.seconds(result.limit().together())),
                        result.nights().stream().mapToDouble(night -> Cost.seconds(night.took()))))
                .sorted()
                .toArray();
        leastY = Math.pow(10, Math.floor(Math.log10(seconds[0])));
        mostY = Math.pow(10, Math.ceil(Math.log10(seconds[seconds.length - 1])));
    }

    static String of(List<Result> results) {
        return new CostPlot(results).drawn();
    }

    private String drawn() {
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                        + " font-size=\"12\"><rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>%n",
                WIDTH,
                HEIGHT));
        for (double tick = leastY; tick <= mostY * 1.001; tick *= 10) {
            line(LEFT, y(tick), WIDTH - RIGHT, y(tick), "#ccc");
            text(LEFT - 8, y(tick) + 4, "end", String.format(Locale.ROOT, "%,.0f s", tick));
        }
        for (Result result : results) {
            line(x(result.amount()), y(leastY), x(result.amount()), y(mostY), "#eee");
            text(
                    x(result.amount()),
                    HEIGHT - BOTTOM + 18,
                    "middle",
                    String.format(Locale.ROOT, "%,d", result.amount()));
        }
        curve("cp and dump", "#777", result -> Cost.seconds(result.limit().together()));
        curve("one worker", "#2a6fb0", result -> Cost.seconds(result.oneWorker().took()));
        curve(
                "two workers",
                "#0a7d4f",
                result -> Cost.seconds(result.twoWorkers().took()));
        curve("second night", "#b05a00", result -> Cost.seconds(result.second().took()));
        text(
                (LEFT + WIDTH - RIGHT) / 2.0,
                HEIGHT - 8,
                "middle",
                results.get(0).site().replaceFirst("^\\d+ ", ""));
        return svg.append("</svg>\n").toString();
    }

    private void curve(String name, String colour, ToDoubleFunction<Result> seconds) {
        svg.append("<polyline fill=\"none\" stroke-width=\"2\" stroke=\"")
                .append(colour)
                .append("\" points=\"");
        for (Result result : results) {
            svg.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(result.amount()), y(seconds.applyAsDouble(result))));
        }
        svg.append("\"/>\n");
        Result last = results.get(results.size() - 1);
        text(x(last.amount()) + 8, y(seconds.applyAsDouble(last)) + 4, "start", name);
    }

    private void line(double x1, double y1, double x2, double y2, String colour) {
        svg.append(String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>%n",
                x1,
                y1,
                x2,
                y2,
                colour));
    }

    private void text(double x, double y, String anchor, String text) {
        svg.append(String.format(
                Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n", x, y, anchor, text));
    }

    private double x(long amount) {
        return LEFT + (WIDTH - LEFT - RIGHT) * share((double) amount, leastX, mostX);
    }

    private double y(double seconds) {
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share(seconds, leastY, mostY);
    }

    private static double share(double value, double least, double most) {
        return Math.log(value / least) / Math.log(most / least);
    }
}
