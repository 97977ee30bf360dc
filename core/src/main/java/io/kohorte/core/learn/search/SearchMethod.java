// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.search;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How the next setting to try is chosen. */
public enum SearchMethod {
    /** Evenly over all ranges, until all are tried. */
    GRID {
        @Override
        public Proposals start(int dimensions, long seed) {
            return new GridProposals(dimensions, seed);
        }
    },
    /** Anywhere (Bergstra, Bengio 2012). */
    RANDOM {
        @Override
        public Proposals start(int dimensions, long seed) {
            return new RandomProposals(dimensions, seed);
        }
    },
    /** Where most is expected after what the others came to. */
    BAYESIAN {
        @Override
        public Proposals start(int dimensions, long seed) {
            return new BayesianProposals(dimensions, seed);
        }
    };

    public abstract Proposals start(int dimensions, long seed);

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Empty where there is none of that name. */
    public static Optional<SearchMethod> of(String wireName) {
        return Arrays.stream(values())
                .filter(method -> method.wireName().equals(wireName))
                .findFirst();
    }

    @JsonCreator
    static SearchMethod read(String wireName) {
        return of(wireName).orElseThrow(() -> new IllegalArgumentException("no search by " + wireName));
    }
}
