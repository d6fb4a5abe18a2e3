package org.coursebackup.testsupport;

import java.lang.reflect.AnnotatedElement;
import java.util.Optional;

import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.PropertyAttributes;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/**
 * Gives every property the same seed at each build, so that a build fails for what was changed and for nothing else. To
 * look for what nobody has found yet: {@code mvn test -Dtest='*FuzzTest' -Dfuzz.seed=random -Dfuzz.times=50}, where
 * {@code fuzz.times} multiplies the tries of each property.
 */
public final class FuzzSeed implements AroundPropertyHook {
    @Override
    public PropertyExecutionResult aroundProperty(PropertyLifecycleContext context, PropertyExecutor property) {
        if (context.targetMethod().isAnnotationPresent(Property.class)) {
            PropertyAttributes attributes = context.attributes();
            String seed = System.getProperty("fuzz.seed", "2008");
            if (!seed.equals("random")) {
                attributes.setSeed(seed);
            }
            attributes.tries().ifPresent(tries -> attributes.setTries(tries * Integer.getInteger("fuzz.times", 1)));
        }
        return property.execute();
    }

    @Override
    public boolean appliesTo(Optional<AnnotatedElement> element) {
        return true;
    }

    @Override
    public PropagationMode propagateTo() {
        return PropagationMode.ALL_DESCENDANTS;
    }
}
