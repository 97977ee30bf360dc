// SPDX-License-Identifier: Apache-2.0
package io.kohorte.spi;

/** Everything that can go wrong at a destination. The kind decides who acts; the engine acts by kind alone. */
public enum ProblemCode {
    INVALID_SETTING(Kind.CONFIG),
    AUDIENCE_GONE(Kind.CONFIG),
    NOT_PERMITTED(Kind.CONFIG),
    LIMIT_REACHED(Kind.CONFIG),
    VERSION_RETIRED(Kind.CONFIG),

    CREDENTIALS_REJECTED(Kind.AUTH),
    CREDENTIALS_EXPIRED(Kind.AUTH),

    IDENTIFIER_INVALID(Kind.RECORD),
    IDENTIFIER_MISSING(Kind.RECORD),
    FIELD_INVALID(Kind.RECORD),
    NOT_FOUND(Kind.RECORD),
    DUPLICATE(Kind.RECORD),
    CONFLICT(Kind.RECORD),
    FORGOTTEN(Kind.RECORD),

    RATE_LIMITED(Kind.THROTTLED),
    QUOTA_SPENT(Kind.THROTTLED),

    /** No answer in time. From an idempotent connector: the destination may have applied it. */
    TIMEOUT(Kind.TRANSIENT),
    /** No answer, or that of a broken machine. From an idempotent connector: the destination may have applied it. */
    UNAVAILABLE(Kind.TRANSIENT),
    /** The request did not leave whole: nothing was applied. */
    CONNECTION(Kind.TRANSIENT),
    /** The destination says that it did not apply it, since somebody else is writing the same. */
    ROW_LOCKED(Kind.TRANSIENT),

    /** The whole batch was refused because of some row that is not named. */
    BATCH_REFUSED(Kind.POISONED_BATCH),

    /** The answer got lost after the request went out: the destination may have applied it. */
    MAYBE_APPLIED(Kind.AMBIGUOUS),

    BAD_RESPONSE(Kind.BUG),
    CONTRACT_BROKEN(Kind.BUG),
    UNEXPECTED(Kind.BUG);

    private final Kind kind;

    ProblemCode(Kind kind) {
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** Who acts, and how. */
    public enum Kind {
        /** Pause the sync, keep the difference; marketing ops mend the settings. */
        CONFIG,
        /** One refresh per account, then pause all its syncs; an admin mends the credentials. */
        AUTH,
        /** Reject that row, never block others; marketing ops mend the data. */
        RECORD,
        /** Wait until the time given; costs no attempt, slows this account only. */
        THROTTLED,
        /** Back off and try again; nobody needs to act. */
        TRANSIENT,
        /** Halve the batch until the bad rows stand alone. */
        POISONED_BATCH,
        /** Send again only if the connector is idempotent. */
        AMBIGUOUS,
        /** Pause and keep an incident id; the maintainers act. */
        BUG
    }
}
