// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.acceptance.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What the application was told about one person: the truth it is held against. Used by the editing thread, then by the judge. */
final class Person {

    final String userId;
    /** The one told last, of all they ever had. */
    Optional<String> email;

    final List<String> emails = new ArrayList<>();
    /** Ours is not to choose: the application gives numbers, and of two who are joined the lower one stays. */
    int number = Integer.MAX_VALUE;

    /** All under whom they are known: their own, and those of whom they took in. Suppression is of a name. */
    final Set<String> userIds = new TreeSet<>();

    final Set<String> lists = new TreeSet<>();
    String city;
    String tier;
    boolean marketing;
    /** Counts words on consent; the later one has the higher number. */
    int marketingSaid;

    boolean suppressed;
    /** Another name of somebody else, since an alias joined them. */
    boolean gone;

    Person(String userId, Optional<String> email, String city, String tier, boolean marketing) {
        this.userId = userId;
        this.email = email;
        this.userIds.add(userId);
        this.email = email;
        email.ifPresent(emails::add);
        this.city = city;
        this.tier = tier;
        this.marketing = marketing;
    }

    /** From now on they want their mail there. */
    void moveTo(String address) {
        email = Optional.of(address);
        if (!emails.contains(address)) {
            emails.add(address);
        }
    }

    /** The person becomes this one, who keeps what both say; the newer word on consent counts, and of two at once the no. */
    void takeIn(Person other) {
        if (other.marketingSaid > marketingSaid) {
            marketing = other.marketing;
            marketingSaid = other.marketingSaid;
        } else if (other.marketingSaid == marketingSaid) {
            marketing &= other.marketing;
        }
        suppressed |= other.suppressed;
        userIds.addAll(other.userIds);
        emails.addAll(other.emails);
        email = email.or(() -> other.email);
        lists.addAll(other.lists);
        other.lists.clear();
        other.gone = true;
    }

    @Override
    public String toString() {
        return userId;
    }
}
