// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.demo.receiver;

import java.util.Optional;

/** The receiver's own rules: every marketing tool refuses some rows, and rightly. */
@FunctionalInterface
public interface House {

    /** Message ids that {@link #OPEN} and most others remember. */
    int USUAL_MEMORY = 20_000;

    /** Takes everybody. */
    House OPEN = member -> Optional.empty();

    /** Has mailboxes on its list that bounced before: about one in {@code share}, always the same ones. */
    static House bouncing(int share) {
        return member -> Optional.ofNullable(member.identifiers().get("email"))
                .filter(email -> Math.floorMod(email.hashCode(), share) == 0)
                .map(email ->
                        new Refusal("mailbox_bounced", "This mailbox bounced before; we do not write to it again."));
    }

    /** Empty when the member is welcome. */
    Optional<Refusal> objection(Member member);

    /** Whether nothing of a message is taken that has this member in it, as some tools do, without a word on whom it was about. */
    default boolean poisons(Member member) {
        return false;
    }

    /** By what people are known here; whoever comes under another is somebody else. */
    default String known(Member member) {
        return member.profile();
    }

    /** How many message ids are remembered. A receiver without memory does everything again that comes again. */
    default int memory() {
        return USUAL_MEMORY;
    }
}
