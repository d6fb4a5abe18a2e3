package org.coursebackup.web;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.WebDriverWait;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The pages in a real browser, where chromium and its driver are installed; pictures are left in
 * {@code target/screenshots}.
 */
@EnabledIf("installed")
class BrowserIT {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static ReportSite site;
    private static ChromeDriver browser;

    static boolean installed() {
        return Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER);
    }

    @BeforeAll
    static void start() throws Exception {
        site = new ReportSite().start().run();
        browser = open();
        speak("en-GB");
        Files.createDirectories(Path.of("target/screenshots"));
    }

    @AfterAll
    static void stop() {
        browser.quit();
        site.close();
    }

    private static ChromeDriver open() {
        ChromeOptions options = new ChromeOptions().setBinary(CHROMIUM.toFile());
        options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--lang=en-GB");
        return new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(DRIVER.toFile())
                        .build(),
                options);
    }

    @ParameterizedTest
    @CsvSource({
        "glance,/,1600",
        "glance,/,360",
        "courses,/courses,1600",
        "courses,/courses,360",
        "course,/courses/8,1600",
        "course,/courses/8,360",
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

        picture(browser, name + "-" + width);
        assertThat((Boolean) script("return document.documentElement.scrollWidth <= window.innerWidth"))
                .as("nothing sticks out")
                .isTrue();
        assertThat(serious()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"/", "/courses", "/courses/8", "RUN", "/proofs", "/routes"})
    void dark_pages_are_accessible(String path) throws Exception {
        browser.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", "dark"))));
        try {
            show(path, 1600);
            picture(browser, "dark" + path.replace('/', '-'));
            assertThat(serious()).isEmpty();
        } finally {
            browser.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of()));
        }
    }

    @Test
    void who_logs_in_backs_a_course_up_and_sees_it() {
        browser.get(site.address("/"));
        browser.findElement(By.linkText("Log in")).click();
        browser.findElement(By.name("user")).sendKeys(ReportSite.USER);
        browser.findElement(By.name("password")).sendKeys(ReportSite.PASSWORD, Keys.ENTER);
        until("return document.body.textContent.includes('Log out')");
        browser.findElement(By.linkText("Courses")).click();
        browser.findElement(By.name("search")).sendKeys("harbour", Keys.ENTER);
        until("return document.querySelectorAll('tbody tr').length === 1");
        browser.findElement(By.linkText("HARBOUR")).click();
        assertThat(browser.findElement(By.tagName("main")).getText()).contains("The skip rules say: skip");

        browser.findElement(By.xpath("//button[text()='Back up now']")).click();

        until("return document.querySelector('[role=status]')?.textContent.includes('has started')");
        new WebDriverWait(browser, Duration.ofSeconds(60)).until(driver -> {
            driver.get(site.address("/courses/6"));
            return !driver.findElements(By.linkText("Download")).isEmpty();
        });
        browser.findElement(By.xpath("//button[text()='Log out']")).click();
        until("return document.body.textContent.includes('Log in')");
    }

    @Test
    void the_keyboard_reaches_content_and_lists() {
        browser.get(site.address("/courses"));
        browser.switchTo().activeElement().sendKeys(Keys.TAB);

        assertThat(browser.switchTo().activeElement().getText()).isEqualTo("Skip to content");
        browser.switchTo().activeElement().sendKeys(Keys.ENTER);
        assertThat(browser.getCurrentUrl()).endsWith("#content");
    }

    @Test
    void times_are_in_the_language_of_the_browser() {
        speak("de-DE");
        browser.get(site.address("/"));
        assertThat(browser.findElement(By.cssSelector("time")).getText())
                .matches("\\d{2}\\.\\d{2}\\.\\d{4}, \\d{2}:\\d{2}");
        speak("en-GB");
        browser.get(site.address("/"));
        assertThat(browser.findElement(By.cssSelector("time")).getText())
                .matches("\\d{1,2} [A-Z][a-z]+ \\d{4},? .*\\d{2}:\\d{2}");
    }

    private static void speak(String language) {
        browser.executeCdpCommand(
                "Emulation.setUserAgentOverride", Map.of("userAgent", "test", "acceptLanguage", language));
    }

    private static void show(String path, int width) throws Exception {
        // a window of a headless browser is no narrower than 500
        browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 1000, "deviceScaleFactor", 1, "mobile", false));
        browser.manage().window().setSize(new Dimension(Math.max(width, 500), 1000));
        browser.get(site.address(
                path.equals("RUN")
                        ? "/runs/" + site.json("/api/runs").at("/runs/0/id").asText()
                        : path));
    }

    private static List<String> serious() {
        return new AxeBuilder()
                .analyze(browser).getViolations().stream()
                        .filter(rule -> List.of("serious", "critical").contains(rule.getImpact()))
                        .map(BrowserIT::words)
                        .toList();
    }

    private static String words(Rule rule) {
        return rule.getId() + ": "
                + rule.getNodes().stream()
                        .limit(3)
                        .map(node -> node.getHtml() + " " + node.getFailureSummary())
                        .toList();
    }

    private static void picture(ChromeDriver browser, String name) throws Exception {
        File picture = browser.getScreenshotAs(OutputType.FILE);
        Files.copy(picture.toPath(), Path.of("target/screenshots", name + ".png"), StandardCopyOption.REPLACE_EXISTING);
    }

    private static Object script(String script) {
        return ((JavascriptExecutor) browser).executeScript(script);
    }

    private static void until(String script) {
        new WebDriverWait(browser, Duration.ofSeconds(20))
                .until(driver -> ((JavascriptExecutor) driver).executeScript(script));
    }
}
