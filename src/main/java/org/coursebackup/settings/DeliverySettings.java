package org.coursebackup.settings;

import java.time.Duration;

/**
 * Mails, webhook calls and copies that fail: {@code delivery.*}.
 *
 * @param retryAfter pause after the first failure
 * @param giveUpAfter since the delivery was ordered
 */
public record DeliverySettings(Duration retryAfter, Duration giveUpAfter) {
    static DeliverySettings of(Values values) {
        return new DeliverySettings(values.get(Keys.DELIVERY_RETRY), values.get(Keys.DELIVERY_GIVE_UP));
    }
}
