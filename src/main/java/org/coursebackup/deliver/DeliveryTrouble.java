package org.coursebackup.deliver;

import java.util.List;

import org.coursebackup.settings.DatabaseTrouble;
import org.coursebackup.settings.Secret;

/** Says in words why something could not be sent, without the secrets in addresses. */
public final class DeliveryTrouble {
    private final List<Secret> secrets;

    /** @param secrets that must not be shown; empty ones are ignored */
    public DeliveryTrouble(List<Secret> secrets) {
        this.secrets = secrets.stream().filter(secret -> !secret.isEmpty()).toList();
    }

    String explain(String kind, Throwable failure) {
        Throwable innermost = failure;
        while (innermost.getCause() != null && innermost.getCause() != innermost) {
            innermost = innermost.getCause();
        }
        if (innermost instanceof GoneException) {
            return innermost.getMessage();
        }
        String said = DatabaseTrouble.firstLine(failure);
        String inner = DatabaseTrouble.firstLine(innermost);
        String all = said.contains(inner.substring(0, inner.length() - 1))
                ? said
                : said + " " + innermost.getClass().getSimpleName() + ": " + inner;
        return masked(all) + " " + remedy(kind);
    }

    /** Whether trying again is pointless. */
    boolean hopeless(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof GoneException) {
                return true;
            }
        }
        return false;
    }

    private String masked(String text) {
        String masked = text.replaceAll("\\p{Cntrl}+", " ");
        for (Secret secret : secrets) {
            masked = masked.replace(secret.text(), "***");
        }
        return masked;
    }

    private static String remedy(String kind) {
        return switch (kind) {
            case "mail" -> "Check mail.server, mail.user, mail.password and the addresses.";
            case "webhook" -> "Check webhook.url and the service that answers there.";
            default -> "Check backup.second-target, and that it can be reached and has free space.";
        };
    }
}
