package org.coursebackup.describe;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** Writes definitions as YAML that reads like the program's own. */
final class DefinitionText {
    private DefinitionText() {}

    /** @param head lines of a comment; {@code parts} are the file's definitions, one after the other */
    static String of(List<String> head, List<Map<String, Object>> parts) {
        Dump dump = new Dump(DumpSettings.builder()
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setWidth(112)
                .setSplitLines(true)
                .setIndicatorIndent(2)
                .setIndentWithIndicator(true)
                .setDereferenceAliases(true)
                .build());
        List<String> texts = new ArrayList<>();
        parts.forEach(part -> texts.add(dump.dumpToString(part)));
        StringBuilder text = new StringBuilder();
        head.forEach(line -> text.append("# ").append(line).append('\n'));
        return text.append(String.join("---\n", texts)).toString();
    }
}
