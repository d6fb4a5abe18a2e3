package org.coursebackup.moodleconfig;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** PHP's own functions that configuration files use to make values, and those that do not affect values. */
final class Functions {
    private static final Set<String> KNOWN = words("""
            getenv putenv dirname basename realpath trim rtrim ltrim chop strtolower strtoupper
            str_replace file_get_contents file_exists is_file is_readable is_dir defined define
            constant intval strval boolval explode implode join in_array array_merge sprintf is_null
            strlen count array_key_exists
            """);
    private static final Set<String> HARMLESS = words("""
            ini_set ini_get error_reporting set_time_limit ignore_user_abort
            date_default_timezone_set mb_internal_encoding setlocale umask header error_log
            trigger_error var_dump print_r printf md5 sha1 hash base64_decode base64_encode
            json_decode json_encode is_string is_array is_numeric is_int is_bool strpos strstr
            stripos substr str_contains str_starts_with str_ends_with parse_url parse_ini_file
            parse_ini_string php_sapi_name php_uname gethostname phpversion version_compare
            function_exists class_exists extension_loaded time microtime date mkdir is_writable
            is_dir glob scandir array_filter array_map array_keys array_values array_flip filter_var
            http_response_code preg_replace preg_quote urlencode rawurlencode htmlspecialchars
            ucfirst number_format round floor ceil min max rand mt_rand unserialize serialize usleep
            sleep spl_autoload_register register_shutdown_function set_error_handler
            set_exception_handler ini_get_all sys_get_temp_dir getmypid memory_get_usage
            opcache_get_status apcu_fetch file fopen shell_exec exec system passthru
            array_merge_recursive array_replace array_replace_recursive is_object is_callable
            gettype get_class strcmp strcasecmp substr_count
            """);
    /** Functions of which can't be told at all what they do. */
    private static final Set<String> ANYTHING = words("""
            eval extract parse_str call_user_func call_user_func_array array_walk
            """);

    private static final long LONGEST_FILE = 65_536;

    private final Interpreter interpreter;
    private final Environment environment;

    Functions(Interpreter interpreter, Environment environment) {
        this.interpreter = interpreter;
        this.environment = environment;
    }

    private static Set<String> words(String text) {
        return Set.of(text.strip().split("\\s+"));
    }

    boolean knows(String name) {
        return KNOWN.contains(name);
    }

    boolean harmless(String name) {
        return HARMLESS.contains(name);
    }

    boolean anything(String name) {
        return ANYTHING.contains(name);
    }

    Object call(String name, List<Object> arguments, int line) {
        Unknown otherwise = new Unknown("is made by " + name + "() in " + interpreter.place(line)
                + " in a way that this program does not follow");
        if (name.equals("define")) {
            return define(arguments);
        }
        for (Object argument : arguments) {
            if (argument instanceof Unknown) {
                return name.equals("putenv") ? doubtful(otherwise) : argument;
            }
        }
        if (arguments.isEmpty() || arguments.stream().anyMatch(PhpObject.class::isInstance)) {
            return otherwise;
        }
        if (arguments.get(0) instanceof Unset unset) {
            return Set.of("is_null", "boolval").contains(name) ? Boolean.FALSE : unset;
        }
        try {
            Object value = known(name, arguments, line);
            return value == null ? otherwise : value;
        } catch (InvalidPathException noPath) {
            return otherwise;
        }
    }

    private Object doubtful(Unknown why) {
        interpreter.state().doubtEnvironment(why);
        return true;
    }

    private Object define(List<Object> arguments) {
        if (arguments.size() > 1 && arguments.get(0) instanceof String name) {
            interpreter.state().constants().putIfAbsent(name, arguments.get(1));
        }
        return true;
    }

    /** Null if it is not known after all. */
    private Object known(String name, List<Object> given, int line) {
        String text = Operators.text(given.get(0));
        boolean single = given.size() == 1;
        switch (name) {
            case "in_array":
                return inArray(given);
            case "implode", "join":
                return implode(given);
            case "array_merge":
                return merge(given);
            case "count":
                return given.get(0) instanceof Map<?, ?> array ? (Object) (long) array.size() : null;
            case "is_null":
                return given.get(0) == Operators.NULL;
            case "boolval":
                return Operators.truth(given.get(0));
            case "array_key_exists":
                return given.size() == 2 && text != null && given.get(1) instanceof Map<?, ?> array
                        ? (Object) array.containsKey(text)
                        : null;
            default:
                break;
        }
        if (text == null) {
            return null;
        }
        switch (name) {
            case "getenv":
                return environment.get(text, line);
            case "putenv":
                environment.put(text);
                return true;
            case "dirname":
                return dirname(text, single ? 1 : Operators.whole(given.get(1)));
            case "basename":
                Path last = Path.of(text).getFileName();
                return !single || text.isEmpty() ? null : last == null ? "" : last.toString();
            case "realpath":
                return realpath(text);
            case "trim", "rtrim", "ltrim", "chop":
                return trim(name, text, given);
            case "strtolower":
                return text.toLowerCase(Locale.ROOT);
            case "strtoupper":
                return text.toUpperCase(Locale.ROOT);
            case "strlen":
                return (long) text.getBytes(StandardCharsets.UTF_8).length;
            case "intval":
                return single ? (Object) Operators.whole(given.get(0)) : null;
            case "strval":
                return text;
            case "str_replace":
                return given.size() == 3
                                && Operators.text(given.get(1)) != null
                                && Operators.text(given.get(2)) != null
                                && !text.isEmpty()
                        ? Operators.text(given.get(2)).replace(text, Operators.text(given.get(1)))
                        : null;
            case "explode":
                return explode(text, given);
            case "file_get_contents":
                return content(text);
            case "file_exists", "is_readable", "is_file", "is_dir":
                return exists(name, interpreter.file().resolveSibling(text));
            case "defined":
                return defined(text);
            case "constant":
                return interpreter.state().constants().get(text);
            case "sprintf":
                return sprintf(text, given);
            default:
                return null;
        }
    }

