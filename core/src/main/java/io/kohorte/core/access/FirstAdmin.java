// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.access;

import io.kohorte.core.platform.KohorteConfig;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.time.Clock;

/** Creates the user {@code admin} where there is no user yet. */
@ApplicationScoped
class FirstAdmin {

    private static final String NAME = "admin";

    private final Users users;
    private final Passwords passwords;
    private final KohorteConfig config;
    private final Clock clock;

    FirstAdmin(Users users, Passwords passwords, KohorteConfig config, Clock clock) {
        this.users = users;
        this.passwords = passwords;
        this.config = config;
        this.clock = clock;
    }

    @Transactional
    void create(@Observes StartupEvent started) {
        // Two nodes may start on one empty database: one of them waits here and then finds the user.
        users.getEntityManager()
                .createNativeQuery("lock table app_user in exclusive mode")
                .executeUpdate();
        if (users.count() > 0) {
            return;
        }
        var chosen = config.adminPassword().filter(password -> !password.isBlank());
        var password = chosen.orElseGet(Secret::password);
        var admin = new AppUser();
        admin.name = NAME;
        admin.role = Role.ADMIN;
        admin.passwordHash = passwords.hash(password);
        admin.passwordGenerated = chosen.isEmpty();
        admin.createdAt = clock.instant();
        users.persist(admin);
        if (chosen.isEmpty()) {
            announce(password);
        }
    }

    /** On the console only: a log may be kept and shipped. */
    @SuppressWarnings("SystemOut")
    private static void announce(String password) {
        System.out.printf(
                "%n  Sign in as user '%s' with the password %s%n  It is shown this once; change it under Settings.%n%n",
                NAME, password);
    }
}
