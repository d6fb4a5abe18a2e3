package org.coursebackup.moodleconfig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Follows a configuration file as far as its statements are known. If a condition is unknown, both branches are
 * followed, and what differs afterwards is unknown.
 */
final class Interpreter {
    private static final int DEEPEST = 10;
    private static final int MOST_FILES = 200;
    private static final int LONGEST = 1 << 20;
    private static final int MOST_ROUNDS = 1_000;

    /** Where execution goes on. */
    enum Course {
        NEXT,
        BREAK,
        CONTINUE,
        RETURN,
        /** Moodle's own setup begins: what comes after it does not count. */
        SET_UP,
        /** PHP would stop here with an error. */
        EXIT
    }

    /** What became of ways that left a round, or the whole, of a loop or switch on a condition that is not known. */
    private record Left(List<State> broken, List<State> continued) {
        static Left loop() {
            return new Left(new ArrayList<>(), new ArrayList<>());
        }

        /** {@code continue} in a switch is a {@code break}. */
        static Left choice() {
            List<State> both = new ArrayList<>();
            return new Left(both, both);
        }
    }

    private final State state = new State();
    private final Evaluator evaluator;
    private final Deque<Path> files = new ArrayDeque<>();
    private final Set<Path> once = new HashSet<>();
    private final List<State> ended = new ArrayList<>();
    private final Deque<Left> left = new ArrayDeque<>();
    private final Deque<List<State>> returned = new ArrayDeque<>();
    private Object result = Operators.NULL;
    private int read;

    Interpreter(Map<String, String> environment) {
        this.evaluator = new Evaluator(this, environment);
    }

    State state() {
        return state;
    }

    Evaluator evaluator() {
        return evaluator;
    }

    /** The current file. */
    Path file() {
        return files.peek();
    }

    String place(int line) {
        return "line " + line + " of " + (files.isEmpty() ? "config.php" : file().getFileName());
    }

    /** @throws IOException if the file can't be read */
    void run(Path file) throws IOException {
        include(file);
        for (State other : ended) {
            state.merge(other, new Unknown("depends on a condition in " + file.getFileName()));
        }
    }

    /**
     * Follows a file in the current scope.
     *
     * @throws IOException if it can't be read, or there are too many files
     */
    Course include(Path file) throws IOException {
        if (files.size() >= DEEPEST || ++read > MOST_FILES || Files.size(file) > LONGEST) {
            throw new IOException("it is too large, or files include each other too deeply");
        }
        Path real = file.toRealPath();
        String text = SourceText.read(real);
        once.add(real);
        files.push(real);
        returned.push(new ArrayList<>());
        result = 1L;
        try {
            List<Statement> statements = new Parser(Lexer.file(text)).all();
            declare(statements);
            Course course = run(statements);
            for (State other : returned.pop()) {
                state.merge(other, new Unknown("depends on a condition in " + real.getFileName()));
            }
            return course == Course.SET_UP || course == Course.EXIT ? course : Course.NEXT;
        } catch (NotUnderstoodException e) {
            returned.pop();
            state.doubtEverything(new Unknown("cannot be told, since " + place(e.line()) + " has " + e.getMessage()
                    + ", which this program does not understand"));
            return Course.NEXT;
        } finally {
            files.pop();
        }
    }

    boolean included(Path file) throws IOException {
        return once.contains(file.toRealPath());
    }

    /** What the included file returned. */
    Object result() {
        return result;
    }

    private void declare(List<Statement> statements) {
        for (Statement statement : statements) {
            if (statement instanceof Statement.Function function) {
                evaluator.declare(function);
            }
        }
    }

    private Course run(List<Statement> statements) {
        for (Statement statement : statements) {
            Course course = run(statement);
            if (course != Course.NEXT) {
                return course;
            }
        }
        return Course.NEXT;
    }

