package org.coursebackup.moodleconfig;

import java.util.List;
import java.util.Set;

/** A step of a PHP file. */
sealed interface Statement {
    record Evaluate(Expression expression) implements Statement {}

    record Block(List<Statement> statements) implements Statement {}

    /** @param otherwise null if there is none */
    record If(Expression condition, Statement then, Statement otherwise, int line) implements Statement {}

    /** @param label null for {@code default} */
    record Case(Expression label, List<Statement> statements) {}

    record Switch(Expression subject, List<Case> cases, int line) implements Statement {}

    /** @param key null if only the value is taken */
    record Foreach(Expression array, Expression key, Expression value, Statement body, int line) implements Statement {}

    record Try(Statement body, List<Statement> catches, Statement last, int line) implements Statement {}

    record Unset(List<Expression> targets) implements Statement {}

    /** {@code return}, {@code throw} (without a value) and the like; the value may be null. */
    record Return(Expression value, int line) implements Statement {}

    /** @param outer whether it leaves more than the loop or switch it stands in, as {@code break 2} */
    record Break(boolean continues, boolean outer, int line) implements Statement {}

    /** A function whose body is not looked at. */
    record Function(String name, boolean touchesConfig) implements Statement {}

    /**
     * Something this reader does not know.
     *
     * @param variables names that occur in it and may be changed by it
     */
    record Opaque(String what, Set<String> variables, int line) implements Statement {}

    /** {@code global $CFG;}, {@code use X;}, HTML. */
    record Nothing() implements Statement {}
}
