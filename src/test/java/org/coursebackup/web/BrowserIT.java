package org.coursebackup.web;

import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Cookie;
import org.openqa.selenium.Keys;
import org.openqa.selenium.support.ui.WebDriverWait;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The pages in a real browser, where chromium and its driver are installed; pictures are left in
 * {@code target/screenshots}.
 */
@EnabledIf("org.coursebackup.web.Browser#installed")
class BrowserIT {
    private static final Path PICTURES = Path.of("target/screenshots");
    private static ReportSite site;
    private static Browser browser;

    @BeforeAll
    static void start() throws Exception {
        site = new ReportSite().start().run();
        browser = new Browser();
    }

    @AfterAll
    static void stop() {
        browser.close();
        site.close();
    }

    @ParameterizedTest
    @CsvSource({
        "glance,/,1600",
        "glance,/,360",
        "courses,/courses,1600",
        "courses,/courses,360",
        "course,/courses/8,1600",
        "course,/courses/8,360",
        "causes,/causes,1600",
        "causes,/causes,360",
        "archive,ARCHIVE,1600",
        "archive,ARCHIVE,360",
        "run,RUN,1600",
        "run,RUN,360",
        "proofs,/proofs,1600",
        "proofs,/proofs,360",
        "routes,/routes,1600",
        "routes,/routes,360",
        "login,/login,360",
        "trouble,/courses/4711,360"
    })
    void pages_fit_and_are_accessible(String name, String path, int width) throws Exception {
        show(path, width);

        browser.wholePicture(width, PICTURES.resolve(name + "-" + width + ".png"));
        assertThat(browser.fits()).as("nothing sticks out").isTrue();
        assertThat(browser.serious()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"/", "/courses", "/courses/8", "/causes", "ARCHIVE", "RUN", "/proofs", "/routes", "/retention"})
    void dark_pages_are_accessible(String path) throws Exception {
        browser.dark(true);
        try {
            show(path, 1600);
            browser.wholePicture(1600, PICTURES.resolve("dark" + path.replace('/', '-') + ".png"));
            assertThat(browser.serious()).isEmpty();
        } finally {
            browser.dark(false);
        }
    }

    @Test
    void who_logs_in_backs_a_course_up_and_sees_it() {
        browser.driver.get(site.address("/"));
        browser.driver.findElement(By.linkText("Log in")).click();
        browser.driver.findElement(By.name("user")).sendKeys(ReportSite.USER);
        browser.driver.findElement(By.name("password")).sendKeys(ReportSite.PASSWORD, Keys.ENTER);
        browser.until("return document.body.textContent.includes('Log out')");
        browser.driver.findElement(By.linkText("Courses")).click();
        browser.driver.findElement(By.name("search")).sendKeys("harbour", Keys.ENTER);
        browser.until("return document.querySelectorAll('tbody tr').length === 1");
        browser.driver.findElement(By.linkText("HARBOUR")).click();
        assertThat(browser.driver.findElement(By.tagName("main")).getText()).contains("The skip rules say: skip");

        browser.driver.findElement(By.xpath("//button[text()='Back up now']")).click();

        browser.until("return document.querySelector('[role=status]')?.textContent.includes('has started')");
        new WebDriverWait(browser.driver, Duration.ofSeconds(60)).until(driver -> {
            driver.get(site.address("/courses/6"));
            return !driver.findElements(By.linkText("Download")).isEmpty();
        });
        browser.driver.findElement(By.xpath("//button[text()='Log out']")).click();
        browser.until("return document.body.textContent.includes('Log in')");
    }

    @ParameterizedTest
    @CsvSource({"/settings", "/check", "/log", "/courses"})
    void what_only_those_logged_in_see_fits_and_is_accessible(String path) throws Exception {
        String cookie = site.cookie();
        browser.driver.get(site.address("/login"));
        browser.driver
                .manage()
                .addCookie(new Cookie(
                        cookie.substring(0, cookie.indexOf('=')), cookie.substring(cookie.indexOf('=') + 1)));
        try {
            for (int width : new int[] {1600, 360}) {
                browser.show(site.address(path), width);
                browser.wholePicture(
                        width, PICTURES.resolve("logged-in" + path.replace('/', '-') + "-" + width + ".png"));
                assertThat(browser.driver.getCurrentUrl()).endsWith(path);
                assertThat(browser.fits()).as("nothing sticks out").isTrue();
                assertThat(browser.serious()).isEmpty();
            }
        } finally {
            browser.driver.manage().deleteAllCookies();
        }
    }

