package org.coursebackup.web;

import java.lang.management.ManagementFactory;

import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXConnectorServer;
import javax.management.remote.JMXConnectorServerFactory;
import javax.management.remote.JMXServiceURL;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.coursebackup.testsupport.Until;

import static org.assertj.core.api.Assertions.assertThat;

/** A plain JMX client over RMI, like a console. */
class ManagementTest {
    private static ReportSite site;
    private static JMXConnectorServer server;
    private static JMXConnector client;
    private static MBeanServerConnection beans;

    @BeforeAll
    @SuppressWarnings("BanJNDI") // only this process is connected to
    static void start() throws Exception {
        site = new ReportSite().start();
        server = JMXConnectorServerFactory.newJMXConnectorServer(
                new JMXServiceURL("service:jmx:rmi://"), null, ManagementFactory.getPlatformMBeanServer());
        server.start();
        client = JMXConnectorFactory.connect(server.getAddress());
        beans = client.getMBeanServerConnection();
    }

    @AfterAll
    static void stop() throws Exception {
        client.close();
        server.stop();
        site.close();
    }

    @Test
    void a_jmx_client_begins_a_run_and_reads_its_figures() throws Exception {
        ObjectName run = new ObjectName("org.coursebackup:type=Run");

        assertThat(beans.invoke(run, "runNow", null, null)).isEqualTo("A run has started.");
        Until.holds("the run ends", () -> !(Boolean) beans.getAttribute(run, "InProgress"));

        assertThat(beans.getAttribute(run, "LastState")).isEqualTo("finished");
        assertThat(beans.getAttribute(run, "Done")).isEqualTo(9);
        assertThat(beans.getAttribute(run, "Failed")).isEqualTo(1);
        assertThat(beans.getAttribute(run, "CoursesWithoutGoodArchive")).isEqualTo(1L);
        assertThat((Long) beans.getAttribute(run, "OldestGoodArchiveAge")).isBetween(0L, 600L);
        assertThat((String) beans.invoke(run, "stopAfterCurrentCourses", null, null))
                .startsWith("No run is in progress");
    }

    @Test
    void a_jmx_client_stops_starts_and_reads_routes() throws Exception {
        ObjectName skip = beans.queryNames(
                        new ObjectName("org.apache.camel:context=moodle-course-backup,type=routes,name=\"skip\""), null)
                .iterator()
                .next();

        beans.invoke(skip, "stop", null, null);
        assertThat(beans.getAttribute(skip, "State")).isEqualTo("Stopped");
        assertThat(site.get("/routes").body()).contains("stopped");
        beans.invoke(skip, "start", null, null);

        assertThat(beans.getAttribute(skip, "State")).isEqualTo("Started");
        assertThat((String) beans.invoke(skip, "dumpRouteAsXml", null, null)).contains("skipRules");
    }

    @Test
    void metrics_are_managed_beans_too() throws Exception {
        assertThat(beans.queryNames(new ObjectName("metrics:*"), null))
                .anyMatch(name -> name.toString().contains("coursebackup"));
    }
}
