// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.value;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** Foresees purchases of a customer from how often, when first and when last they bought. Time is in weeks. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "method")
@JsonSubTypes({
    @JsonSubTypes.Type(value = BgNbd.class, name = BgNbd.METHOD),
    @JsonSubTypes.Type(value = Nbd.class, name = Nbd.METHOD)
})
public sealed interface PurchaseForecast permits BgNbd, Nbd {
    /** Name in the field, as stored and shown. */
    @JsonIgnore
    String method();

    /** The expected number of purchases in the weeks to come. */
    double purchases(int repeats, double span, double age, double weeks);

    /** The probability that this is still a customer. */
    double alive(int repeats, double span, double age);

    /** How likely the model makes these customers. */
    double logLikelihood(Buyers buyers);
}