    private Course run(Statement statement) {
        if (statement instanceof Statement.Evaluate evaluate) {
            evaluator.value(evaluate.expression());
            return evaluator.course();
        } else if (statement instanceof Statement.Block block) {
            return run(block.statements());
        } else if (statement instanceof Statement.If condition) {
            return conditional(condition);
        } else if (statement instanceof Statement.Switch choice) {
            return choice(choice);
        } else if (statement instanceof Statement.Foreach loop) {
            return loop(loop);
        } else if (statement instanceof Statement.Try attempt) {
            return attempt(attempt);
        } else if (statement instanceof Statement.Unset unset) {
            unset.targets().forEach(evaluator::remove);
        } else if (statement instanceof Statement.Return end) {
            if (end.value() == null && files.size() == 1) {
                return Course.EXIT;
            }
            result = end.value() == null ? Operators.NULL : evaluator.value(end.value());
            return Course.RETURN;
        } else if (statement instanceof Statement.Break end) {
            if (end.outer()) {
                state.doubtEverything(new Unknown("depends on the loops around " + place(end.line())));
            }
            return end.continues() ? Course.CONTINUE : Course.BREAK;
        } else if (statement instanceof Statement.Function function) {
            evaluator.declare(function);
        } else if (statement instanceof Statement.Opaque opaque) {
            Unknown why = new Unknown("may be changed in " + place(opaque.line()) + " by " + opaque.what()
                    + ", which this program does not follow");
            if (opaque.variables().contains("CFG") || opaque.variables().contains("GLOBALS")) {
                state.doubtEverything(why);
            }
            opaque.variables().stream().filter(name -> !name.equals("CFG")).forEach(name -> state.variables()
                    .set(name, why));
        }
        return Course.NEXT;
    }

    private Course conditional(Statement.If statement) {
        Object condition = evaluator.value(statement.condition());
        if (evaluator.course() != Course.NEXT) {
            return evaluator.course();
        }
        if (!(condition instanceof Unknown)) {
            Statement taken = Operators.truth(condition) ? statement.then() : statement.otherwise();
            return taken == null ? Course.NEXT : run(taken);
        }
        List<Statement> ways = new ArrayList<>();
        ways.add(statement.then());
        ways.add(statement.otherwise() == null ? new Statement.Nothing() : statement.otherwise());
        return either(ways, depends(statement.line()));
    }

    Unknown depends(int line) {
        return new Unknown("depends on the condition in " + place(line));
    }

    /** Follows all branches, one of which is the one taken. */
    private Course either(List<Statement> ways, Unknown why) {
        State before = state.copy();
        State after = null;
        State broken = null;
        State continued = null;
        boolean exits = false;
        for (Statement way : ways) {
            state.become(before.copy());
            Course course = run(way);
            if (course == Course.SET_UP) {
                ended.add(state.copy());
            } else if (course == Course.RETURN && !returned.isEmpty()) {
                returned.peek().add(state.copy());
            } else if (course == Course.EXIT) {
                exits = true;
            } else if (course == Course.BREAK && !left.isEmpty()) {
                broken = state.copy();
                left.peek().broken().add(broken);
            } else if (course == Course.CONTINUE && !left.isEmpty()) {
                continued = state.copy();
                left.peek().continued().add(continued);
            } else if (after == null) {
                after = state.copy();
            } else {
                after.merge(state, why);
            }
        }
        if (after != null) {
            state.become(after);
            return Course.NEXT;
        }
        if (continued != null || broken != null) {
            state.become((continued != null ? continued : broken).copy());
            return continued != null ? Course.CONTINUE : Course.BREAK;
        }
        return exits ? Course.EXIT : Course.SET_UP;
    }

