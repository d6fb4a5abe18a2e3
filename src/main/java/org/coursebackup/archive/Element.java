package org.coursebackup.archive;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.coursebackup.archive.definition.Condition;
import org.coursebackup.archive.definition.FileArea;
import org.coursebackup.archive.definition.FolderRows;

/**
 * An element of a definition, fitted to the site, with the rows read for one course. What the site lacks or has
 * switched off is left out.
 */
final class Element {
    /** How a field's text is made of its value. */
    enum Coding {
        PLAIN,
        BASE64,
        ENCRYPTED,
        NOTAGS,
        LINKS_IN_CONFIG
    }

    /** Where the lookup key comes from. */
    enum KeyKind {
        TASK,
        NOTED,
        ROW
    }

    /** A coding and the condition on the row under which it applies; {@code members} of a serialised object. */
    record CodingCase(Coding coding, List<String> members, Condition when) {}

    /** @param incidental whether the value says nothing about the course */
    record Output(
            String name, int index, List<CodingCase> codings, String note, boolean unlessNull, boolean incidental) {}

    /** A further condition checked when a row is written: the value at an index must equal what a name stands for. */
    record Check(int index, String value) {}

    /**
     * Ids in this element's rows by which elements below are looked up, as far as their conditions on this row's fields
     * hold.
     */
    record Feed(int index, String member, Condition condition, IdSet ids) {}

    final String place;
    final String name;
    final List<String> containers;
    final Condition condition;
    final List<Element> children = new ArrayList<>();

    /** Files that are the rows, if they lie in a plugin's own folder. */
    FolderRows folder;

    // set only for elements with rows
    String table;
    String from;
    /** {@code from} is a whole SELECT, sent for each key in place of {@code :key}. */
    boolean query;

    KeyKind keyKind;
    String keyColumn;
    String keyValue;
    String keyMember;
    IdSet keys;
    String restrictions = "";
    String order = "";
    boolean reads;
    final List<Check> checks = new ArrayList<>();
    final List<Output> attributes = new ArrayList<>();
    final List<Output> fields = new ArrayList<>();
    final List<FileArea> files = new ArrayList<>();
    final List<String> selected = new ArrayList<>();
    final Map<String, Integer> indexes = new LinkedHashMap<>();
    final List<Feed> feeds = new ArrayList<>();
    /** Values of which only the beginning comes with the row, by index. */
    final Map<Integer, LongTexts.Column> longColumns = new HashMap<>();

    RowSpool spool;
    LongTexts longTexts;

    Element(String place, String name, List<String> containers, Condition condition) {
        this.place = place;
        this.name = name;
        this.containers = containers;
        this.condition = condition;
    }

    boolean hasRows() {
        return from != null;
    }

    /** SQL of what is read for each row. */
    List<String> expressions() {
        List<String> expressions = new ArrayList<>(selected);
        longColumns.forEach((index, column) -> expressions.set(index, column.beginning()));
        return expressions;
    }

    /** Adds an SQL expression to those read and returns its index among the values. */
    int select(String name, String sql) {
        Integer known = indexes.get(name);
        if (known != null && selected.get(known).equals(sql)) {
            return known;
        }
        selected.add(sql);
        indexes.putIfAbsent(name, selected.size() - 1);
        return selected.size() - 1;
    }
}
