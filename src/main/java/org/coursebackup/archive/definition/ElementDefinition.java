package org.coursebackup.archive.definition;

import java.util.List;
import java.util.Set;

/**
 * An element of a document.
 *
 * @param place file and line, for messages
 * @param name of the element
 * @param containers elements around all of its rows, outermost first, written once
 * @param when condition under which it and its containers are written
 * @param rows null for an element that is written once and holds children only
 * @param folder files of a plugin's own folder that are the rows, or null; then there are no {@code rows}
 * @param files file areas that belong to an element without rows, once for each row around it
 * @param children in order
 * @param plugins plugin types that may hook into it
 * @param pluginsFirst whether what plugins add comes before the children, not after them
 */
public record ElementDefinition(
        String place,
        String name,
        List<String> containers,
        Condition when,
        Rows rows,
        FolderRows folder,
        List<FileArea> files,
        List<ElementDefinition> children,
        Set<String> plugins,
        boolean pluginsFirst) {}
