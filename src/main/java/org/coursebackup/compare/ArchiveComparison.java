package org.coursebackup.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Compares an archive of a course with a reference, usually Moodle's own. The container (tgz, zip), the order of
 * entries, and what differs between any two backups of one course (name, date, ids of the backup itself) do not count,
 * nor does the order of rows where it has no meaning; that of different elements always counts. Memory grows only with
 * what differs.
 */
public final class ArchiveComparison {
    private static final int MOST_DIFFERENCES = 100;

    private final Path scratch;

    /** @param scratch folder for temporary files, which are deleted afterwards */
    public ArchiveComparison(Path scratch) {
        this.scratch = scratch;
    }

    /** @throws IOException if one of them is not an archive, or a document in it is not XML */
    public Comparison compare(Path reference, Path candidate) throws IOException {
        try (ArchiveContents one = new ArchiveContents(reference, scratch);
                ArchiveContents other = new ArchiveContents(candidate, scratch)) {
            return new Pair(one, other).compare();
        }
    }

    /** Two archives being compared. */
    private static final class Pair {
        private final ArchiveContents reference;
        private final ArchiveContents candidate;
        private final Set<String> modules = new TreeSet<>();
        private final Map<String, ElementPath> tops = new HashMap<>();
        private final SortedMap<String, List<String>> differences = new TreeMap<>();
        private final Map<String, Integer> counts = new HashMap<>();
        private Figures figures = Figures.NONE;

        Pair(ArchiveContents reference, ArchiveContents candidate) {
            this.reference = reference;
            this.candidate = candidate;
        }

        Comparison compare() throws IOException {
            Set<String> names = new TreeSet<>(reference.documents());
            names.addAll(candidate.documents());
            names.stream().map(Components::module).filter(Objects::nonNull).forEach(modules::add);
            for (String name : names) {
                document(name);
            }
            pool();
            others();
            List<ComponentVerdict> verdicts = new ArrayList<>();
            differences.forEach((component, first) -> verdicts.add(
                    new ComponentVerdict(component, List.copyOf(first), counts.getOrDefault(component, 0))));
            return new Comparison(figures, List.copyOf(verdicts));
        }

        private void document(String name) throws IOException {
            String component = Components.of(name, modules);
            touch(component);
            DocumentPrint one = reference.documents().contains(name) ? print(reference, name) : null;
            DocumentPrint other = candidate.documents().contains(name) ? print(candidate, name) : null;
            if (one == null) {
                count(0, 0, 0, 0, 0, other.size());
                differs(component, name + ": is too much");
                return;
            }
            if (other == null) {
                count(1, 0, 0, one.size(), 0, 0);
                differs(component, name + ": is missing");
                return;
            }
            boolean equal = one.equal().equals(other.equal());
            boolean order = equal && !one.written().equals(other.written());
            int common = one.inCommon(other);
            count(1, equal ? 1 : 0, order ? 1 : 0, one.size(), common, other.size() - common);
            if (!equal) {
                explain(name, component, one, other);
            }
        }

        private void explain(String name, String component, DocumentPrint one, DocumentPrint other) throws IOException {
            int before = counts.values().stream().mapToInt(Integer::intValue).sum();
            new Differences(name, this::differs).between(tree(reference, name, other), tree(candidate, name, one));
            if (counts.values().stream().mapToInt(Integer::intValue).sum() == before) {
                differs(component, name + ": differs in what stands where");
            }
        }

        private DocumentPrint print(ArchiveContents archive, String name) throws IOException {
            DocumentPrint print = DocumentPrint.of(archive.open(name), name, top(name));
            print.plugins().forEach(this::touch);
            return print;
        }

        private Node tree(ArchiveContents archive, String name, DocumentPrint other) throws IOException {
            return DocumentTree.of(archive.open(name), name, top(name), other);
        }

        private ElementPath top(String name) {
            return tops.computeIfAbsent(Components.of(name, modules), ElementPath::top);
        }

        private void pool() throws IOException {
            int equal = 0;
            List<String> wrong = new ArrayList<>();
            for (Map.Entry<String, String> file : reference.pool().entrySet()) {
                String digest = candidate.pool().get(file.getKey());
                String hash = file.getKey().substring(file.getKey().lastIndexOf('/') + 1);
                if (file.getValue().equals(digest) && digest.equals(hash)) {
                    equal++;
                } else {
                    wrong.add(file.getKey());
                }
            }
            Set<String> extra = new TreeSet<>(candidate.pool().keySet());
            extra.removeAll(reference.pool().keySet());
            figures =
                    figures.plus(new Figures(0, 0, 0, 0, 0, 0, reference.pool().size(), equal, extra.size()));
            if (!wrong.isEmpty() || !extra.isEmpty()) {
                PoolOwners owners = PoolOwners.of(reference, candidate);
                for (String name : wrong) {
                    differs(
                            owners.of(name),
                            name + ": "
                                    + (candidate.pool().containsKey(name)
                                            ? "its content is not the one that its name says"
                                            : "is missing"));
                }
                extra.forEach(name -> differs(owners.of(name), name + ": is too much"));
            }
        }

        private void others() {
            Set<String> names = new TreeSet<>(reference.others().keySet());
            names.addAll(candidate.others().keySet());
            for (String name : names) {
                String component = Components.of(name, modules);
                touch(component);
                String one = reference.others().get(name);
                String other = candidate.others().get(name);
                if (!Objects.equals(one, other)) {
                    differs(
                            component,
                            name + ": "
                                    + (one == null
                                            ? "is too much"
                                            : other == null ? "is missing" : "has another content"));
                }
            }
        }

        private void count(int documents, int equal, int order, int elements, int matched, int extra) {
            figures = figures.plus(new Figures(documents, equal, order, elements, matched, extra, 0, 0, 0));
        }

        private void touch(String component) {
            differences.computeIfAbsent(component, c -> new ArrayList<>());
        }

        private void differs(String component, String what) {
            touch(component);
            counts.merge(component, 1, Integer::sum);
            List<String> known = differences.get(component);
            if (known.size() < MOST_DIFFERENCES) {
                known.add(what);
            }
        }
    }
}
