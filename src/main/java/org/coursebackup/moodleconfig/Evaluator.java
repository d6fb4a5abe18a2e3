package org.coursebackup.moodleconfig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.coursebackup.moodleconfig.Interpreter.Course;

/**
 * Values of expressions: String, Long, Double, Boolean, {@link Operators#NULL}, arrays as maps with text keys,
 * {@link PhpObject}, {@link Unset}, or {@link Unknown}.
 */
final class Evaluator {
    private static final Set<String> REQUEST =
            Set.of("_SERVER", "_ENV", "_GET", "_POST", "_REQUEST", "_COOKIE", "_SESSION");
    /** Libraries that only fill the environment. */
    private static final Set<String> LOADERS = Set.of("dotenv", "symfony", "composer", "composerautoloaderinit");

    private final Interpreter interpreter;
    private final Map<String, Boolean> declared = new HashMap<>();
    private final Set<Object> loaders = new HashSet<>();
    private final Environment environment;
    private final Functions functions;
    private Course course = Course.NEXT;

    Evaluator(Interpreter interpreter, Map<String, String> environment) {
        this.interpreter = interpreter;
        this.environment = new Environment(interpreter, environment);
        this.functions = new Functions(interpreter, this.environment);
    }

    Environment environment() {
        return environment;
    }

    void declare(Statement.Function function) {
        declared.merge(function.name().toLowerCase(Locale.ROOT), function.touchesConfig(), Boolean::logicalOr);
    }

    /** Where execution goes on after the last expression; asking resets it. */
    Course course() {
        Course last = course;
        course = Course.NEXT;
        return last;
    }

    Object value(Expression expression) {
        if (expression instanceof Expression.Constant constant) {
            return constant.value();
        } else if (expression instanceof Expression.Variable variable) {
            return orNull(variable(variable));
        } else if (expression instanceof Expression.Property property) {
            return orNull(property(property));
        } else if (expression instanceof Expression.Entry entry) {
            return orNull(entry(entry));
        } else if (expression instanceof Expression.ArrayOf array) {
            return array(array);
        } else if (expression instanceof Expression.Joined joined) {
            return joined(joined);
        } else if (expression instanceof Expression.Named named) {
            return constant(named);
        } else if (expression instanceof Expression.Call call) {
            return call(call);
        } else if (expression instanceof Expression.Foreign foreign) {
            return foreign(foreign);
        } else if (expression instanceof Expression.NewObject) {
            return new PhpObject();
        } else if (expression instanceof Expression.Unary unary) {
            return unary(unary);
        } else if (expression instanceof Expression.Binary binary) {
            return binary(binary);
        } else if (expression instanceof Expression.Choice choice) {
            return choice(choice);
        } else if (expression instanceof Expression.Assignment assignment) {
            return assignment(assignment);
        } else if (expression instanceof Expression.Asked asked) {
            return asked(asked);
        } else if (expression instanceof Expression.Include include) {
            return include(include);
        }
        course = Course.EXIT;
        return Operators.NULL;
    }

    private static Object orNull(Object value) {
        return value == null ? Operators.NULL : value;
    }

    /** Null if there is no such variable. */
    private Object variable(Expression.Variable variable) {
        if (REQUEST.contains(variable.name())) {
            return new Unknown("is taken from $" + variable.name() + " in " + interpreter.place(variable.line())
                    + ", which only the web server knows");
        }
        return interpreter.state().variables().get(variable.name());
    }

    private Object property(Expression.Property property) {
        Object of = value(property.of());
        Object name = value(property.name());
        if (of instanceof PhpObject object && name instanceof String text) {
            return object.get(text);
        }
        return of instanceof Unknown ? of : name instanceof Unknown ? name : null;
    }

    private Object entry(Expression.Entry entry) {
        Object key = entry.key() == null ? Operators.NULL : value(entry.key());
        if (entry.of() instanceof Expression.Variable array && key instanceof String name) {
            if (array.name().equals("_ENV") || array.name().equals("_SERVER")) {
                return environment.superglobal(array.name(), name, entry.line());
            }
            if (array.name().equals("GLOBALS")) {
                return interpreter.state().variables().get(name);
            }
        }
        Object of = value(entry.of());
        if (of instanceof Unknown || key instanceof Unknown) {
            return of instanceof Unknown ? of : key;
        }
        if (of instanceof Map<?, ?> array) {
            return array.get(key(key));
        }
        return of instanceof String
                ? new Unknown("is a part of a text that " + interpreter.place(entry.line())
                        + " picks, which this program does not follow")
                : null;
    }

    /** PHP does not distinguish a number as a key from the same number as text. */
    static String key(Object key) {
        return key instanceof Boolean || key instanceof Double
                ? Long.toString(Operators.whole(key))
                : Operators.text(key);
    }

