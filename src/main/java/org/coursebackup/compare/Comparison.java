package org.coursebackup.compare;

import java.util.List;

/**
 * The result of comparing two archives.
 *
 * @param components every component that contributes to either archive, by name
 */
public record Comparison(Figures figures, List<ComponentVerdict> components) {
    /** Whether they are equal in everything a restore could see. */
    public boolean equal() {
        return components.stream().allMatch(ComponentVerdict::equal);
    }
}
