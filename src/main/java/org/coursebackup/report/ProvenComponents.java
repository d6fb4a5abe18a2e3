package org.coursebackup.report;

import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;

import org.coursebackup.drill.DrillAttempt;
import org.coursebackup.prove.ComponentProof;
import org.coursebackup.prove.ProofAttempt;
import org.coursebackup.report.ProofView.Component;

/** Puts together what is proven on this site. */
public final class ProvenComponents {
    private static final int LATEST = 50;
    private static final List<String> WORST_FIRST = List.of("differs", "unproven", "proven");

    private final Supplier<List<ComponentProof>> components;
    private final IntFunction<List<ProofAttempt>> attempts;
    private final IntFunction<List<DrillAttempt>> drills;

    /**
     * @param attempts gives so many of the latest comparisons, newest first
     * @param drills gives so many of the latest restore drills, newest first
     */
    public ProvenComponents(
            Supplier<List<ComponentProof>> components,
            IntFunction<List<ProofAttempt>> attempts,
            IntFunction<List<DrillAttempt>> drills) {
        this.components = components;
        this.attempts = attempts;
        this.drills = drills;
    }

    /** The components that are not proven in the versions that the site has. */
    public List<String> unproven() {
        return components.get().stream()
                .filter(proof -> !proof.verdict().equals("proven"))
                .map(ComponentProof::component)
                .toList();
    }

    public ProofView view() {
        return new ProofView(
                components.get().stream()
                        .map(proof -> new Component(
                                proof.component(),
                                proof.version(),
                                proof.verdict(),
                                proof.courses(),
                                proof.made(),
                                proof.differing(),
                                proof.difference()))
                        .sorted(Comparator.comparing(component -> WORST_FIRST.indexOf(component.verdict())))
                        .toList(),
                attempts.apply(LATEST),
                drills.apply(LATEST));
    }
}