    private Object array(Expression.ArrayOf array) {
        Map<String, Object> entries = new LinkedHashMap<>();
        Unknown unknown = null;
        for (Expression.Pair pair : array.pairs()) {
            Object key = pair.key() == null ? Long.toString(next(entries)) : value(pair.key());
            Object value = value(pair.value());
            if (key instanceof Unknown why) {
                unknown = why;
            } else {
                entries.put(key(key), value);
            }
        }
        return unknown == null ? entries : unknown;
    }

    private static long next(Map<?, ?> entries) {
        return entries.keySet().stream()
                        .map(String::valueOf)
                        .filter(key -> key.matches("\\d{1,18}"))
                        .mapToLong(Long::parseLong)
                        .max()
                        .orElse(-1)
                + 1;
    }

    private Object joined(Expression.Joined joined) {
        Object text = "";
        for (Expression part : joined.parts()) {
            text = concatenated(text, value(part));
        }
        return text;
    }

    static Object concatenated(Object left, Object right) {
        for (Object value : List.of(left, right)) {
            if (value instanceof Unknown) {
                return value;
            }
            if (value instanceof Unset unset) {
                return new Unknown(unset.why());
            }
            if (Operators.text(value) == null) {
                return new Unknown("is made of something that is no text");
            }
        }
        return Operators.text(left) + Operators.text(right);
    }

    private Object constant(Expression.Named named) {
        switch (named.constant().toLowerCase(Locale.ROOT)) {
            case "true":
                return true;
            case "false":
                return false;
            case "null":
                return Operators.NULL;
            case "__dir__":
                return interpreter.file().getParent().toString();
            case "__file__":
                return interpreter.file().toString();
            case "__line__":
                return (long) named.line();
            case "directory_separator":
                return "/";
            case "php_eol":
                return "\n";
            default:
                Object value = interpreter.state().constants().get(named.constant());
                return value != null
                        ? value
                        : new Unknown("is taken from the constant " + named.constant() + " in "
                                + interpreter.place(named.line()) + ", which only PHP knows");
        }
    }

    private Object call(Expression.Call call) {
        Boolean touches = declared.get(call.function());
        List<Object> arguments = call.arguments().stream().map(this::value).toList();
        if (touches == null && functions.knows(call.function())) {
            return functions.call(call.function(), arguments, call.line());
        }
        Unknown why = new Unknown("is made by " + call.function() + "() in " + interpreter.place(call.line())
                + ", which only PHP can do");
        effects(
                call.function() + "()",
                call.arguments(),
                arguments,
                call.line(),
                Boolean.TRUE.equals(touches) || functions.anything(call.function()),
                touches == null && functions.harmless(call.function()));
        return why;
    }

    private Object foreign(Expression.Foreign foreign) {
        List<Object> arguments = foreign.arguments().stream().map(this::value).toList();
        String name = foreign.what().replaceFirst("^(?:new )?\\\\?", "").toLowerCase(Locale.ROOT);
        boolean loader = LOADERS.stream().anyMatch(name::startsWith)
                || foreign.what().contains("->") && loaders.contains(arguments.get(0));
        String doing = foreign.what() + " in " + interpreter.place(foreign.line()) + ", which only PHP can do";
        interpreter.state().doubtEnvironment(new Unknown("may be changed by " + doing));
        effects(
                foreign.what(),
                foreign.arguments(),
                arguments,
                foreign.line(),
                !loader && !constantOf(foreign),
                loader);
        Unknown made = new Unknown("is made by " + doing);
        if (loader) {
            loaders.add(made);
        }
        return made;
    }

    private static boolean constantOf(Expression.Foreign foreign) {
        return foreign.arguments().isEmpty() && foreign.what().matches(".*::[A-Z_0-9]+|.*::class");
    }

    /** Allows for what an unknown function may have done. */
    private void effects(
            String what, List<Expression> given, List<Object> values, int line, boolean anything, boolean harmless) {
        Unknown why =
                new Unknown("may be changed by " + what + " in " + interpreter.place(line) + ", which only PHP can do");
        Object config = interpreter.state().variables().values().get("CFG");
        if (anything || values.stream().anyMatch(value -> value == config && value != null)) {
            interpreter.state().doubtEverything(why);
        } else if (!harmless) {
            given.stream()
                    .filter(argument -> argument instanceof Expression.Variable
                            || argument instanceof Expression.Property
                            || argument instanceof Expression.Entry)
                    .filter(argument -> !(value(argument) instanceof PhpObject))
                    .forEach(argument -> assign(argument, why));
        }
    }

