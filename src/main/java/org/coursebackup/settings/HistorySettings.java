package org.coursebackup.settings;

import java.time.Duration;

/**
 * The program's own history: {@code history.*}.
 *
 * @param keep how long outcomes of runs are kept
 */
public record HistorySettings(Database database, Duration keep) {
    static HistorySettings of(Values values) {
        return new HistorySettings(Keys.HISTORY_DB.database(values), values.get(Keys.HISTORY_KEEP));
    }
}
