// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.platform.web;

import io.quarkus.quartz.Nonconcurrent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;

@ApplicationScoped
class Housekeeping {

    private final Idempotency idempotency;

    Housekeeping(Idempotency idempotency) {
        this.idempotency = idempotency;
    }

    @Nonconcurrent
    @Scheduled(identity = "forget-idempotency-keys", every = "1h")
    void forgetIdempotencyKeys() throws SQLException {
        idempotency.forgetOld();
    }
}
