// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.profile;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A name a customer goes by in one namespace ({@code email}, {@code user_id} …), in its normal form.
 *
 * <p>Values that stand for nobody ("null", "guest", "0000") are no identities: one such value would glue strangers together.
 */
public record Identity(String namespace, String value) implements Comparable<Identity> {

    public static final String USER_ID = "user_id";
    public static final String ANONYMOUS_ID = "anonymous_id";
    public static final String EMAIL = "email";
    public static final String PHONE = "phone";
    public static final String ADVERTISING_ID = "maid";

    private static final int LONGEST = 500;
    private static final Pattern NAMESPACE = Pattern.compile("[a-z][a-z0-9_]{0,62}");
    private static final Pattern MAIL = Pattern.compile("[^\\s@]{1,64}@[^\\s@]{1,189}");
    private static final Pattern DIALLED = Pattern.compile("\\+?[0-9]{5,20}");
    private static final Pattern NOTHING_BUT_ZEROS = Pattern.compile("[0\\-. ]*");
    private static final Set<String> NOBODY = Set.of(
            "null",
            "nil",
            "none",
            "undefined",
            "nan",
            "n/a",
            "na",
            "unknown",
            "anonymous",
            "guest",
            "-1",
            "(null)",
            "[object object]");
    private static final Comparator<Identity> ORDER =
            Comparator.comparing(Identity::namespace).thenComparing(Identity::value);

    /** The identity a raw text stands for, or empty where it can name nobody. */
    public static Optional<Identity> of(String namespace, String raw) {
        String value = raw.strip();
        if (value.isEmpty()
                || value.length() > LONGEST
                || !isNamespace(namespace)
                || !StorableText.isPrintable(value)) {
            return Optional.empty();
        }
        String lower = value.toLowerCase(Locale.ROOT);
        if (NOBODY.contains(lower) || NOTHING_BUT_ZEROS.matcher(value).matches()) {
            return Optional.empty();
        }
        return switch (namespace) {
            case EMAIL ->
                MAIL.matcher(lower).matches() ? Optional.of(new Identity(namespace, lower)) : Optional.empty();
            case PHONE -> {
                String dialled = value.replaceAll("[\\s()./\\-]", "");
                yield DIALLED.matcher(dialled).matches()
                        ? Optional.of(new Identity(namespace, dialled))
                        : Optional.empty();
            }
            case ADVERTISING_ID -> Optional.of(new Identity(namespace, lower));
            default -> Optional.of(new Identity(namespace, value));
        };
    }

    /** Whether a namespace names what a person uses rather than where to reach them. */
    static boolean isOfDevice(String namespace) {
        return namespace.equals(ANONYMOUS_ID) || namespace.equals(ADVERTISING_ID);
    }

    /** Whether a text may be the name of a namespace: lower case letters, digits and underscores. */
    public static boolean isNamespace(String name) {
        return NAMESPACE.matcher(name).matches();
    }

    /** How surely a namespace tells one person, lower is surer: an account, then an address, then a device. */
    public static int strength(String namespace) {
        return switch (namespace) {
            case USER_ID, "customer_id", "external_id" -> 0;
            case EMAIL -> 1;
            case PHONE -> 2;
            case ANONYMOUS_ID -> 9;
            default -> 5;
        };
    }

    @Override
    public int compareTo(Identity other) {
        return ORDER.compare(this, other);
    }

    /** Without the value: identities are personal data and end up in logs by way of {@code toString}. */
    @Override
    public String toString() {
        return namespace + ":…";
    }
}
