package org.coursebackup.web;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A site with 20,000 courses, each with thirty nights of history. Prints how long pages take, without asserting it. */
class ManyCoursesIT {
    private static final int COURSES = 20_000;
    private static final int NIGHTS = 30;
    private static ReportSite site;

    @BeforeAll
    static void start() throws Exception {
        site = new ReportSite().start();
        long begun = System.nanoTime();
        ManyNights.fill(site, COURSES, NIGHTS);
        System.out.printf(
                "%,d courses, %d nights of history: %d ms%n", COURSES, NIGHTS, (System.nanoTime() - begun) / 1_000_000);
        begun = System.nanoTime();
        site.flow.tidyUp();
        System.out.printf("looking through them again: %d ms%n", (System.nanoTime() - begun) / 1_000_000);
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    @Test
    void pages_show_a_page_and_no_more() throws Exception {
        String run = site.json("/api/runs").at("/runs/0/id").asText();
        for (String path : new String[] {
            "/courses",
            "/courses?page=200",
            "/courses?search=evening",
            "/courses?cause=" + site.json("/api/causes").at("/causes/0/id").asText(),
            "/courses?age=week",
            "/causes",
            "/api/overview",
            "/courses?sort=name&order=desc",
            "/",
            "/runs/" + run
        }) {
            List<Long> millis = new ArrayList<>();
            String page = "";
            for (int n = 0; n < 40; n++) {
                long begun = System.nanoTime();
                page = site.get(path).body();
                millis.add((System.nanoTime() - begun) / 1_000_000);
            }
            List<Long> warm = millis.subList(10, 40).stream().sorted().toList();
            System.out.printf(
                    "%-32s median %d ms, slowest %d ms, %,d characters%n",
                    path, warm.get(15), warm.get(29), page.length());
            assertThat(page.split("<tr>").length).isLessThan(140);
        }
        assertThat(site.get("/courses").body()).contains("20,009 courses", "Page 1 of 401");
        assertThat(site.json("/api/site").at("/ages/courses").asInt()).isEqualTo(20_009);
    }
}
