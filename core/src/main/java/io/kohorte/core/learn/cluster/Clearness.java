// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import io.kohorte.core.feature.Wording;
import io.kohorte.core.learn.Numbers;
import io.kohorte.core.learn.Quality;

/** How clearly groups are apart, in a word and why. */
record Clearness(Quality word, Wording reason) {

    /** By the silhouette, in the bands of Kaufman and Rousseeuw 1990. */
    static Clearness ofRound(double silhouette) {
        Quality word = Quality.of(silhouette, .25, .5, .7);
        return new Clearness(
                word,
                Numbers.fill(
                        new Wording("Silhouette %s: %s.", "Silhouette %s: %s."),
                        Numbers.exact(silhouette, 2),
                        meaning(word)));
    }

    /**
     * By neighbours that stay together and by stability, the weaker of the two: the silhouette of a ring within a ring is low. Below .85 are groups
     * that are cut through one cloud.
     */
    static Clearness ofAnyShape(Candidate best) {
        Quality together = Quality.of(best.together(), .85, .93, .98);
        Quality stable = Quality.of(best.stability(), .5, .75, .9);
        Quality word = together.compareTo(stable) < 0 ? together : stable;
        return new Clearness(
                word,
                Numbers.fill(
                        new Wording(
                                "Similar customers share a group (%s, 1 is always), and the groups come back when"
                                        + " customers are redrawn (%s): %s.",
                                "Ähnliche Kunden teilen eine Gruppe (%s, 1 heißt immer), und die Gruppen kehren bei"
                                        + " neu gezogenen Kunden wieder (%s): %s."),
                        Numbers.exact(best.together(), 2),
                        Numbers.exact(best.stability(), 2),
                        meaning(word)));
    }

    private static Wording meaning(Quality word) {
        return switch (word) {
            case POOR ->
                new Wording(
                        "customers shade into each other; take the groups as a rough ordering",
                        "die Kunden gehen ineinander über; die Gruppen sind nur eine grobe Ordnung");
            case FAIR -> new Wording("the groups overlap at their edges", "die Gruppen überlappen an den Rändern");
            case GOOD -> new Wording("the groups are well apart", "die Gruppen sind deutlich getrennt");
            case EXCELLENT -> new Wording("the groups hardly touch", "die Gruppen berühren sich kaum");
        };
    }
}
