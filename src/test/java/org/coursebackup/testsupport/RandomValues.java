package org.coursebackup.testsupport;

import java.math.BigDecimal;
import java.sql.Types;
import java.util.List;
import java.util.Random;

/** Values that nobody would type but every old site has, chosen by a random number generator. */
final class RandomValues {
    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "0",
            "-1",
            "null",
            "$@NULL@$",
            "<p>&amp;</p>",
            "]]>",
            "<![CDATA[",
            "a\u0000b",
            "\u0001\u0008\u000b\u000c\u000e\u001f\u007f",
            "\u0085\u2028\ufeff\ufffe\uffff\ufdd0",
            "\ud83d",
            "\ude00x",
            "👩‍🌾 𝔐",
            "żółw שלום مرحبا",
            "CR\r\nLF\rend",
            "https://campus.example.org/course/view.php?id=2&amp;section=1",
            "@@PLUGINFILE@@/x y.png",
            "1,2,,999,x,3",
            "{\"filter\":{\"category\":{\"values\":[1,99999]}}}",
            "{broken",
            "a:1:{s:4:\"text\";s:99:\"short\";}",
            "Tzo4OiJzdGRDbGFzcyI6MDp7fQ==",
            "../../etc",
            "x".repeat(300),
            "é".repeat(40));

    private final Random random;

    RandomValues(Random random) {
        this.random = random;
    }

    /** A value that a column of this type and size can hold. */
    Object of(int type, int size, int scale, boolean nullable) {
        if (nullable && random.nextInt(5) == 0) {
            return null;
        }
        return switch (type) {
            case Types.VARCHAR, Types.CHAR, Types.CLOB, Types.LONGVARCHAR -> text(size);
            case Types.DECIMAL, Types.NUMERIC -> decimal(size, scale);
            case Types.DOUBLE, Types.REAL, Types.FLOAT ->
                List.of(0.0, -1.5, 1e-7, 1e20, 66.66667).get(random.nextInt(5));
            default -> whole(type);
        };
    }

    private String text(int size) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(3); i >= 0; i--) {
            text.append(TEXTS.get(random.nextInt(TEXTS.size())));
        }
        return text.length() <= size ? text.toString() : text.substring(0, size);
    }

    private BigDecimal decimal(int size, int scale) {
        BigDecimal nines = BigDecimal.TEN
                .pow(Math.min(size, 10) - scale > 0 ? Math.min(size, 10) - scale : 1)
                .subtract(BigDecimal.ONE);
        return List.of(BigDecimal.ZERO, BigDecimal.ONE, nines, nines.negate(), BigDecimal.ONE.movePointLeft(scale))
                .get(random.nextInt(5));
    }

    private long whole(int type) {
        long most =
                type == Types.SMALLINT ? Short.MAX_VALUE : type == Types.INTEGER ? Integer.MAX_VALUE : Long.MAX_VALUE;
        return switch (random.nextInt(8)) {
            case 0 -> 0;
            case 1 -> -1;
            case 2 -> most;
            case 3 -> -most - 1;
            default -> random.nextInt(60);
        };
    }
}
