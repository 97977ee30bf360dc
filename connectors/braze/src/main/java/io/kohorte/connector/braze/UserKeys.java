// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.braze;

import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.toolkit.identity.Normaliser;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Identities of Kohorte as keys of Braze: e-mail addresses and phone numbers normalised, nothing hashed. */
final class UserKeys {

    private final Normaliser email = Normaliser.email();
    private final Normaliser phone;
    private final Normaliser asIs = Normaliser.asIs();
    private final String aliasLabel;
    private final String externalId;

    UserKeys(BrazeSettings settings) {
        this.phone = Normaliser.phone(settings.defaultRegion());
        this.aliasLabel = settings.aliasLabel();
        this.externalId = settings.externalIdNamespace();
    }

    /** A key, or the outcome of somebody who has none that can be sent. */
    sealed interface Found {
        record Usable(UserKey key) implements Found {}

        record Refused(Outcome outcome) implements Found {}
    }

    Found find(AudienceSpec spec, SubjectKeys subject) {
        var namespace = spec.keyOf(subject);
        if (namespace.isEmpty()) {
            return refused(
                    ProblemCode.IDENTIFIER_MISSING, "This person has no " + spec.matchKey() + ".", spec.matchKey());
        }
        var key = key(namespace.get(), subject.identifier(namespace.get()).orElseThrow());
        if (key.isEmpty()) {
            return refused(
                    ProblemCode.IDENTIFIER_INVALID,
                    kind(namespace.get()) == UserKey.Kind.PHONE
                            ? "This is no phone number with a country code."
                            : "This is no " + namespace.get() + " that Braze could know.",
                    namespace.get());
        }
        return key.get()
                .mistake()
                .<Found>map(sentence -> refused(ProblemCode.IDENTIFIER_INVALID, sentence, namespace.get()))
                .orElseGet(() -> new Found.Usable(key.get()));
    }

    /**
     * Every key by which this very person may be known, for erasure. Of the customer's own ids only the one that Braze knows
     * as external id: the same number may mean somebody else elsewhere. A phone number only where there is nothing better,
     * since households share them.
     */
    List<UserKey> of(SubjectKeys subject) {
        var sure = Stream.of(externalId, "braze_id", "anonymous_id", "email")
                .flatMap(namespace -> key(subject, namespace).stream())
                .distinct()
                .toList();
        return sure.isEmpty() ? key(subject, "phone").stream().toList() : sure;
    }

    private Optional<UserKey> key(SubjectKeys subject, String namespace) {
        return subject.identifier(namespace).flatMap(raw -> key(namespace, raw)).filter(key -> key.mistake()
                .isEmpty());
    }

    /** Empty when nothing usable is left of the value. */
    private Optional<UserKey> key(String namespace, String raw) {
        var kind = kind(namespace);
        var value =
                switch (kind) {
                    case EMAIL -> email.normalise(raw);
                    case PHONE -> phone.normalise(raw);
                    case EXTERNAL_ID, BRAZE_ID, USER_ALIAS -> asIs.normalise(raw);
                };
        return value.map(text -> new UserKey(kind, text, kind == UserKey.Kind.USER_ALIAS ? aliasLabel : ""));
    }

    /** Customers' own ids are what Braze calls external. */
    private static UserKey.Kind kind(String namespace) {
        return switch (namespace) {
            case "email" -> UserKey.Kind.EMAIL;
            case "phone" -> UserKey.Kind.PHONE;
            case "braze_id" -> UserKey.Kind.BRAZE_ID;
            case "anonymous_id" -> UserKey.Kind.USER_ALIAS;
            default -> UserKey.Kind.EXTERNAL_ID;
        };
    }

    private static Found refused(ProblemCode code, String sentence, String namespace) {
        return new Found.Refused(new Outcome.Rejected(Problem.of(code, sentence).at(namespace)));
    }
}
