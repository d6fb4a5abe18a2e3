package org.coursebackup.web;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Renews the pictures in the documentation: {@code mvn verify -Dtest=NONE -Dsurefire.failIfNoSpecifiedTests=false
 * -Dit.test=PicturesIT -Dpictures=docs/images}. The number of courses can be given as {@code -Dpictures.courses}.
 */
@EnabledIf("org.coursebackup.web.Browser#installed")
@EnabledIfSystemProperty(named = "pictures", matches = ".+")
class PicturesIT {
    @Test
    void pictures_are_taken_of_a_site_with_many_nights() throws Exception {
        Path folder = Path.of(System.getProperty("pictures"));
        int courses = Integer.getInteger("pictures.courses", 1500);
        try (ReportSite site = new ReportSite().start().run();
                Browser browser = new Browser()) {
            ManyNights.fill(site, courses, 80);
            for (String page : new String[] {"overview:/", "causes:/causes", "courses:/courses"}) {
                String name = page.substring(0, page.indexOf(':'));
                String address = site.address(page.substring(page.indexOf(':') + 1));
                for (int width : new int[] {1600, 360}) {
                    browser.show(address, width);
                    assertThat(browser.fits()).as(page + " " + width).isTrue();
                    assertThat(browser.serious()).as(page + " " + width).isEmpty();
                    browser.picture(folder.resolve(name + "-" + width + ".png"));
                }
            }
            browser.dark(true);
            browser.show(site.address("/"), 1600);
            assertThat(browser.serious()).isEmpty();
            browser.picture(folder.resolve("overview-dark.png"));
            browser.dark(false);
            browser.show(site.address("/routes"), 1600);
            browser.picture(folder.resolve("routes-1600.png"));
        }
    }
}
