// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.external;

import io.kohorte.core.feature.Wording;
import io.kohorte.core.learn.LearningRefused;
import io.kohorte.core.learn.Numbers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How much work one customer can make for a PMML file. Each element of a file is looked at once, save where the evaluator goes through one list for each entry of
 * another: there the lengths of both are multiplied, before anything is made of the file. Counting does not depend on the machine or the time of day, so a file is
 * refused everywhere or nowhere.
 */
final class PmmlWork {
    /** Some seconds at the worst; a model that people use asks for some thousands. */
    static final long MOST = 50_000_000;

    private static final String ANY = "*";
    private static final String TRAINING = "TrainingInstances";
    private static final String VECTORS = "VectorFields";
    private static final String VERIFICATION = "ModelVerification";
    private static final String OF_FILE = "TransformationDictionary";
    private static final String OF_MODEL = "LocalTransformations";

    /** Parts in which elements count apart from those of the same name elsewhere. */
    private static final Set<String> PARTS = Set.of(TRAINING, VECTORS, VERIFICATION, OF_FILE, OF_MODEL);

    /** Something counted. */
    private record Counted(String part, String element) {
        String shown() {
            return element.equals(ANY) ? part.isEmpty() ? "elements" : part : element;
        }
    }

    /** Two lists, one of which is gone through for each entry of the other. */
    private record Pair(Counted one, Counted other) {}

    private static final List<Pair> PAIRS = List.of(
            new Pair(new Counted(TRAINING, "row"), new Counted("", "KNNInput")),
            new Pair(new Counted("", "SupportVector"), new Counted(VECTORS, "FieldRef")),
            new Pair(new Counted(OF_FILE, ANY), new Counted("", "Segment")),
            new Pair(new Counted(OF_MODEL, ANY), new Counted("", "Segment")),
            new Pair(new Counted("", "PCell"), new Counted("", "Value")),
            new Pair(new Counted("", "BayesInput"), new Counted("", "Value")),
            new Pair(new Counted("", "Cluster"), new Counted("", "ClusteringField")),
            new Pair(new Counted(VERIFICATION, "row"), new Counted("", ANY)));

    private final Map<Counted, Long> counts = new HashMap<>();
    private String part = "";
    private int partBegan;

    /** @param depth how many elements it is in, itself included */
    void begins(String element, int depth) {
        if (part.isEmpty() && PARTS.contains(element)) {
            part = element;
            partBegan = depth;
        }
        count("", element);
        count("", ANY);
        if (!part.isEmpty()) {
            count(part, element);
            count(part, ANY);
        }
    }

    void ends(int depth) {
        if (!part.isEmpty() && depth == partBegan) {
            part = "";
        }
    }

    private void count(String where, String element) {
        counts.merge(new Counted(where, element), 1L, Long::sum);
    }

    /** Throws {@link LearningRefused} where it is more than anybody waits for. */
    void check() {
        for (Pair pair : PAIRS) {
            if (counts.getOrDefault(pair.one(), 0L) * counts.getOrDefault(pair.other(), 0L) > MOST) {
                throw new LearningRefused(
                        "TOO_SLOW",
                        Numbers.fill(
                                new Wording(
                                        "The file makes too much work for a single customer (%s × %s); everybody could never be scored.",
                                        "Die Datei macht zu viel Arbeit für einen einzigen Kunden (%s × %s); alle könnten nie bewertet werden."),
                                new Wording(pair.one().shown(), pair.one().shown()),
                                new Wording(pair.other().shown(), pair.other().shown())));
            }
        }
    }
}
