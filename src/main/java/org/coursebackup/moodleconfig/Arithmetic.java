package org.coursebackup.moodleconfig;

import java.util.LinkedHashMap;
import java.util.Map;

/** Binary operators. */
final class Arithmetic {
    private Arithmetic() {}

    /** @param otherwise the value if this reader can't tell */
    static Object of(String sign, Object left, Object right, Unknown otherwise) {
        if (sign.equals(".")) {
            return Evaluator.concatenated(left, right);
        }
        if (left instanceof Unknown || right instanceof Unknown) {
            return left instanceof Unknown ? left : right;
        }
        Object one = left instanceof Unset ? Boolean.FALSE : left;
        Object other = right instanceof Unset ? Boolean.FALSE : right;
        switch (sign) {
            case "===":
                return Operators.identical(one, other);
            case "!==":
                return !Operators.identical(one, other);
            case "==":
                Boolean same = Operators.loosely(one, other);
                return same == null ? otherwise : (Object) same;
            case "!=", "<>":
                Boolean equal = Operators.loosely(one, other);
                return equal == null ? otherwise : (Object) !equal;
            default:
                break;
        }
        if (sign.equals("+") && one instanceof Map<?, ?> array && other instanceof Map<?, ?> more) {
            Map<String, Object> all = new LinkedHashMap<>();
            array.forEach((key, value) -> all.put(String.valueOf(key), value));
            more.forEach((key, value) -> all.putIfAbsent(String.valueOf(key), value));
            return all;
        }
        Double first = Operators.numeric(one);
        Double second = Operators.numeric(other);
        return left instanceof Unset || right instanceof Unset || first == null || second == null
                ? otherwise
                : numbers(sign, first, second, otherwise);
    }

    private static Object numbers(String sign, double one, double other, Unknown otherwise) {
        return switch (sign) {
            case "+" -> whole(one + other);
            case "-" -> whole(one - other);
            case "*" -> whole(one * other);
            case "/" -> other == 0 ? otherwise : whole(one / other);
            case "<" -> one < other;
            case ">" -> one > other;
            case "<=" -> one <= other;
            case ">=" -> one >= other;
            case "|" -> (long) one | (long) other;
            case "&" -> (long) one & (long) other;
            default -> otherwise;
        };
    }

    private static Object whole(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15 ? (Object) (long) value : (Object) value;
    }
}