    @ParameterizedTest
    @CsvSource({"de,1600", "de,360", "es,1600", "es,360", "fr,1600", "fr,360"})
    void pages_fit_and_are_accessible_in_every_language(String language, int width) throws Exception {
        browser.speak(language);
        browser.driver.get(site.address("/login"));
        String cookie = site.cookie();
        browser.driver
                .manage()
                .addCookie(new Cookie(
                        cookie.substring(0, cookie.indexOf('=')), cookie.substring(cookie.indexOf('=') + 1)));
        try {
            for (String path : new String[] {
                "/",
                "/courses",
                "/courses/8",
                "ARCHIVE",
                "/causes",
                "/runs",
                "RUN",
                "/proofs",
                "/routes",
                "/retention",
                "/settings",
                "/check",
                "/log",
                "/login",
                "/courses/4711"
            }) {
                show(path, width);
                browser.wholePicture(width, PICTURES.resolve(language + path.replace('/', '-') + "-" + width + ".png"));
                assertThat(browser.script("return document.documentElement.lang"))
                        .isEqualTo(language);
                assertThat(browser.fits()).as(path + ": nothing sticks out").isTrue();
                assertThat(browser.serious()).as(path).isEmpty();
            }
        } finally {
            browser.driver.manage().deleteAllCookies();
            browser.speak("en-GB");
        }
    }

    @Test
    void a_reader_chooses_a_language_without_a_script_and_the_run_goes_on_in_it() throws Exception {
        browser.driver.get(site.address("/runs"));
        try {
            browser.driver.findElement(By.xpath("//button[@lang='de']")).click();
            browser.until("return document.documentElement.lang === 'de'");
            assertThat(browser.driver.getCurrentUrl()).endsWith("/runs");
            browser.driver.get(site.address("/"));
            assertThat(browser.driver.findElement(By.tagName("h1")).getText()).isEqualTo("Übersicht");
            browser.until("return document.querySelector('[data-until]').textContent.match(/^\\d+ (d|h|min|s)/)");
            browser.driver.findElement(By.xpath("//button[@lang='en']")).click();
            browser.until("return document.documentElement.lang === 'en'");
        } finally {
            browser.driver.manage().deleteAllCookies();
        }
    }

    @Test
    void a_phone_shows_status_and_age_of_each_course_before_its_name() {
        browser.show(site.address("/courses"), 360);

        assertThat(browser.script("return [...document.querySelectorAll('.courses tbody tr')].every(row => {"
                        + " const top = of => row.querySelector(of).getBoundingClientRect().top;"
                        + " return top('.state') < top('.name') && top('.age') < top('.name'); })"))
                .isEqualTo(true);
    }

    @Test
    void a_wide_screen_is_used() {
        browser.show(site.address("/courses"), 2560);

        assertThat((Long) browser.script("return Math.round(document.querySelector('main').clientWidth)"))
                .isGreaterThan(1900);
    }

    @Test
    void a_slash_leads_to_the_search() {
        browser.driver.get(site.address("/courses"));
        browser.driver.findElement(By.tagName("body")).sendKeys("/");

        assertThat(browser.driver.switchTo().activeElement().getDomAttribute("name"))
                .isEqualTo("search");
    }

    @Test
    void the_keyboard_reaches_content_and_lists() {
        browser.driver.get(site.address("/courses"));
        browser.driver.switchTo().activeElement().sendKeys(Keys.TAB);

        assertThat(browser.driver.switchTo().activeElement().getText()).isEqualTo("Skip to content");
        browser.driver.switchTo().activeElement().sendKeys(Keys.ENTER);
        assertThat(browser.driver.getCurrentUrl()).endsWith("#content");
    }

    @Test
    void times_are_in_the_language_of_the_browser() {
        browser.speak("de-DE");
        browser.driver.get(site.address("/"));
        assertThat(browser.driver.findElement(By.cssSelector("time")).getText())
                .matches("\\d{2}\\.\\d{2}\\.\\d{4}, \\d{2}:\\d{2}");
        browser.speak("en-GB");
        browser.driver.get(site.address("/"));
        assertThat(browser.driver.findElement(By.cssSelector("time")).getText())
                .matches("\\d{1,2} [A-Z][a-z]+ \\d{4},? .*\\d{2}:\\d{2}");
    }

    private static void show(String path, int width) throws Exception {
        browser.show(
                site.address(
                        switch (path) {
                            case "RUN" ->
                                "/runs/"
                                        + site.json("/api/runs")
                                                .at("/runs/0/id")
                                                .asText();
                            case "ARCHIVE" ->
                                "/courses/8/archives/"
                                        + site.json("/api/courses/8")
                                                .at("/archives/0/name")
                                                .asText()
                                        + "/contents";
                            default -> path;
                        }),
                width);
    }
}
