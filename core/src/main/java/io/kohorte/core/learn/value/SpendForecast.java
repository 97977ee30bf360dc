// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.value;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** Foresees the money of a customer's next purchase from the mean of their repeats. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "method")
@JsonSubTypes({
    @JsonSubTypes.Type(value = GammaGamma.class, name = GammaGamma.METHOD),
    @JsonSubTypes.Type(value = Credibility.class, name = Credibility.METHOD)
})
public sealed interface SpendForecast permits GammaGamma, Credibility {
    /** Name in the field, as stored and shown. */
    @JsonIgnore
    String method();

    /** Of somebody of whom nothing is known. */
    double ofAll();

    /** Of somebody with so many repeats of this mean. */
    double of(int repeats, double mean);

    /** Of somebody whose mean may be unknown. */
    default double next(int repeats, double mean) {
        return repeats > 0 && mean > 0 ? of(repeats, mean) : ofAll();
    }
}
