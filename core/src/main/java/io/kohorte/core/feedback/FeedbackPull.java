// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.feedback;

import io.kohorte.core.destination.Accounts;
import io.kohorte.core.destination.DestinationId;
import io.kohorte.core.platform.LogFields;
import io.kohorte.core.platform.problem.ProblemException;
import io.kohorte.segmentsync.FeedbackCollection;
import io.kohorte.spi.Capability;
import io.kohorte.spi.ConnectorException;
import io.quarkus.quartz.Nonconcurrent;
import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** Asks destinations that tell conversions only when asked. */
@Singleton
public class FeedbackPull {

    private static final Logger LOG = Logger.getLogger(FeedbackPull.class);

    private final Accounts accounts;
    private final FeedbackCollection collection;
    private final Map<DestinationId, String> told = new ConcurrentHashMap<>();

    FeedbackPull(Accounts accounts, FeedbackCollection collection) {
        this.accounts = accounts;
        this.collection = collection;
    }

    /** One destination after the other; one that fails is asked again next time, from where it was. */
    @Nonconcurrent
    @Scheduled(
            identity = "pull-feedback",
            every = "${kohorte.feedback.pull-every:5m}",
            delayed = "${kohorte.feedback.pull-delayed:1m}")
    void pull() {
        for (var account : accounts.all()) {
            if (account.connector().can(Capability.FEEDBACK_PULL)) {
                pull(account);
            }
        }
    }

    private void pull(Accounts.Account account) {
        LogFields.of(LogFields.DESTINATION, account.id().value()).during(() -> ask(account));
    }

    private void ask(Accounts.Account account) {
        try (var destination = accounts.open(account.id())) {
            var taken = collection.pull(ConversionIntake.feed(account.id().value()), destination);
            LOG.debugf("Destination %s: %s", account.id(), taken);
            if (told.remove(account.id()) != null) {
                LOG.infof("Destination %s tells conversions again", account.id());
            }
        } catch (ConnectorException | ProblemException e) {
            var why = Objects.toString(e.getMessage(), "");
            if (isNews(account, why)) {
                LOG.warnf("Destination %s tells no conversions right now: %s", account.id(), why);
            }
        } catch (RuntimeException broken) {
            // a defect of one connector keeps no other destination from being asked
            if (isNews(account, broken.getClass().getName())) {
                LOG.errorf(broken, "Destination %s tells no conversions right now", account.id());
            }
        }
    }

    /** Said once, however often the destination is asked. */
    private boolean isNews(Accounts.Account account, String why) {
        return !why.equals(told.put(account.id(), why));
    }
}
