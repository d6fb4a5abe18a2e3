package org.coursebackup.cli;

import java.io.IOException;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import picocli.CommandLine.Option;

import org.coursebackup.history.HistoryJson;

/** The option {@code --json} of commands that print results. What it prints is described in {@code docs/json}. */
final class JsonOption {
    @Option(
            names = "--json",
            description = "The result as JSON, and nothing else on standard output; times in epoch seconds, sizes in"
                    + " bytes. What could not be done is said on standard error and by the exit code.")
    private boolean wanted;

    boolean wanted() {
        return wanted;
    }

    void print(Object result) throws IOException {
        System.out.println(mapper().writeValueAsString(result));
    }

    /** An array that is written while its items come. */
    JsonGenerator array() throws IOException {
        JsonGenerator array = mapper().createGenerator(System.out)
                .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .useDefaultPrettyPrinter();
        array.writeStartArray();
        return array;
    }

    private static ObjectMapper mapper() {
        return HistoryJson.mapper().enable(SerializationFeature.INDENT_OUTPUT);
    }
}
