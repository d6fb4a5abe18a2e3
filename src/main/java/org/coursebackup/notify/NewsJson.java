package org.coursebackup.notify;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.coursebackup.drill.DrillAttempt;
import org.coursebackup.history.HistoryJson;
import org.coursebackup.history.Outcome;
import org.coursebackup.history.RunRow;

/** What the webhook receives. {@code text} is what chat services show; times are epoch seconds, sizes bytes. */
final class NewsJson {
    private static final ObjectMapper JSON = HistoryJson.mapper();

    private NewsJson() {}

    static String of(RunNews news, String subject) {
        RunRow run = news.run();
        Map<String, Object> event = event("run-ended", news.site(), subject);
        event.put("run", run);
        event.put("failed", news.failed().stream().map(NewsJson::course).toList());
        event.put("warned", news.warned().stream().map(NewsJson::course).toList());
        event.put("atRiskDays", news.riskDays());
        event.put("atRiskCount", news.atRiskCount());
        event.put("atRisk", news.atRisk());
        event.put("notices", news.notices());
        return write(event);
    }

    static String alarm(String site, String subject) {
        return write(event("overdue", site, subject));
    }

    static String waiting(String site, String subject) {
        return write(event("waiting", site, subject));
    }

    static String missed(String site, String subject) {
        return write(event("missed", site, subject));
    }

    static String damaged(String site, String subject, List<String> found) {
        Map<String, Object> event = event("archives", site, subject);
        event.put("found", found);
        return write(event);
    }

    static String drilled(String site, String subject, DrillAttempt attempt) {
        Map<String, Object> event = event("drill", site, subject);
        event.put("drill", attempt);
        return write(event);
    }

    private static Map<String, Object> event(String name, String site, String subject) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("event", name);
        event.put("text", subject);
        event.put("site", site);
        return event;
    }

    private static Map<String, Object> course(Outcome outcome) {
        Map<String, Object> course = new LinkedHashMap<>();
        course.put("id", outcome.course().id());
        course.put("shortname", outcome.course().shortname());
        course.put("result", outcome.result());
        course.put("reason", outcome.ending().reason());
        return course;
    }

    private static String write(Map<String, Object> event) {
        try {
            return JSON.writeValueAsString(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