    private Object unary(Expression.Unary unary) {
        Object value = value(unary.of());
        if (value instanceof Unknown) {
            return value;
        }
        if (value instanceof Unset && Set.of("!", "bool", "boolean").contains(unary.sign())) {
            value = false;
        }
        switch (unary.sign()) {
            case "!":
                return !Operators.truth(value);
            case "bool", "boolean":
                return Operators.truth(value);
            case "array":
                return value instanceof Map
                        ? value
                        : value instanceof PhpObject object ? object.values() : new LinkedHashMap<>(Map.of("0", value));
            case "object":
                return object(value);
            default:
                break;
        }
        if (value instanceof Unset unset) {
            return new Unknown(unset.why());
        }
        return switch (unary.sign()) {
            case "int", "integer" -> Operators.whole(value);
            case "string" -> Operators.text(value) == null ? notFollowed(unary.line()) : Operators.text(value);
            case "-" -> value instanceof Long number ? (Object) (-number) : notFollowed(unary.line());
            case "+" -> value;
            default -> notFollowed(unary.line());
        };
    }

    private static Object object(Object value) {
        if (!(value instanceof Map<?, ?> entries)) {
            return value;
        }
        PhpObject object = new PhpObject();
        entries.forEach((name, entry) -> object.set(String.valueOf(name), entry));
        return object;
    }

    private Unknown notFollowed(int line) {
        return new Unknown("is computed in " + interpreter.place(line) + " in a way that this program does not follow");
    }

    private Object binary(Expression.Binary binary) {
        switch (binary.sign()) {
            case "&&", "and", "||", "or":
                return logical(binary);
            case "??":
                Object left = presence(binary.left());
                if (left instanceof Unknown || left != null && left != Operators.NULL) {
                    return left;
                }
                return value(binary.right());
            default:
                Object one = value(binary.left());
                Object other = value(binary.right());
                return Arithmetic.of(binary.sign(), one, other, notFollowed(binary.line()));
        }
    }

    private Object logical(Expression.Binary binary) {
        boolean and = binary.sign().equals("&&") || binary.sign().equals("and");
        Object left = value(binary.left());
        if (course != Course.NEXT) {
            return left;
        }
        if (!(left instanceof Unknown why)) {
            if (truth(left) != and) {
                return !and;
            }
            Object right = value(binary.right());
            return right instanceof Unknown ? right : (Object) truth(right);
        }
        Object[] right = new Object[1];
        interpreter.maybe(() -> right[0] = value(binary.right()), interpreter.depends(binary.line()));
        // 'X or die()' goes on if it does not die
        course = Course.NEXT;
        if (!(right[0] instanceof Unknown) && truth(right[0]) != and) {
            return !and;
        }
        return why;
    }

    private static boolean truth(Object value) {
        return !(value instanceof Unset) && Operators.truth(value);
    }

    private Object choice(Expression.Choice choice) {
        Object condition = value(choice.condition());
        if (condition instanceof Unknown) {
            Object[] ways = new Object[2];
            interpreter.maybe(
                    () -> ways[0] = choice.then() == null ? condition : value(choice.then()),
                    interpreter.depends(choice.line()));
            interpreter.maybe(() -> ways[1] = value(choice.otherwise()), interpreter.depends(choice.line()));
            if (Operators.identical(ways[0], ways[1])) {
                return ways[0];
            }
            return choice.then() == null ? condition : interpreter.depends(choice.line());
        }
        if (!truth(condition)) {
            return value(choice.otherwise());
        }
        return choice.then() == null ? condition : value(choice.then());
    }

    private Object assignment(Expression.Assignment assignment) {
        String sign = assignment.sign();
        Object value;
        if (sign.equals("=")) {
            value = value(assignment.value());
        } else if (sign.equals("??=")) {
            Object before = presence(assignment.target());
            value = before == null || before == Operators.NULL ? value(assignment.value()) : before;
        } else {
            value = Arithmetic.of(
                    sign.substring(0, sign.length() - 1),
                    value(assignment.target()),
                    value(assignment.value()),
                    notFollowed(assignment.line()));
        }
        assign(assignment.target(), value);
        return value;
    }

    /** Null if it is not set at all. */
    private Object presence(Expression expression) {
        if (expression instanceof Expression.Variable variable) {
            return variable(variable);
        } else if (expression instanceof Expression.Property property) {
            return property(property);
        } else if (expression instanceof Expression.Entry entry) {
            return entry(entry);
        }
        return value(expression);
    }

    private Object asked(Expression.Asked asked) {
        boolean all = true;
        for (Expression one : asked.of()) {
            Object value = presence(one);
            if (value instanceof Unknown) {
                return value;
            }
            boolean set = value != null && value != Operators.NULL;
            all &= asked.word().equals("isset") ? set : !(set && truth(value));
        }
        return all;
    }

