// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.platform;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Work done again and again that goes on after a failure, where an executor would forget it. A failure is logged when it
 * begins and when it is over, not each time: while a database is away, a loop of a second would fill the log.
 */
public final class Repeated {

    private final Logger log;
    private final String trouble;
    private final AtomicBoolean failing = new AtomicBoolean();

    /** @param trouble what is the matter while it fails, in words for an operator, without a full stop */
    public Repeated(Logger log, String trouble) {
        this.log = log;
        this.trouble = trouble;
    }

    /** What is done. */
    @FunctionalInterface
    public interface Work {
        void run() throws SQLException;
    }

    /** @return whether it worked */
    public boolean run(Work work) {
        try {
            work.run();
            if (failing.getAndSet(false)) {
                log.infof("Over: %s", trouble);
            }
            return true;
        } catch (SQLException | RuntimeException e) {
            if (!failing.getAndSet(true)) {
                log.errorf(e, "%s; this is tried again", trouble);
            }
            return false;
        }
    }
}
