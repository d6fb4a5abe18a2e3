package org.coursebackup.web;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;

import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Whoever may look at the beans must not learn the secrets of mail server, webhook and second target. */
class SecretsInManagementTest {
    private static final List<String> SECRET = List.of("hush", "quiet", "s3cr3t", "T0KENPART", "QUERYT0KEN");

    private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();

    @Test
    void no_bean_has_a_secret_in_its_name_in_an_attribute_or_in_what_its_operations_answer() throws Exception {
        try (ReportSite site = new ReportSite()) {
            site.properties.setProperty("mail.to", "admin@example.org");
            site.properties.setProperty("mail.user", "mailer");
            site.properties.setProperty("mail.password", "hush&\"quiet\"<1>");
            site.properties.setProperty("webhook.url", "http://127.0.0.1:9/services/T0KENPART?key=QUERYT0KEN&b=2");
            site.properties.setProperty("backup.second-target.password", "s3cr3t*+x");
            site.properties.setProperty(
                    "backup.second-target",
                    "sftp:copier@127.0.0.1:9/archives?password=RAW({{backup.second-target.password}})");
            site.start();

            StringBuilder told = new StringBuilder();
            int dumps = 0;
            assertThat(beans.queryNames(new ObjectName("org.apache.camel:type=endpoints,*"), null))
                    .anyMatch(name -> name.toString().contains("http://127.0.0.1:9/xxxxxx"));
            for (ObjectName name : beans.queryNames(new ObjectName("org.apache.camel:*"), null)) {
                told.append(name).append('\n');
                for (MBeanAttributeInfo attribute : beans.getMBeanInfo(name).getAttributes()) {
                    told.append(attribute(name, attribute)).append('\n');
                }
                for (MBeanOperationInfo operation : beans.getMBeanInfo(name).getOperations()) {
                    if (operation.getName().matches("(dump|list|explain|browse|find).*")
                            && Arrays.stream(operation.getSignature())
                                    .allMatch(parameter -> parameter.getType().equals("boolean"))) {
                        told.append(answer(name, operation)).append('\n');
                        dumps++;
                    }
                }
            }

            assertThat(dumps).isGreaterThan(20);
            assertThat(told.toString())
                    .contains("sftp://copier@127.0.0.1:9/archives", "send-webhook", "admin@example.org", "***");
            assertThat(told.toString().lines())
                    .filteredOn(line -> SECRET.stream().anyMatch(line::contains))
                    .isEmpty();
        }
    }

    private String attribute(ObjectName name, MBeanAttributeInfo attribute) {
        try {
            return attribute.getName() + "=" + beans.getAttribute(name, attribute.getName());
        } catch (JMException | RuntimeException unreadable) {
            return attribute.getName() + ": " + unreadable;
        }
    }

    private String answer(ObjectName name, MBeanOperationInfo operation) {
        Object[] yes = new Object[operation.getSignature().length];
        Arrays.fill(yes, true);
        String[] types = Arrays.stream(operation.getSignature())
                .map(MBeanParameterInfo::getType)
                .toArray(String[]::new);
        try {
            return operation.getName() + "=" + beans.invoke(name, operation.getName(), yes, types);
        } catch (JMException | RuntimeException refused) {
            return operation.getName() + ": " + refused;
        }
    }
}
