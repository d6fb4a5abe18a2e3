package org.coursebackup.flow;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.coursebackup.settings.Secret;

/** Replaces secrets by asterisks wherever they occur in a text, in each of the forms they take in addresses. */
final class SecretMask {
    /** Shorter secrets occur in too many words; Camel masks them if an option's name shows what they are. */
    private static final int SHORTEST = 4;

    private final List<String> forms;

    SecretMask(List<Secret> secrets) {
        Set<String> forms = new TreeSet<>();
        for (Secret secret : secrets) {
            add(forms, secret.text());
            if (secret.text().matches("(?i)https?://.*")) {
                // Camel takes such an address apart and reassembles it in a different order
                addAddress(forms, secret.text());
            }
        }
        // a part must not be masked before the whole
        this.forms = forms.stream()
                .sorted(Comparator.comparing(String::length).reversed())
                .toList();
    }

    String in(String text) {
        return in(text, "***");
    }

    String in(String text, String instead) {
        String masked = text;
        for (String form : forms) {
            masked = masked.replace(form, instead);
        }
        return masked;
    }

    private static void addAddress(Set<String> forms, String address) {
        String rest = address.replaceFirst("^[^:]*://[^/?#]*", "");
        String[] parts = rest.split("[?#]", 2);
        add(forms, parts[0].replaceFirst("^/", ""));
        for (String parameter : parts.length == 2 ? parts[1].split("&") : new String[0]) {
            add(forms, parameter.substring(parameter.indexOf('=') + 1));
        }
        String user = address.replaceFirst("^[^:]*://", "").replaceFirst("[/?#].*", "");
        if (user.contains("@")) {
            add(forms, user.substring(user.indexOf(':') + 1, user.lastIndexOf('@')));
        }
    }

    private static void add(Set<String> forms, String text) {
        if (text.length() < SHORTEST) {
            return;
        }
        String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8);
        String xml = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        forms.addAll(List.of(
                text,
                encoded,
                encoded.replace("+", "%20"),
                xml,
                xml.replace("\"", "&quot;"),
                xml.replace("\"", "&quot;").replace("'", "&apos;"),
                // names of JMX beans escape these
                text.replaceAll("([*?\"\\\\])", "\\\\$1"),
                // JSON
                text.replaceAll("([\"\\\\])", "\\\\$1"),
                text.replaceAll("([\"\\\\/])", "\\\\$1")));
    }
}
