// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import io.kohorte.core.profile.Identity;
import io.kohorte.core.profile.Link;
import io.kohorte.core.profile.ProfileLedger;
import io.kohorte.segmentsync.Fingerprint;
import io.kohorte.segmentsync.MemberRow;
import io.kohorte.spi.SkipReason;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;

/**
 * Rows for those who leave a destination, or are to be removed there under an old name: each under the name they were sent
 * under, whoever goes by it now. Consent does not matter: whoever withdrew it must be removed.
 *
 * @param population asked for only when somebody may go by the name of a leaver now
 */
record Leavers(
        Connection connection,
        MemberReader reader,
        Projection projection,
        boolean knowsNumbers,
        Supplier<Population> population) {

    /** @param sentAs marks of the names they were sent under, as far as known */
    List<MemberRow> rows(int[] numbers, IntUnaryOperator sentAs) throws SQLException {
        var merged = MergedProfiles.among(connection, numbers);
        var facts = reader.read(merged.people(numbers));
        var before = new HashMap<Integer, MemberFacts>();
        var elsewhere = new HashSet<Integer>();
        for (var profile : numbers) {
            var person = facts.get(merged.winner(profile).orElse(profile));
            var known = merged.winner(profile).isEmpty() ? person : person.calledBefore(merged.identitiesOf(profile));
            before.put(profile, known);
            if (!isCalled(known, sentAs.applyAsInt(profile))) {
                elsewhere.add(profile);
            }
        }
        var history = NameHistory.of(connection, elsewhere, keys());
        var leavers = new ArrayList<Leaver>();
        for (var profile : numbers) {
            var person = facts.get(merged.winner(profile).orElse(profile));
            var former = elsewhere.contains(profile)
                    ? history.marked(profile, sentAs.applyAsInt(profile))
                    : Optional.<Identity>empty();
            var known = former.map(name -> person.calledBefore(Map.of(name.namespace(), name.value())))
                    .orElse(before.get(profile));
            var forgotten = elsewhere.contains(profile) && former.isEmpty();
            leavers.add(new Leaver(profile, person, known, forgotten, former.isPresent() || merged.isMerged(profile)));
        }
        var owners = owners(leavers);
        var wanted =
                owners.isEmpty() && elsewhere.isEmpty() ? Optional.<Population>empty() : Optional.of(population.get());
        return leavers.stream().map(leaver -> row(leaver, owners, wanted)).toList();
    }

    /**
     * @param person what is known of them today
     * @param known the same under the name to be removed
     * @param forgotten nobody knows any more what they were sent under
     * @param nameMoved the name may be somebody else's by now
     */
    private record Leaver(int profile, MemberFacts person, MemberFacts known, boolean forgotten, boolean nameMoved) {}

    /** Somebody who goes by a name now. */
    private record Owner(int profile, MemberFacts known) {}

    private MemberRow row(Leaver leaver, Map<Identity, Owner> owners, Optional<Population> wanted) {
        var member = projection.of(leaver.profile(), leaver.known());
        var name = name(leaver.known());
        if (name.isEmpty() && !knowsNumbers) {
            return new MemberRow.Skipped(leaver.profile(), member.fingerprint(), SkipReason.NO_IDENTIFIER);
        }
        if (leaver.forgotten() && wanted.orElseThrow().wants(leaver.profile(), leaver.person())) {
            return new MemberRow.Skipped(leaver.profile(), member.fingerprint(), SkipReason.NOTHING_TO_SEND);
        }
        var owner = name.map(owners::get)
                .filter(other -> other.profile() != leaver.profile())
                .filter(other -> name.equals(name(other.known())))
                .filter(other -> wanted.orElseThrow().wants(other.profile(), other.known()));
        if (owner.isEmpty()) {
            return projection.leaving(member);
        }
        return knowsNumbers
                ? projection.leaving(
                        projection.of(leaver.profile(), leaver.person().calledBefore(Map.of())))
                : new MemberRow.TakenOver(
                        projection.leaving(member), owner.get().profile());
    }

    private Map<Identity, Owner> owners(List<Leaver> leavers) throws SQLException {
        var names = leavers.stream()
                .filter(Leaver::nameMoved)
                .flatMap(leaver -> name(leaver.known()).stream())
                .map(name -> Link.seen(List.of(name), "delivery"))
                .toList();
        var owners = new HashMap<Identity, Owner>();
        if (!names.isEmpty()) {
            var profiles = ProfileLedger.owners(connection, names);
            var facts = reader.read(profiles.values().stream()
                    .distinct()
                    .mapToInt(Integer::intValue)
                    .toArray());
            profiles.forEach((name, profile) -> owners.put(name, new Owner(profile, facts.get(profile))));
        }
        return owners;
    }

    private boolean isCalled(MemberFacts known, int sentAs) {
        return sentAs == Fingerprint.NAMELESS
                || name(known)
                        .filter(name -> Fingerprint.mark(name.namespace(), name.value()) == sentAs)
                        .isPresent();
    }

    private Optional<Identity> name(MemberFacts known) {
        return known.named(keys()).map(name -> new Identity(name.getKey(), name.getValue()));
    }

    private List<String> keys() {
        return projection.sync().keys();
    }
}
