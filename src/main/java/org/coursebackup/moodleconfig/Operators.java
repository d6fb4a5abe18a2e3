package org.coursebackup.moodleconfig;

import java.math.BigInteger;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PHP's conversions and comparisons, as far as configuration files need them. */
final class Operators {
    private static final Pattern NUMBER_AT_START = Pattern.compile("[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?");
    /** PHP's null; Java's null means that there is no value. */
    static final Object NULL = new Object() {
        @Override
        public String toString() {
            return "";
        }
    };

    private Operators() {}

    static Object number(String text) {
        String digits = text.replace("_", "");
        if (digits.matches("0[xX].*")) {
            return integer(digits.substring(2), 16);
        }
        if (digits.matches("0[bB].*")) {
            return integer(digits.substring(2), 2);
        }
        if (digits.matches("0[0-7]+")) {
            return integer(digits, 8);
        }
        return digits.matches("\\d+") ? integer(digits, 10) : (Object) Double.valueOf(digits);
    }

    private static Object integer(String digits, int radix) {
        BigInteger value = new BigInteger(digits, radix);
        return value.bitLength() < 64 ? (Object) value.longValue() : (Object) value.doubleValue();
    }

    static boolean truth(Object value) {
        if (value instanceof Boolean truth) {
            return truth;
        }
        if (value instanceof String text) {
            return !text.isEmpty() && !text.equals("0");
        }
        if (value instanceof Number number) {
            return number.doubleValue() != 0;
        }
        if (value instanceof Map<?, ?> array) {
            return !array.isEmpty();
        }
        return value != NULL;
    }

    /** A scalar as PHP converts it to a string; null for anything else. */
    static String text(Object value) {
        if (value instanceof Boolean truth) {
            return truth ? "1" : "";
        }
        if (value instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1e15) {
            return Long.toString(number.longValue());
        }
        return value instanceof String || value instanceof Number || value == NULL ? value.toString() : null;
    }

    static long whole(Object value) {
        if (value instanceof Number number) {
            return number.longValue();
        }
        if (value instanceof String text) {
            Matcher number = NUMBER_AT_START.matcher(text.strip());
            return !number.lookingAt()
                    ? 0
                    : number.group().matches("[+-]?\\d{1,18}")
                            ? Long.parseLong(number.group())
                            : (long) Double.parseDouble(number.group());
        }
        return truth(value) ? 1 : 0;
    }

    static boolean identical(Object left, Object right) {
        return Objects.equals(left, right);
    }

    /** {@code ==}; null if this reader can't tell. */
    static Boolean loosely(Object left, Object right) {
        if (left instanceof Boolean
                || right instanceof Boolean
                || left == NULL && !(right instanceof String)
                || right == NULL && !(left instanceof String)) {
            return truth(left) == truth(right);
        }
        if (left == NULL || right == NULL) {
            return text(left).equals(text(right));
        }
        if (left instanceof Map || right instanceof Map) {
            return left instanceof Map && right instanceof Map ? left.equals(right) : Boolean.FALSE;
        }
        Double one = numeric(left);
        Double other = numeric(right);
        if (one != null && other != null) {
            return one.doubleValue() == other.doubleValue();
        }
        String first = text(left);
        String second = text(right);
        return first == null || second == null ? null : (Boolean) first.equals(second);
    }

    /** Null for what is not a number. */
    static Double numeric(Object value) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        return value instanceof String text && text.strip().matches(NUMBER_AT_START.pattern())
                ? (Double) Double.parseDouble(text.strip())
                : null;
    }
}
