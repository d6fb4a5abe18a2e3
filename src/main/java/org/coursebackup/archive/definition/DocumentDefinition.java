package org.coursebackup.archive.definition;

import java.util.Set;

/**
 * A document of the archive.
 *
 * @param place file, for messages
 * @param name file name inside the task's folder, such as {@code roles.xml}
 * @param tasks kinds of task that write it: course, section, activity, block, final
 * @param activity name of the activity whose own document this is, or null
 * @param advancedGrading the activity supports advanced grading
 * @param usesQuestions the activity uses the question bank, so categories count among its annotations
 * @param keepsQuestions question notes count for later activities as well: the activity does not clear them
 * @param afterInforef its annotations count for the next task
 * @param onceIn null, or the folder of the archive in which it is written once for the whole course; {@link #FIRST} is
 *     that of the first task
 * @param when condition under which it is written
 * @param root its root element
 */
public record DocumentDefinition(
        String place,
        String name,
        Set<String> tasks,
        String activity,
        boolean advancedGrading,
        boolean usesQuestions,
        boolean keepsQuestions,
        boolean afterInforef,
        String onceIn,
        Condition when,
        ElementDefinition root) {

    /** Stands for the folder of the first task that writes a document. */
    public static final String FIRST = "first";

    DocumentDefinition with(ElementDefinition other) {
        return new DocumentDefinition(
                place,
                name,
                tasks,
                activity,
                advancedGrading,
                usesQuestions,
                keepsQuestions,
                afterInforef,
                onceIn,
                when,
                other);
    }

    /** Its path in the archive; {@code folder} is the task's, empty or ending with a slash. */
    public String path(String folder) {
        return (onceIn == null || onceIn.equals(FIRST) ? folder : onceIn + "/") + name;
    }
}
