// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.access;

import io.kohorte.core.platform.problem.ProblemException;
import io.quarkus.elytron.security.common.BcryptUtil;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Hashes and compares passwords with bcrypt. */
@Singleton
class Passwords {

    /** bcrypt reads no further, so a longer password would promise more than it keeps. */
    private static final int LONGEST_BYTES = 72;

    private static final int SHORTEST = 10;

    /** 2^10 rounds: about 60 ms on a small machine. */
    private static final int COST = 10;

    private static final Duration REMEMBERED = Duration.ofMinutes(1);
    private static final int LARGEST_MEMORY = 1_000;

    /** Compared with when there is no such user, so that the time taken does not tell. */
    private static final String NOBODY = BcryptUtil.bcryptHash("nobody", COST);

    private final Clock clock;
    private final String pepper;
    private final ConcurrentMap<String, Instant> proven = new ConcurrentHashMap<>();

    Passwords(Clock clock) {
        this.clock = clock;
        var random = new byte[32];
        new SecureRandom().nextBytes(random);
        this.pepper = Base64.getEncoder().encodeToString(random);
    }

    String hash(String password) {
        return BcryptUtil.bcryptHash(password, COST);
    }

    /**
     * Whether the password fits the hash. A fit is remembered for a minute, by a digest that is worth nothing outside of
     * this process: Basic authentication proves itself on every call.
     */
    boolean matches(String password, Optional<String> hash) {
        if (password.getBytes(StandardCharsets.UTF_8).length > LONGEST_BYTES) {
            return false;
        }
        var now = clock.instant();
        var memory = Base64.getEncoder().encodeToString(Secret.hash(pepper + hash.orElse("") + "\n" + password));
        var until = proven.get(memory);
        if (until != null && until.isAfter(now)) {
            return true;
        }
        if (!BcryptUtil.matches(password, hash.orElse(NOBODY)) || hash.isEmpty()) {
            return false;
        }
        if (proven.size() >= LARGEST_MEMORY) {
            proven.clear();
        }
        proven.put(memory, now.plus(REMEMBERED));
        return true;
    }

    /** @throws ProblemException pointing at the field, if this is no password to live with */
    void requireGood(String password, String pointer) {
        if (password.length() < SHORTEST || password.getBytes(StandardCharsets.UTF_8).length > LONGEST_BYTES) {
            throw ProblemException.invalid(
                    pointer,
                    "WEAK_PASSWORD",
                    "A password has " + SHORTEST + " to " + LONGEST_BYTES + " characters.",
                    "Choose a longer sentence or let a password manager make one.");
        }
    }
}
