package org.coursebackup.compare;

/**
 * How much of a reference archive another one has.
 *
 * @param documents XML documents of the reference
 * @param documentsEqual those of them that are equal in the other archive
 * @param orderOnly those of the equal ones whose rows come in another order where order has no meaning
 * @param elements elements of the reference
 * @param elementsMatched those of them that the other archive has at the same place with the same text and attributes
 * @param elementsExtra elements that only the other archive has
 * @param files pool files in the reference
 * @param filesEqual those of them that the other archive has, with content that matches their names
 * @param filesExtra pool files that only the other archive has
 */
public record Figures(
        int documents,
        int documentsEqual,
        int orderOnly,
        long elements,
        long elementsMatched,
        long elementsExtra,
        int files,
        int filesEqual,
        int filesExtra) {

    static final Figures NONE = new Figures(0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** The sum over several archives. */
    public Figures plus(Figures other) {
        return new Figures(
                documents + other.documents,
                documentsEqual + other.documentsEqual,
                orderOnly + other.orderOnly,
                elements + other.elements,
                elementsMatched + other.elementsMatched,
                elementsExtra + other.elementsExtra,
                files + other.files,
                filesEqual + other.filesEqual,
                filesExtra + other.filesExtra);
    }

    /** Such as {@code 354 of 1744 documents (20.3 %), 99.10 % of elements, 157 of 866 files equal}. */
    @Override
    public String toString() {
        return "%d of %d documents (%s %%), %s %% of elements, %d of %d files equal"
                .formatted(
                        documentsEqual,
                        documents,
                        share(documentsEqual, documents),
                        share(elementsMatched, elements + elementsExtra),
                        filesEqual,
                        files);
    }

    /** Rounded down, so that 100 means all. */
    private static String share(long part, long whole) {
        long hundredths = whole == 0 ? 10_000 : part * 10_000 / whole;
        return hundredths / 100 + (hundredths % 100 == 0 ? "" : ".%02d".formatted(hundredths % 100));
    }
}
