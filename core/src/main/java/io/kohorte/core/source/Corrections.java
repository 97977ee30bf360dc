// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.source;

/**
 * What an import took back because its file was read under another mapping before.
 *
 * @param events told before and no longer
 * @param traits customers who lost a value that is said no longer
 * @param consents words that were given by the earlier reading only
 * @param identities identifiers that customers had from the earlier reading only
 * @param customers whom only the earlier reading named; they have become those who have their rows now
 * @param withoutData customers of whom nothing is left, and whose rows name nobody now
 * @param severalNames customers with several identifiers of one kind in the file: strangers that earlier identifiers joined stay joined
 */
public record Corrections(
        long events,
        long traits,
        long consents,
        long identities,
        long customers,
        long withoutData,
        long severalNames) {}
