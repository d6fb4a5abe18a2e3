package org.coursebackup.web;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** Chromium without a window, where it and its driver are installed. */
final class Browser implements AutoCloseable {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

    final ChromeDriver driver;

    static boolean installed() {
        return Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER);
    }

    Browser() {
        ChromeOptions options = new ChromeOptions().setBinary(CHROMIUM.toFile());
        options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--lang=en-GB");
        driver = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(DRIVER.toFile())
                        .build(),
                options);
        speak("en-GB");
    }

    void speak(String language) {
        driver.executeCdpCommand(
                "Emulation.setUserAgentOverride", Map.of("userAgent", "test", "acceptLanguage", language));
    }

    void dark(boolean dark) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        dark ? List.of(Map.of("name", "prefers-color-scheme", "value", "dark")) : List.of()));
    }

    /** Shows a page in a window of that width. */
    void show(String address, int width) {
        resize(width, 1000);
        driver.get(address);
    }

    private void resize(int width, int height) {
        // a window of a headless browser is no narrower than 500
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        driver.manage().window().setSize(new Dimension(Math.max(width, 500), height));
    }

    /** Whether the page is no wider than the window. */
    boolean fits() {
        return (Boolean) script("return document.documentElement.scrollWidth <= window.innerWidth");
    }

    /** What axe finds that is serious or critical, in words. */
    List<String> serious() {
        return new AxeBuilder()
                .analyze(driver).getViolations().stream()
                        .filter(rule -> List.of("serious", "critical").contains(rule.getImpact()))
                        .map(Browser::words)
                        .toList();
    }

    private static String words(Rule rule) {
        return rule.getId() + ": "
                + rule.getNodes().stream()
                        .limit(3)
                        .map(node -> node.getHtml() + " " + node.getFailureSummary())
                        .toList();
    }

    /** Takes a picture of what the window shows. */
    void picture(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        File picture = driver.getScreenshotAs(OutputType.FILE);
        Files.copy(picture.toPath(), file, StandardCopyOption.REPLACE_EXISTING);
        Files.delete(picture.toPath());
    }

    /** Takes a picture of the whole page. */
    void wholePicture(int width, Path file) throws IOException {
        long height = ((Number) script("return document.documentElement.scrollHeight")).longValue();
        resize(width, (int) Math.min(height, 4000));
        picture(file);
    }

    Object script(String script) {
        return ((JavascriptExecutor) driver).executeScript(script);
    }

    void until(String script) {
        new WebDriverWait(driver, Duration.ofSeconds(20))
                .until(current -> ((JavascriptExecutor) current).executeScript(script));
    }

    @Override
    public void close() {
        driver.quit();
    }
}
