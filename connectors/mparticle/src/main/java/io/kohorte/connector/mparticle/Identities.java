// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.mparticle;

import io.kohorte.spi.SubjectKeys;
import io.kohorte.toolkit.identity.Normaliser;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Identities by mParticle's names. They go out as they are: mParticle hashes for each output itself. E-mail addresses are in
 * lower case and phone numbers international, so that one person stays one.
 */
final class Identities {

    static final String CUSTOMER_ID = "customer_id";
    static final String EMAIL = "email";
    static final String MOBILE_NUMBER = "mobile_number";
    static final String MPID = "mpid";

    private final Normaliser email = Normaliser.email();
    private final Normaliser asIs = Normaliser.asIs();
    private final Normaliser phone;
    private final String customerIdNamespace;

    Identities(MparticleSettings settings) {
        phone = Normaliser.phone(settings.defaultRegion());
        customerIdNamespace = settings.customerIdNamespace();
    }

    /** @param name mParticle's */
    record Identity(String name, String value) {

        /** Without the value, which is personal data. */
        @Override
        public String toString() {
            return name;
        }
    }

    /** Empty when nothing usable is left of the value. */
    Optional<Identity> identity(String namespace, String raw) {
        var name = name(namespace);
        var value =
                switch (name) {
                    case EMAIL -> email.normalise(raw);
                    case MOBILE_NUMBER -> phone.normalise(raw);
                    case MPID -> asIs.normalise(raw).filter(Identities::number);
                    default -> asIs.normalise(raw);
                };
        return value.map(text -> new Identity(name, text));
    }

    /**
     * Every identity that is surely this person's: of the customer's own ids only the one that mParticle knows as customer
     * id, since the same number may mean somebody else elsewhere. An mParticle id says it all and stands alone.
     */
    Map<String, Identity> of(SubjectKeys subject) {
        var known = new LinkedHashMap<String, Identity>();
        for (var namespace : new String[] {MPID, customerIdNamespace, "email", "phone"}) {
            subject.identifier(namespace)
                    .flatMap(raw -> identity(namespace, raw))
                    .ifPresent(identity -> known.putIfAbsent(identity.name(), identity));
        }
        var mpid = known.get(MPID);
        return mpid == null ? known : Map.of(MPID, mpid);
    }

    private static String name(String namespace) {
        return switch (namespace) {
            case "email" -> EMAIL;
            case "phone" -> MOBILE_NUMBER;
            case MPID -> MPID;
            default -> CUSTOMER_ID;
        };
    }

    /** A signed number of 64 bits. */
    private static boolean number(String text) {
        try {
            return Long.parseLong(text) != 0;
        } catch (NumberFormatException none) {
            return false;
        }
    }
}
