package org.coursebackup.web;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.coursebackup.report.RouteView;
import org.coursebackup.report.RouteView.Edge;
import org.coursebackup.report.RouteView.Node;

/** Places the routes of the flow in rows, each below all that lead to it. Units are SVG user units. */
public final class RouteDrawing {
    /** A route's box. */
    public record Box(Node route, int x, int y) {}

    static final int WIDTH = 190;
    static final int HEIGHT = 58;
    private static final int ACROSS = 24;
    private static final int DOWN = 40;
    private static final int LANE = 9;

    private final List<Box> boxes = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private final int boxesWidth;
    private final int height;
    private int lanes;

    RouteDrawing(RouteView view) {
        List<Edge> edges = view.edges().stream()
                .filter(edge -> !edge.onError() && !edge.from().equals(edge.to()))
                .toList();
        Set<String> joined = new HashSet<>();
        edges.forEach(edge -> joined.addAll(List.of(edge.from(), edge.to())));
        Map<String, Integer> rows = rows(view, edges);
        Map<Integer, List<Node>> byRow = new HashMap<>();
        view.routes().stream().filter(route -> joined.contains(route.id())).forEach(route -> byRow.computeIfAbsent(
                        rows.get(route.id()), row -> new ArrayList<>())
                .add(route));
        int widest = byRow.values().stream().mapToInt(List::size).max().orElse(1);
        boxesWidth = widest * (WIDTH + ACROSS) + ACROSS;
        height = byRow.size() * (HEIGHT + DOWN) + DOWN / 2;
        Map<String, Box> placed = new HashMap<>();
        for (int row = 0; row < byRow.size(); row++) {
            place(byRow.get(row), row, edges, placed);
        }
        for (Edge edge : edges) {
            lines.add(line(placed.get(edge.from()), placed.get(edge.to())));
        }
    }

    private static Map<String, Integer> rows(RouteView view, List<Edge> edges) {
        Map<String, Integer> rows = new HashMap<>();
        view.routes().forEach(route -> rows.put(route.id(), 0));
        // longest paths; at most as many rounds as routes, so that a cycle ends, too
        for (int round = 0; round < view.routes().size(); round++) {
            for (Edge edge : edges) {
                rows.merge(
                        edge.to(),
                        Math.min(rows.get(edge.from()) + 1, view.routes().size()),
                        Math::max);
            }
        }
        List<Integer> used = edges.stream()
                .flatMap(edge -> List.of(rows.get(edge.from()), rows.get(edge.to())).stream())
                .distinct()
                .sorted()
                .toList();
        rows.replaceAll((id, row) -> Math.max(0, used.indexOf(row)));
        return rows;
    }

    private void place(List<Node> routes, int row, List<Edge> edges, Map<String, Box> placed) {
        routes.sort(Comparator.comparingDouble((Node route) -> edges.stream()
                .filter(edge -> edge.to().equals(route.id()) && placed.containsKey(edge.from()))
                .mapToInt(edge -> placed.get(edge.from()).x)
                .average()
                .orElse(0)));
        int left = (boxesWidth - routes.size() * (WIDTH + ACROSS) + ACROSS) / 2;
        for (Node route : routes) {
            Box box = new Box(route, left, DOWN / 4 + row * (HEIGHT + DOWN));
            placed.put(route.id(), box);
            boxes.add(box);
            left += WIDTH + ACROSS;
        }
    }

    private String line(Box from, Box to) {
        int x1 = from.x + WIDTH / 2;
        int x2 = to.x + WIDTH / 2;
        int y1 = from.y + HEIGHT;
        int y2 = to.y - 5;
        if (to.y - from.y == HEIGHT + DOWN) {
            int middle = (y1 + y2) / 2;
            return "M" + x1 + " " + y1 + "C" + x1 + " " + middle + " " + x2 + " " + middle + " " + x2 + " " + y2;
        }
        // across several rows, or back up: in a lane of its own next to the boxes
        int lane = boxesWidth - ACROSS / 2 + LANE * ++lanes;
        int leave = y1 + 9 + lanes % 3 * 5;
        int enter = to.y - 19 + lanes % 3 * 3;
        return "M" + (x1 + 30) + " " + y1 + "V" + leave + "H" + lane + "V" + enter + "H" + (x2 + 30) + "V" + y2;
    }

    public List<Box> boxes() {
        return boxes;
    }

    /** Paths from box to box. */
    public List<String> lines() {
        return lines;
    }

    public int width() {
        return boxesWidth + LANE * (lanes + 1);
    }

    public int height() {
        return height;
    }
}
