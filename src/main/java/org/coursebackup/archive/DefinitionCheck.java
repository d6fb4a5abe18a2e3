package org.coursebackup.archive;

import org.coursebackup.archive.definition.Definitions;
import org.coursebackup.archive.definition.DocumentDefinition;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Compares definitions with the tables of a site. */
final class DefinitionCheck {
    private DefinitionCheck() {
    }

    static List<String> of(Definitions definitions, SiteSchema schema) {
        ElementResolver resolver = new ElementResolver(schema, definitions, flag -> true, plugin -> true, Set.of());
        List<DocumentDefinition> documents = new ArrayList<>();
        for (String task : List.of("course", "section", "activity", "block", "final")) {
            documents.addAll(definitions.documentsOf(task));
        }
        definitions.activities().stream().filter(schema::hasTable).map(definitions::activity).forEach(documents::add);
        documents.forEach(document -> resolver.resolve(document.root()));
        return resolver.problems().stream().distinct().toList();
    }
}
