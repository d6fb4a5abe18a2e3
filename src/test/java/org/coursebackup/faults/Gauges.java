package org.coursebackup.faults;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** What a running program has in use, read through JMX and from its files. */
final class Gauges implements AutoCloseable {
    private final JMXConnector connector;
    private final MBeanServerConnection beans;
    private final Path history;
    private final Path backups;

    /** Names and units of what a sample has, in its order. */
    static final String[] NAMES = {
        "heap after GC (kB)", "threads", "descriptors", "classes", "history file (kB)", "files in target"
    };

    @SuppressWarnings("BanJNDI") // our own process, on loopback
    Gauges(int port, Path history, Path backups) throws Exception {
        this.history = history;
        this.backups = backups;
        connector = JMXConnectorFactory.connect(
                new JMXServiceURL("service:jmx:rmi:///jndi/rmi://127.0.0.1:" + port + "/jmxrmi"));
        beans = connector.getMBeanServerConnection();
    }

    long[] sample() throws Exception {
        beans.invoke(bean(ManagementFactory.MEMORY_MXBEAN_NAME), "gc", new Object[0], new String[0]);
        CompositeData heap =
                (CompositeData) beans.getAttribute(bean(ManagementFactory.MEMORY_MXBEAN_NAME), "HeapMemoryUsage");
        return new long[] {
            (Long) heap.get("used") / 1024,
            number(ManagementFactory.THREAD_MXBEAN_NAME, "ThreadCount"),
            number(ManagementFactory.OPERATING_SYSTEM_MXBEAN_NAME, "OpenFileDescriptorCount"),
            number(ManagementFactory.CLASS_LOADING_MXBEAN_NAME, "LoadedClassCount"),
            Files.size(history) / 1024,
            files()
        };
    }

    private long files() throws IOException {
        try (Stream<Path> files = Files.list(backups)) {
            return files.count();
        }
    }

    private long number(String name, String attribute) throws Exception {
        return ((Number) beans.getAttribute(bean(name), attribute)).longValue();
    }

    private static ObjectName bean(String name) throws Exception {
        return new ObjectName(name);
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
