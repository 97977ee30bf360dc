// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import static io.kohorte.core.sync.SyncDesk.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.core.condition.SegmentId;
import io.kohorte.core.segment.SegmentEvaluation;
import io.kohorte.core.segment.SegmentStore;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two profiles turn out to be one person, while one or both of them are at a destination. */
@QuarkusTest
class MergedMemberTest {

    @Inject
    DataSource database;

    @Inject
    SegmentStore segments;

    @Inject
    People people;

    @Inject
    SegmentEvaluation evaluation;

    private final Receiver receiver = new Receiver();
    private int first;
    private int second;
    private int other;
    private long segment;
    private long sync;

    @BeforeEach
    void makePeople() throws SQLException {
        first = people.person("first");
        second = people.person("second");
        other = people.person("other");
        people.called(first, "user_id", people.named("u1"));
        people.called(second, "user_id", people.named("u2"));
    }

    @AfterEach
    void closeReceiver() {
        receiver.close();
    }

    @Test
    void whoeverWasMergedAndLeavesIsRemovedByTheAddressTheyWereSentUnder() throws SQLException {
        deliver(second, other);
        merge();
        people.members(segment, other);

        run(sync);

        assertThat(receiver.audience()).containsOnlyKeys(people.mail("other"));
    }

    @Test
    void whenTheOtherStaysUnderAnotherAddressTheOldOneIsRemoved() throws SQLException {
        deliver(first, second, other);
        merge();
        people.members(segment, first, other);

        run(sync);

        assertThat(receiver.audience()).containsOnlyKeys(people.mail("first"), people.mail("other"));
        receiver.forgetDeliveries();
        run(sync);
        assertThat(receiver.deliveries()).isEmpty();
    }

    @Test
    void whenTheOtherStaysUnderThisVeryAddressOnlyTheNumberIsRemoved() throws SQLException {
        nameless();
        deliver(second, other);
        merge();
        people.members(segment, first, other);

        run(sync);

        assertThat(receiver.audience()).containsOnlyKeys(people.mail("second"), people.mail("other"));
        assertThat(receiver.profiles()).containsOnly(first, other);
        receiver.forgetDeliveries();
        run(sync);
        assertThat(receiver.deliveries()).isEmpty();
    }

    @Test
    void whenTheOtherIsInTheSegmentButAllowsNothingTheAddressIsRemoved() throws SQLException {
        nameless();
        deliver(second, other);
        merge();
        people.consent(first, false);
        people.members(segment, first, other);

        run(sync);

        assertThat(receiver.audience()).containsOnlyKeys(people.mail("other"));
    }

    @Test
    void aListGoesOnWithWhomItsMemberBecame() throws SQLException {
        nameless();
        deliver(second, other);
        merge();

        evaluation.evaluateAll("test");

        assertThat(segments.members(new SegmentId(segment)).toArray()).containsExactly(first, other);
        run(sync);
        assertThat(receiver.audience()).containsOnlyKeys(people.mail("second"), people.mail("other"));
    }

    /** The first of the two has no address of its own. */
    private void nameless() throws SQLException {
        try (var connection = database.getConnection();
                var delete =
                        connection.prepareStatement("delete from identity where profile = ? and namespace = 'email'")) {
            delete.setInt(1, first);
            delete.executeUpdate();
        }
    }

    private void deliver(int... members) throws SQLException {
        segment = people.segment(members);
        sync = SyncDesk.create(SyncDesk.draft(SyncDesk.destination(receiver), segment));
        assertThat(run(sync).getInt("counts.added.accepted")).isEqualTo(members.length);
    }

    private void merge() {
        SyncDesk.merge(people.named("u1"), people.named("u2"));
    }
}
