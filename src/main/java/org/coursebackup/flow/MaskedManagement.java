package org.coursebackup.flow;

import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.MBeanRegistration;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.NotificationEmitter;
import javax.management.ObjectName;
import javax.management.modelmbean.ModelMBean;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.CompositeDataSupport;
import javax.management.openmbean.OpenDataException;
import javax.management.openmbean.TabularData;
import javax.management.openmbean.TabularDataSupport;

import org.apache.camel.CamelContext;
import org.apache.camel.management.DefaultManagementObjectNameStrategy;
import org.apache.camel.spi.ManagementAgent;

/**
 * Keeps secrets out of Camel's JMX beans. Camel itself masks options by name and only in addresses, neither in dumps of
 * routes nor addresses that are secret as a whole. Here everything that a bean returns, and every bean's name, is
 * masked by the values of the secrets.
 */
final class MaskedManagement extends DefaultManagementObjectNameStrategy {
    private final SecretMask mask;

    private MaskedManagement(SecretMask mask) {
        this.mask = mask;
    }

    /** To be called before any bean is registered. */
    static void install(CamelContext context, SecretMask mask) {
        MaskedManagement names = new MaskedManagement(mask);
        names.setCamelContext(context);
        context.getManagementStrategy().setManagementObjectNameStrategy(names);
        ManagementAgent agent = context.getManagementStrategy().getManagementAgent();
        MBeanServer server =
                agent.getMBeanServer() == null ? ManagementFactory.getPlatformMBeanServer() : agent.getMBeanServer();
        agent.setMBeanServer(proxy(MBeanServer.class, (proxy, method, arguments) -> {
            if (method.getName().equals("registerMBean") && arguments[0] instanceof ModelMBean bean) {
                arguments[0] = proxy(
                        ModelMBean.class, new Answers(bean, mask), MBeanRegistration.class, NotificationEmitter.class);
            }
            return call(server, method, arguments);
        }));
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler, Class<?>... more) {
        List<Class<?>> types = new ArrayList<>(List.of(more));
        types.add(type);
        return type.cast(Proxy.newProxyInstance(
                MaskedManagement.class.getClassLoader(), types.toArray(new Class<?>[0]), handler));
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException failure) {
            throw failure.getCause();
        }
    }

    @Override
    protected ObjectName createObjectName(StringBuilder buffer) throws MalformedObjectNameException {
        // asterisks would make the name a pattern
        return super.createObjectName(new StringBuilder(mask.in(buffer.toString(), "xxxxxx")));
    }

    private record Answers(ModelMBean bean, SecretMask mask) implements InvocationHandler {
        private static final Set<String> ANSWERING = Set.of("getAttribute", "getAttributes", "invoke");

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            Object answer = call(bean, method, arguments);
            return ANSWERING.contains(method.getName()) ? masked(answer) : answer;
        }

        private Object masked(Object answer) throws OpenDataException {
            if (answer instanceof String text) {
                return mask.in(text);
            }
            if (answer instanceof AttributeList attributes) {
                AttributeList all = new AttributeList();
                for (Attribute attribute : attributes.asList()) {
                    all.add(new Attribute(attribute.getName(), masked(attribute.getValue())));
                }
                return all;
            }
            if (answer instanceof TabularData table) {
                TabularData all = new TabularDataSupport(table.getTabularType());
                for (Object row : table.values()) {
                    all.put((CompositeData) masked(row));
                }
                return all;
            }
            if (answer instanceof CompositeData row) {
                Map<String, Object> all = new LinkedHashMap<>();
                for (String name : row.getCompositeType().keySet()) {
                    all.put(name, masked(row.get(name)));
                }
                return new CompositeDataSupport(row.getCompositeType(), all);
            }
            return several(answer);
        }

        private Object several(Object answer) throws OpenDataException {
            if (answer instanceof String[] texts) {
                return Arrays.stream(texts).map(mask::in).toArray(String[]::new);
            }
            if (answer instanceof Map<?, ?> map) {
                Map<Object, Object> all = new LinkedHashMap<>();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    all.put(masked(entry.getKey()), masked(entry.getValue()));
                }
                return all;
            }
            if (answer instanceof Collection<?> values) {
                Collection<Object> all = values instanceof Set ? new LinkedHashSet<>() : new ArrayList<>();
                for (Object value : values) {
                    all.add(masked(value));
                }
                return all;
            }
            return answer;
        }
    }
}
