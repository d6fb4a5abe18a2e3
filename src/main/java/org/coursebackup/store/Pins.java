package org.coursebackup.store;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Pins of archives: a small text file {@code NAME.mbz.pin} in the target folder, next to the archive. It holds whatever
 * happens to the program's history, and an administrator sees it in the folder; an empty file is a pin, too. An
 * unreadable one pins for ever: when in doubt, the archive stays.
 */
public final class Pins {
    private static final String SUFFIX = ".pin";
    private static final String UNTIL = "until";
    private static final String LABEL = "label";

    private final Path folder;
    private final Clock clock;

    /** @param clock its zone decides when days begin */
    public Pins(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /** The pin that holds for an archive today, if any. */
    public Optional<Pin> of(String fileName) {
        return read(file(fileName)).filter(pin -> pin.holds(LocalDate.now(clock)));
    }

    /** Pins an archive, replacing an earlier pin. */
    public void pin(String fileName, Pin pin) throws IOException {
        Properties lines = new Properties();
        pin.until().ifPresent(day -> lines.setProperty(UNTIL, day.toString()));
        if (!pin.label().isEmpty()) {
            lines.setProperty(LABEL, pin.label());
        }
        StringWriter text = new StringWriter();
        lines.store(text, "Keeps " + fileName + " from retention.");
        Files.writeString(file(fileName), text.toString());
    }

    /** Removes the pin; false if there was none. */
    public boolean unpin(String fileName) throws IOException {
        return Files.deleteIfExists(file(fileName));
    }

    /** All pins that hold today, by the archive's file name. */
    public SortedMap<String, Pin> all() throws IOException {
        SortedMap<String, Pin> pins = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                String archive = name.substring(0, name.length() - SUFFIX.length());
                of(archive).ifPresent(pin -> pins.put(archive, pin));
            }
        }
        return pins;
    }

    private Path file(String fileName) {
        return folder.resolve(fileName + SUFFIX);
    }

    private static Optional<Pin> read(Path file) {
        Properties lines = new Properties();
        try (Reader text = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            lines.load(text);
            return Optional.of(new Pin(
                    lines.getProperty(LABEL, ""),
                    Optional.ofNullable(lines.getProperty(UNTIL))
                            .map(String::trim)
                            .map(LocalDate::parse)));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException | IllegalArgumentException | DateTimeParseException unreadable) {
            return Optional.of(new Pin("its pin file cannot be read", Optional.empty()));
        }
    }
}
