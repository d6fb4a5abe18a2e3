package org.coursebackup.history;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;

/**
 * How the program's figures look as JSON, wherever it is produced: times as epoch seconds (the epoch itself, 0, for
 * never), durations as whole seconds. The parts of a record are unwrapped among its other fields.
 */
public final class HistoryJson {
    private HistoryJson() {}

    /** A mapper that writes JSON this way. */
    public static ObjectMapper mapper() {
        return JsonMapper.builder()
                .addModule(new SimpleModule()
                        .addSerializer(Instant.class, new EpochSeconds())
                        .addSerializer(Duration.class, new Seconds()))
                .build();
    }

    private static final class EpochSeconds extends JsonSerializer<Instant> {
        @Override
        public void serialize(Instant time, JsonGenerator json, SerializerProvider all) throws IOException {
            json.writeNumber(time.getEpochSecond());
        }
    }

    private static final class Seconds extends JsonSerializer<Duration> {
        @Override
        public void serialize(Duration duration, JsonGenerator json, SerializerProvider all) throws IOException {
            json.writeNumber(duration.toSeconds());
        }
    }

    /** For durations in fields named {@code millis}. */
    public static final class Milliseconds extends JsonSerializer<Duration> {
        @Override
        public void serialize(Duration duration, JsonGenerator json, SerializerProvider all) throws IOException {
            json.writeNumber(duration.toMillis());
        }
    }
}
