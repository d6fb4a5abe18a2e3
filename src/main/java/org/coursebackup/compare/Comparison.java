package org.coursebackup.compare;

import java.util.List;

/**
 * What comparing two archives showed.
 *
 * @param components every component that has something in either archive, by name
 */
public record Comparison(Figures figures, List<ComponentVerdict> components) {
    /** Whether they are equal in everything that a restore could see. */
    public boolean equal() {
        return components.stream().allMatch(ComponentVerdict::equal);
    }
}
