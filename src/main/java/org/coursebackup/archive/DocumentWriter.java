package org.coursebackup.archive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.coursebackup.archive.definition.Condition;
import org.coursebackup.archive.definition.FileArea;
import org.coursebackup.archive.definition.FolderRows;
import org.coursebackup.archive.text.BackupCipher;
import org.coursebackup.archive.text.IdText;
import org.coursebackup.archive.text.LinkEncoder;
import org.coursebackup.archive.text.MoodleXml;
import org.coursebackup.archive.text.PlainText;
import org.coursebackup.archive.text.SerializedObject;

/** Writes a document's elements for one task from the rows read, and notes what the rows refer to. */
final class DocumentWriter {
    private static final Element.CodingCase PLAIN =
            new Element.CodingCase(Element.Coding.PLAIN, List.of(), Condition.ALWAYS);

    /** The rows around the element being written, innermost first, then the task. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, and there are millions
    private record Row(Element element, String[] values, int[] numbers, RowValues around) implements RowValues {
        /** The value's number among the element's long texts; {@link RowSpool#WHOLE} if it is whole. */
        int number(int index) {
            return numbers == null ? RowSpool.WHOLE : numbers[index];
        }

        @Override
        public String value(String name) {
            Integer index = element.indexes.get(name);
            return index != null ? values[index] : around.value(name);
        }
    }

    /** Sees, and may change, a field's value before it is written, for instance to anonymise it. */
    interface FieldFilter {
        /** @return the text; null for NULL */
        String filter(String element, String field, String value);
    }

    private final Annotations annotations;
    private final FileIndex files;
    private final LinkEncoder links;
    private final BackupCipher cipher;
    private final DataFolder data;
    private final long courseId;
    private final FieldFilter filter;

    DocumentWriter(
            Annotations annotations,
            FileIndex files,
            LinkEncoder links,
            BackupCipher cipher,
            DataFolder data,
            long courseId,
            FieldFilter filter) {
        this.annotations = annotations;
        this.files = files;
        this.links = links;
        this.cipher = cipher;
        this.data = data;
        this.courseId = courseId;
        this.filter = filter;
    }

    /**
     * @param task whose document it is
     * @param notes the task that gets the notes; a different one for documents written after their task's inforef.xml
     */
    void write(Element element, Task task, Task notes, MoodleXml xml) throws IOException {
        write(element, task, task, notes, xml);
    }

    private void write(Element element, RowValues around, Task task, Task notes, MoodleXml xml) throws IOException {
        if (!element.condition.fieldsHold((name, value) -> value.equals(around.value(name)))) {
            return;
        }
        for (String container : element.containers) {
            xml.open(container);
        }
        if (element.hasRows()) {
            writeRows(element, around, task, notes, xml);
        } else if (element.folder != null) {
            data.read(element.name, element.folder, around, fields -> writeFile(element, fields, xml));
        } else if (element.name.isEmpty()) {
            noteFiles(element, around, task, notes);
            writeChildren(element, around, task, notes, xml);
        } else {
            xml.open(element.name);
            noteFiles(element, around, task, notes);
            writeChildren(element, around, task, notes, xml);
            xml.close(element.name);
        }
        for (int i = element.containers.size() - 1; i >= 0; i--) {
            xml.close(element.containers.get(i));
        }
    }

    private void writeFile(Element element, Map<String, String> fields, MoodleXml xml) throws IOException {
        List<String> attributes = new ArrayList<>();
        fields.forEach((name, value) -> {
            if (name.startsWith(FolderRows.ATTRIBUTE)) {
                attributes.addAll(List.of(name.substring(FolderRows.ATTRIBUTE.length()), value));
            }
        });
        xml.open(element.name, attributes.toArray(String[]::new));
        for (Map.Entry<String, String> field : fields.entrySet()) {
            if (!field.getKey().startsWith(FolderRows.ATTRIBUTE)) {
                xml.field(field.getKey(), linked(filter.filter(element.name, field.getKey(), field.getValue())));
            }
        }
        xml.close(element.name);
    }

    private void writeChildren(Element element, RowValues around, Task task, Task notes, MoodleXml xml)
            throws IOException {
        for (Element child : element.children) {
            write(child, around, task, notes, xml);
        }
    }

    private void writeRows(Element element, RowValues around, Task task, Task notes, MoodleXml xml) throws IOException {
        if (element.spool == null || element.spool.rows() == 0) {
            return;
        }
        int width = element.selected.size();
        if (element.keyKind == Element.KeyKind.NOTED) {
            writeRows(element, element.spool.all(width), around, task, notes, xml);
            return;
        }
        String key =
                element.keyKind == Element.KeyKind.TASK ? task.value(element.keyValue) : around.value(element.keyValue);
        if (key != null) {
            for (long id : CourseReader.idsIn(key, element.keyMember)) {
                writeRows(element, element.spool.of(id, width), around, task, notes, xml);
            }
        }
    }

    private void writeRows(
            Element element, RowSpool.Cursor rows, RowValues around, Task task, Task notes, MoodleXml xml)
            throws IOException {
        for (String[] values = rows.next(); values != null; values = rows.next()) {
            if (belongs(element, values, around, task)) {
                writeRow(element, new Row(element, values, rows.numbers(), around), task, notes, xml);
            }
        }
    }

    private static boolean belongs(Element element, String[] values, RowValues around, Task task) {
        for (Element.Check check : element.checks) {
            if (check.value().startsWith(ElementResolver.NOTED)) {
                continue;
            }
            String expected = ElementResolver.TASK_VALUES.contains(check.value())
                    ? task.value(check.value())
                    : around.value(check.value());
            if (expected == null || !expected.equals(values[check.index()])) {
                return false;
            }
        }
        return true;
    }

    private void writeRow(Element element, Row row, Task task, Task notes, MoodleXml xml) throws IOException {
        String[] attributes = new String[element.attributes.size() * 2];
        int next = 0;
        for (Element.Output attribute : element.attributes) {
            String value = row.values[attribute.index()];
            attributes[next++] = attribute.name();
            attributes[next++] = value;
            note(attribute, value, notes);
        }
        xml.open(element.name, attributes);
        for (Element.Output field : element.fields) {
            String value = row.values[field.index()];
            note(field, value, notes);
            if (value != null || !field.unlessNull()) {
                if (field.incidental()) {
                    xml.incidental(field.name());
                }
                writeField(element, field, value, row, xml);
                if (field.incidental()) {
                    xml.incidental(null);
                }
            }
        }
        noteFiles(element, row, task, notes);
        writeChildren(element, row, task, notes, xml);
        xml.close(element.name);
    }

    private void note(Element.Output output, String value, Task notes) {
        if (output.note() != null) {
            annotations.note(notes, output.note(), value);
        }
    }

    private void writeField(Element element, Element.Output field, String value, Row row, MoodleXml xml)
            throws IOException {
        String text = filter.filter(element.name, field.name(), value);
        Element.CodingCase coding = field.codings().stream()
                .filter(one -> one.when().fieldsHold((name, expected) -> expected.equals(row.value(name))))
                .findFirst()
                .orElse(PLAIN);
        switch (coding.coding()) {
            case PLAIN -> {
                int number = row.number(field.index());
                if (number == RowSpool.WHOLE || !Objects.equals(text, value)) {
                    xml.field(field.name(), linked(text));
                } else {
                    xml.beginField(field.name());
                    element.longTexts.pieces(number, piece -> xml.text(links.encodePart(piece, courseId)));
                    xml.endField();
                }
            }
            case NOTAGS -> xml.field(field.name(), linked(text == null ? null : PlainText.of(text)));
            case LINKS_IN_CONFIG -> xml.field(field.name(), linkedConfig(text, coding.members()));
            case BASE64 ->
                xml.field(
                        field.name(),
                        text == null ? "" : Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
            case ENCRYPTED -> xml.field(field.name(), cipher.encrypt(text), "encrypted");
        }
    }

    private String linked(String text) {
        return text == null ? null : links.encode(text, courseId);
    }

    /** A block's configuration with the links in its text encoded; NULL in it becomes the marker, as in a field. */
    private String linkedConfig(String config, List<String> members) {
        SerializedObject object = SerializedObject.ofBase64(config);
        for (String member : members) {
            if (object.isNull(member)) {
                object.put(member, MoodleXml.NULL);
            } else if (object.isText(member)) {
                object.put(member, links.encode(object.text(member), courseId));
            }
        }
        return object.toBase64();
    }

    private void noteFiles(Element element, RowValues row, Task task, Task notes) {
        for (FileArea area : element.files) {
            noteFiles(area, row, task, notes);
        }
    }

    private void noteFiles(FileArea area, RowValues row, Task task, Task notes) {
        long context = task.id(area.context());
        if (area.itemField() == null) {
            files.noteArea(notes, context, area.component(), area.area());
        } else {
            String item = row.value(area.itemField());
            if (item != null && IdText.isId(item)) {
                files.noteItem(notes, context, area.component(), area.area(), Long.parseLong(item));
            }
        }
    }
}
