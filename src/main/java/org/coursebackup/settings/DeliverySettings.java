package org.coursebackup.settings;

import java.time.Duration;

/**
 * What to do when mails, webhook calls and copies fail: {@code delivery.*}.
 *
 * @param retryAfter wait after the first failure
 * @param giveUpAfter how long after the delivery was ordered to give up
 */
public record DeliverySettings(Duration retryAfter, Duration giveUpAfter) {
    static DeliverySettings of(Values values) {
        return new DeliverySettings(values.get(Keys.DELIVERY_RETRY), values.get(Keys.DELIVERY_GIVE_UP));
    }
}
