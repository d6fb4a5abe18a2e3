package org.coursebackup.compare;

/**
 * How much of a reference another archive has.
 *
 * @param documents XML documents of the reference
 * @param documentsEqual those that are equal in the other archive
 * @param orderOnly of the equal ones, those whose rows stand in another order where order means nothing
 * @param elements elements of the reference
 * @param elementsMatched those that stand at the same place in the other archive with the same text and attributes
 * @param elementsExtra elements that only the other archive has
 * @param files contents in the reference's pool
 * @param filesEqual those that the other archive has, with the content that their names say
 * @param filesExtra contents that only the other archive has
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

    /** Of several archives together. */
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
