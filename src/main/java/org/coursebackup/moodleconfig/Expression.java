package org.coursebackup.moodleconfig;

import java.util.List;

/** A piece of PHP with a value. */
sealed interface Expression {
    /** @param value a string, number, boolean or {@link Operators#NULL} */
    record Constant(Object value) implements Expression {}

    record Variable(String name, int line) implements Expression {}

    /** {@code $CFG->dbhost}; the name may be computed. */
    record Property(Expression of, Expression name, int line) implements Expression {}

    /** @param key null for {@code $a[]} */
    record Entry(Expression of, Expression key, int line) implements Expression {}

    /** @param key null if the entry has none */
    record Pair(Expression key, Expression value) {}

    record ArrayOf(List<Pair> pairs, int line) implements Expression {}

    /** The parts of a string that contains variables. */
    record Joined(List<Expression> parts) implements Expression {}

    record Named(String constant, int line) implements Expression {}

    record Call(String function, List<Expression> arguments, int line) implements Expression {}

    /** A method, a static method, an object of a class, a closure: what it does can't be told here. */
    record Foreign(String what, List<Expression> arguments, int line) implements Expression {}

    record NewObject() implements Expression {}

    record Unary(String sign, Expression of, int line) implements Expression {}

    record Binary(String sign, Expression left, Expression right, int line) implements Expression {}

    /** @param then null for {@code ?:} */
    record Choice(Expression condition, Expression then, Expression otherwise, int line) implements Expression {}

    /** @param sign {@code =}, {@code .=} and the like */
    record Assignment(Expression target, String sign, Expression value, int line) implements Expression {}

    /** {@code isset} and {@code empty}. */
    record Asked(String word, List<Expression> of, int line) implements Expression {}

    record Include(Expression path, String literalEnd, boolean once, int line) implements Expression {}

    record Exit(int line) implements Expression {}
}
