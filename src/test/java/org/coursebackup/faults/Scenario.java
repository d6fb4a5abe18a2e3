package org.coursebackup.faults;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/** One way in which a night can go wrong. When it does for us, it says how to repeat it. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(Scenario.HowToRepeat.class)
@Timeout(value = 3, unit = TimeUnit.HOURS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@interface Scenario {
    /** Prints the command. */
    final class HowToRepeat implements TestWatcher {
        @Override
        public void testFailed(ExtensionContext context, Throwable cause) {
            String scenario = context.getRequiredTestClass().getSimpleName();
            System.out.printf(
                    "%s, %s FAILED. Repeat it by: faults/run --seed %d --only %s%s%n",
                    scenario,
                    context.getDisplayName(),
                    Seeded.SEED,
                    scenario,
                    Seeded.SHORT ? " --short" : Seeded.ENCRYPTED ? " --encrypted" : "");
        }
    }
}
