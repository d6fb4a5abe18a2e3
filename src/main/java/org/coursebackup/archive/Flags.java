package org.coursebackup.archive;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.coursebackup.archive.definition.Condition;
import org.coursebackup.archive.site.SiteConfig;

/**
 * What the words of conditions mean for one archive: settings, installed plugins, Moodle's branch and facts about the
 * course.
 */
public final class Flags implements Predicate<String> {
    private final ArchiveSettings settings;
    private final SiteConfig config;
    private final Set<String> facts;

    /** @param facts names that hold, such as {@code every-activity} */
    Flags(ArchiveSettings settings, SiteConfig config, Set<String> facts) {
        this.settings = settings;
        this.config = config;
        this.facts = facts;
    }

    @Override
    public boolean test(String word) {
        if (!known(word)) {
            return false;
        }
        if (word.indexOf('|') >= 0) {
            return Arrays.stream(word.split("\\|")).anyMatch(this);
        }
        if (word.startsWith("since:")) {
            return config.branch() >= SiteConfig.branch(word.substring("since:".length()));
        }
        if (word.startsWith("until:")) {
            return config.branch() <= SiteConfig.branch(word.substring("until:".length()));
        }
        if (word.startsWith("since-version:")) {
            return config.builtSince(numbers(word));
        }
        if (word.startsWith("until-version:")) {
            return config.builtUntil(numbers(word));
        }
        if (word.startsWith("plugin:")) {
            return config.installed(word.substring("plugin:".length()));
        }
        if (word.startsWith(Condition.CONFIG)) {
            String[] parts = word.substring(Condition.CONFIG.length()).split("=", 2);
            return parts[1].equals(Objects.requireNonNullElse(config.get(parts[0]), ""));
        }
        // in Moodle's automated mode the users setting decides about each activity's user data
        String name = word.equals("userinfo") ? BackupSetting.USERS.settingName() : word;
        for (BackupSetting setting : BackupSetting.values()) {
            if (setting.settingName().equals(name)) {
                return settings.on(setting);
            }
        }
        return facts.contains(word);
    }

    private static List<BigDecimal> numbers(String word) {
        return Arrays.stream(word.substring(word.indexOf(':') + 1).split(","))
                .map(BigDecimal::new)
                .toList();
    }

    /** Whether a word of a condition means anything. */
    public static boolean known(String word) {
        if (word.indexOf('|') >= 0) {
            return Arrays.stream(word.split("\\|", -1)).allMatch(Flags::known);
        }
        if (word.equals("userinfo")
                || FACTS.contains(word)
                || word.indexOf(':') >= 0 && COMPARISON.matcher(word).matches()) {
            return true;
        }
        for (BackupSetting setting : BackupSetting.values()) {
            if (setting.settingName().equals(word)) {
                return true;
            }
        }
        return false;
    }

    /** The words there are, for messages. */
    static String words() {
        return Stream.concat(
                        Stream.of(
                                "since:N.N",
                                "until:N.N",
                                "since-version:N",
                                "until-version:N",
                                "plugin:type_name",
                                "config:NAME=VALUE",
                                "userinfo"),
                        Stream.concat(
                                        Arrays.stream(BackupSetting.values()).map(BackupSetting::settingName),
                                        FACTS.stream())
                                .distinct()
                                .sorted())
                .collect(Collectors.joining(", "));
    }

    private static final Pattern COMPARISON = Pattern.compile("(since|until):\\d+\\.\\d+"
            + "|(since|until)-version:\\d{10}(\\.\\d+)?(,\\d{10}(\\.\\d+)?)*"
            + "|plugin:[a-z]+_\\w+"
            + "|config:\\w+=[^=]*");

    private static final Set<String> FACTS =
            Set.of("every-activity", "every-graded-activity", "frontpage", "category", "userpasswords");
}
