// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit.identity;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Brings an identifier into the form in which a vendor compares it. Thread-safe; the same input gives the same output. */
@FunctionalInterface
public interface Normaliser {

    /** Empty when nothing usable is left: such a value is never hashed and never sent. */
    Optional<String> normalise(String raw);

    /**
     * Hashes what is normalised. A value that is a hash of that kind already passes as it is, in lower case or in the
     * form asked for.
     */
    default Normaliser hashed(Hash hash) {
        return raw -> hash.alreadyHashed(raw).or(() -> normalise(raw).map(hash::of));
    }

    /** Without outer blanks, lower case: {@code max.muster@example.com}. */
    static Normaliser email() {
        return raw -> Emails.normalise(raw, Set.of());
    }

    /** As {@link #email()}; at Gmail also without dots and {@code +tag}, for {@code gmail.com} and {@code googlemail.com}. */
    static Normaliser gmail() {
        return gmail(Set.of("gmail.com", "googlemail.com"));
    }

    /** As {@link #gmail()} for these domains only: vendors differ in whether {@code googlemail.com} is among them. */
    static Normaliser gmail(Set<String> domains) {
        var known = Set.copyOf(domains);
        return raw -> Emails.normalise(raw, known);
    }

    /**
     * International form with plus: {@code +491701234567}.
     *
     * @param defaultRegion ISO 3166 alpha-2, for numbers without a country code; empty text when there is none, and such
     *     numbers are then refused
     */
    static Normaliser phone(String defaultRegion) {
        return new Phones(defaultRegion);
    }

    /** As {@link #phone}, digits only: {@code 491701234567}. */
    static Normaliser phoneDigits(String defaultRegion) {
        var phones = new Phones(defaultRegion);
        return raw -> phones.normalise(raw).map(number -> number.substring(1));
    }

    /**
     * As {@link #phoneDigits}; without a region, a number that does not say where it is from is taken to begin with its
     * country code, as the ad platforms' own tools take it.
     */
    static Normaliser dialled(String defaultRegion) {
        var international = phoneDigits(defaultRegion);
        return defaultRegion.isBlank()
                ? raw -> international.normalise(raw).or(() -> Phones.digits(raw))
                : international;
    }

    /** A first, last or city name: composed characters, lower case, letters of every script kept: {@code müller}. */
    static Normaliser name() {
        return Texts::lower;
    }

    /** Only the letters a to z are kept, as the reference connectors for Meta do: {@code München} gives {@code mnchen}. */
    static Normaliser latinLetters() {
        return raw -> Texts.lower(raw).flatMap(text -> Texts.keep(text, c -> c >= 'a' && c <= 'z'));
    }

    /** Lower case without blanks and what follows a dash: {@code 10115}, {@code sw1a1aa}. */
    static Normaliser zip() {
        return raw -> Texts.lower(raw).flatMap(text -> {
            var dash = text.indexOf('-');
            return Texts.keep(dash < 0 ? text : text.substring(0, dash), c -> !Texts.blank(c));
        });
    }

    /** ISO 3166 alpha-2 in lower case; anything else is refused. */
    static Normaliser country() {
        return raw -> Texts.lower(raw)
                .filter(text -> text.length() == 2 && text.chars().allMatch(c -> c >= 'a' && c <= 'z'));
    }

    /** {@code f} or {@code m}, from the first letter of the English words; anything else is refused. */
    static Normaliser gender() {
        return raw -> Texts.lower(raw)
                .filter(Set.of("f", "female", "m", "male")::contains)
                .map(text -> text.substring(0, 1));
    }

    /** Eight digits, year first, from {@code 1995-03-05} or {@code 19950305}. */
    static Normaliser dateOfBirth() {
        return raw -> Texts.lower(raw)
                .filter(text ->
                        text.length() == 8 || (text.length() == 10 && text.charAt(4) == '-' && text.charAt(7) == '-'))
                .map(text -> text.replace("-", ""))
                .filter(text -> text.length() == 8 && text.chars().allMatch(c -> c >= '0' && c <= '9'));
    }

    /** Without outer blanks and otherwise untouched, for ids of the vendor or of the customer. */
    static Normaliser asIs() {
        return raw -> Optional.of(raw.strip()).filter(text -> !text.isEmpty());
    }

    /** Upper case after another rule, for vendors that want {@code DE}. */
    default Normaliser upperCase() {
        return raw -> normalise(raw).map(text -> text.toUpperCase(Locale.ROOT));
    }
}