    /** Developers' test sites are not what is backed up. */
    private Object defined(String constant) {
        if (interpreter.state().constants().containsKey(constant)) {
            return true;
        }
        return constant.startsWith("PHPUNIT_") || constant.startsWith("BEHAT_") || constant.equals("MOODLE_INTERNAL")
                ? (Object) false
                : null;
    }

    private static Object dirname(String path, long levels) {
        Path folder = Path.of(path);
        for (long level = 0; level < levels && folder != null; level++) {
            folder = folder.getParent();
        }
        return folder == null ? (path.startsWith("/") ? "/" : ".") : folder.toString();
    }

    private Object realpath(String path) {
        try {
            return interpreter.file().resolveSibling(path).toRealPath().toString();
        } catch (IOException notHere) {
            return null;
        }
    }

    private static Object trim(String name, String text, List<Object> given) {
        String set = given.size() < 2 ? " \\t\\n\\r\\u0000\\u000b" : Operators.text(given.get(1));
        if (set == null || set.contains("..")) {
            return null;
        }
        String one = given.size() < 2 ? "[" + set + "]+" : set.isEmpty() ? "(?!)" : "[" + Pattern.quote(set) + "]+";
        String left = name.equals("rtrim") || name.equals("chop") ? text : text.replaceFirst("^" + one, "");
        return name.equals("ltrim") ? left : left.replaceFirst(one + "\\z", "");
    }

    private static Object explode(String separator, List<Object> given) {
        if (given.size() != 2 || separator.isEmpty() || Operators.text(given.get(1)) == null) {
            return null;
        }
        Map<String, Object> parts = new LinkedHashMap<>();
        for (String part : Operators.text(given.get(1)).split(Pattern.quote(separator), -1)) {
            parts.put(Integer.toString(parts.size()), part);
        }
        return parts;
    }

    private static Object implode(List<Object> given) {
        if (given.size() != 2 || !(given.get(1) instanceof Map<?, ?> parts) || Operators.text(given.get(0)) == null) {
            return null;
        }
        List<String> texts = new ArrayList<>();
        for (Object part : parts.values()) {
            if (part instanceof Unknown) {
                return part;
            }
            texts.add(Operators.text(part));
        }
        return texts.contains(null) ? null : String.join(Operators.text(given.get(0)), texts);
    }

    private static Object inArray(List<Object> given) {
        if (given.size() < 2 || !(given.get(1) instanceof Map<?, ?> array)) {
            return null;
        }
        boolean strictly = given.size() > 2 && Operators.truth(given.get(2));
        boolean unsure = false;
        for (Object one : array.values()) {
            Boolean same = one instanceof Unknown
                    ? null
                    : strictly
                            ? (Boolean) Operators.identical(given.get(0), one)
                            : Operators.loosely(given.get(0), one);
            if (Boolean.TRUE.equals(same)) {
                return true;
            }
            unsure |= same == null;
        }
        return unsure ? null : (Object) false;
    }

    private static Object merge(List<Object> given) {
        Map<String, Object> all = new LinkedHashMap<>();
        long next = 0;
        for (Object one : given) {
            if (!(one instanceof Map<?, ?> array)) {
                return null;
            }
            for (Map.Entry<?, ?> entry : array.entrySet()) {
                String key = String.valueOf(entry.getKey());
                all.put(key.matches("\\d+") ? Long.toString(next++) : key, entry.getValue());
            }
        }
        return all;
    }

    /** A file's content, since containers keep secrets in files. */
    private Object content(String path) {
        Path file = interpreter.file().resolveSibling(path);
        try {
            return path.contains("://") || !Files.isRegularFile(file) || Files.size(file) > LONGEST_FILE
                    ? null
                    : Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            return null;
        }
    }

    private static Object exists(String name, Path path) {
        return switch (name) {
            case "is_dir" -> Files.isDirectory(path);
            case "is_file" -> Files.isRegularFile(path);
            case "is_readable" -> Files.isReadable(path);
            default -> Files.exists(path);
        };
    }

    private static Object sprintf(String format, List<Object> given) {
        if (!format.replaceAll("%[sd]", "")
                .replace("%%", "")
                .equals(format.replaceAll("%[sd]", "").replace("%%", "").replace("%", ""))) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        int next = 1;
        for (int at = 0; at < format.length(); at++) {
            if (format.charAt(at) != '%') {
                text.append(format.charAt(at));
                continue;
            }
            char kind = format.charAt(++at);
            if (kind == '%') {
                text.append('%');
            } else if (next >= given.size() || Operators.text(given.get(next)) == null) {
                return null;
            } else {
                Object value = given.get(next++);
                text.append(kind == 'd' ? Long.toString(Operators.whole(value)) : Operators.text(value));
            }
        }
        return text.toString();
    }
}
