// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.demo.receiver;

import java.util.Optional;

/** The receiver's own rules: every marketing tool refuses some rows, and rightly. */
@FunctionalInterface
public interface House {

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
}