    void assign(Expression target, Object value) {
        if (target instanceof Expression.Variable variable) {
            interpreter.state().variables().set(variable.name(), value);
        } else if (target instanceof Expression.Property property) {
            Object name = value(property.name());
            PhpObject object = object(property.of());
            if (object != null && name instanceof String text) {
                object.set(text, value);
            } else if (object != null) {
                object.doubt(name instanceof Unknown why ? why : notFollowed(property.line()));
            }
        } else if (target instanceof Expression.Entry entry) {
            assignEntry(entry, value);
        } else if (target instanceof Expression.ArrayOf array) {
            for (int i = 0; i < array.pairs().size(); i++) {
                Expression.Pair pair = array.pairs().get(i);
                Object key = pair.key() == null ? Integer.toString(i) : value(pair.key());
                Object part = value instanceof Map<?, ?> from && !(key instanceof Unknown)
                        ? orNull(from.get(key(key)))
                        : value instanceof Unknown ? value : notFollowed(array.line());
                assign(pair.value(), part);
            }
        }
    }

    /** The object that an expression names, created if there is none; null if that is impossible. */
    private PhpObject object(Expression of) {
        Object value = presence(of);
        if (value == null || value == Operators.NULL) {
            value = new PhpObject();
            assign(of, value);
        }
        return value instanceof PhpObject object ? object : null;
    }

    private void assignEntry(Expression.Entry entry, Object value) {
        Object key = entry.key() == null ? null : value(entry.key());
        if (entry.of() instanceof Expression.Variable array && array.name().equals("GLOBALS")) {
            if (key instanceof String name) {
                interpreter.state().variables().set(name, value);
            } else {
                interpreter.state().doubtEverything(notFollowed(entry.line()));
            }
            return;
        }
        if (entry.of() instanceof Expression.Variable array && REQUEST.contains(array.name())) {
            if (key instanceof String name) {
                environment.assign(array.name(), name, value);
            }
            return;
        }
        Object before = presence(entry.of());
        if (before instanceof Unknown) {
            return;
        }
        Map<String, Object> entries = new LinkedHashMap<>();
        if (before instanceof Map<?, ?> known) {
            known.forEach((name, one) -> entries.put(String.valueOf(name), one));
        }
        if (key instanceof Unknown why) {
            assign(entry.of(), why);
            return;
        }
        entries.put(key == null ? Long.toString(next(entries)) : key(key), value);
        assign(entry.of(), entries);
    }

    void remove(Expression target) {
        if (target instanceof Expression.Variable variable) {
            interpreter.state().variables().remove(variable.name());
        } else if (target instanceof Expression.Property property
                && value(property.of()) instanceof PhpObject object
                && value(property.name()) instanceof String name) {
            object.remove(name);
        } else if (target instanceof Expression.Entry entry && value(entry.of()) instanceof Map<?, ?> known) {
            Map<String, Object> entries = new LinkedHashMap<>();
            known.forEach((name, one) -> entries.put(String.valueOf(name), one));
            Object key = entry.key() == null ? Operators.NULL : value(entry.key());
            if (key instanceof Unknown why) {
                assign(entry.of(), why);
            } else {
                entries.remove(key(key));
                assign(entry.of(), entries);
            }
        }
    }

    private Object include(Expression.Include include) {
        Object path = value(include.path());
        if (isSetUp(path) || isSetUp(include.literalEnd())) {
            course = Course.SET_UP;
            return 1L;
        }
        String where = interpreter.place(include.line());
        if (!(path instanceof String text)) {
            interpreter
                    .state()
                    .doubtEverything(new Unknown(
                            "may be set in a file that " + where + " includes, whose name only PHP can tell"));
            return new Unknown("is made in a file that " + where + " includes");
        }
        try {
            Path file = interpreter.file().resolveSibling(text);
            if (include.once() && Files.exists(file) && interpreter.included(file)) {
                return true;
            }
            course = interpreter.include(file);
            return interpreter.result();
        } catch (IOException | InvalidPathException e) {
            Unknown why = new Unknown("may be set in " + text + ", which " + where
                    + " includes and which cannot be read here (" + reason(e) + ")");
            interpreter.state().doubtEverything(why);
            return why;
        }
    }

    private static String reason(Exception e) {
        return e instanceof java.nio.file.NoSuchFileException
                ? "no such file"
                : e instanceof java.nio.file.AccessDeniedException ? "no right to" : e.getMessage();
    }

    private static boolean isSetUp(Object path) {
        return path instanceof String text && text.matches("(?s).*lib/setup\\.php[\")]?");
    }
}