    /** Takes up the ways that left earlier, whatever became of this one. */
    private Course rejoin(Course course, List<State> others, Unknown why) {
        if (others.isEmpty()) {
            return course;
        }
        if (course == Course.SET_UP) {
            ended.add(state.copy());
        } else if (course == Course.RETURN) {
            returned.peek().add(state.copy());
        }
        if (course != Course.NEXT) {
            state.become(others.get(0).copy());
        }
        others.forEach(other -> state.merge(other, why));
        others.clear();
        return Course.NEXT;
    }

    private static Course within(Course course) {
        return course == Course.BREAK || course == Course.CONTINUE ? Course.NEXT : course;
    }

    /** Does something that PHP may or may not do. */
    void maybe(Runnable something, Unknown why) {
        State before = state.copy();
        something.run();
        state.merge(before, why);
    }

    private Course choice(Statement.Switch statement) {
        Object subject = evaluator.value(statement.subject());
        int start = -1;
        int other = -1;
        boolean known = !(subject instanceof Unknown);
        List<Statement> ways = new ArrayList<>();
        for (int i = 0; i < statement.cases().size(); i++) {
            Statement.Case one = statement.cases().get(i);
            if (one.label() == null) {
                other = i;
            } else if (known && start < 0) {
                Object label = evaluator.value(one.label());
                Boolean same = label instanceof Unknown ? null : Operators.loosely(subject, label);
                known = same != null;
                start = Boolean.TRUE.equals(same) ? i : start;
            }
            ways.add(from(statement, i));
        }
        int taken = start < 0 ? other : start;
        if (other < 0) {
            ways.add(new Statement.Nothing());
        }
        left.push(Left.choice());
        Course course = !known
                ? either(ways, depends(statement.line()))
                : taken < 0 ? Course.NEXT : run(from(statement, taken));
        return rejoin(within(course), left.pop().broken(), depends(statement.line()));
    }

    /** A case with those it falls through to. */
    private static Statement from(Statement.Switch statement, int first) {
        List<Statement> all = new ArrayList<>();
        for (Statement.Case one :
                statement.cases().subList(first, statement.cases().size())) {
            all.addAll(one.statements());
            if (!one.statements().isEmpty()
                    && one.statements().get(one.statements().size() - 1) instanceof Statement.Break) {
                break;
            }
        }
        return new Statement.Block(all);
    }

    private Course loop(Statement.Foreach statement) {
        Object array = evaluator.value(statement.array());
        Left here = Left.loop();
        left.push(here);
        Course course = Course.NEXT;
        Unknown why = new Unknown("depends on a condition in the loop in " + place(statement.line()));
        if (array instanceof Map<?, ?> entries && entries.size() <= MOST_ROUNDS) {
            for (Map.Entry<?, ?> entry : entries.entrySet()) {
                course = round(statement, entry.getKey(), entry.getValue());
                if (course == Course.BREAK && !here.continued().isEmpty()) {
                    here.broken().add(state.copy());
                }
                course = rejoin(course == Course.CONTINUE ? Course.NEXT : course, here.continued(), why);
                if (course != Course.NEXT) {
                    break;
                }
            }
        } else {
            why = new Unknown("may be set by the loop in " + place(statement.line()));
            here.broken().add(state.copy());
            course = round(statement, why, why);
            here.broken().addAll(here.continued());
        }
        left.pop();
        return rejoin(within(course), here.broken(), why);
    }

    private Course round(Statement.Foreach statement, Object key, Object value) {
        if (statement.key() != null) {
            evaluator.assign(statement.key(), key);
        }
        evaluator.assign(statement.value(), value);
        return run(statement.body());
    }

    private Course attempt(Statement.Try statement) {
        Course course = run(statement.body());
        Unknown why = new Unknown("depends on what fails in " + place(statement.line()));
        for (Statement one : statement.catches()) {
            State before = state.copy();
            Course caught = run(one);
            if (caught == Course.EXIT) {
                state.become(before);
            } else {
                state.merge(before, why);
            }
        }
        if (statement.last() != null) {
            run(statement.last());
        }
        return course;
    }
}
