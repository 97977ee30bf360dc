// SPDX-License-Identifier: Apache-2.0
package io.kohorte.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.spi.Batch;
import io.kohorte.spi.Capability;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Preview;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.WireRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A dry run never lies. */
public interface PreviewContract extends ConnectorUnderTest {

    /** Headers that the HTTP library adds by itself. */
    Set<String> OF_THE_TRANSPORT =
            Set.of("host", "connection", "accept-encoding", "content-length", "transfer-encoding");

    @Test
    default void sends_nothing_to_make_a_preview(FakeVendor vendor) {
        try (var trial = Trial.open(this, vendor)) {
            var planned = RemoteAudience.planned(audience());
            var preview = trial.destination.audiences().preview(planned, everyChange(trial));
            assertThat(preview.requests()).isNotEmpty();
            assertThat(vendor.requests()).isEmpty();
            assertThat(vendor.authentications()).isZero();
        }
    }

    @Test
    default void accounts_for_every_row(FakeVendor vendor) {
        try (var trial = Trial.open(this, vendor)) {
            var batch = everyChange(trial);
            var preview = trial.preview(batch);
            var sent = preview.requests().stream().flatMap(request -> request.rows().stream());
            var refused = preview.refused().stream().map(Preview.Refusal::row);
            assertThat(Stream.concat(sent.distinct(), refused))
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, batch.size()).boxed().toList());
        }
    }

    @Test
    default void sends_exactly_what_the_preview_shows(FakeVendor vendor) {
        try (var trial = Trial.open(this, vendor)) {
            var shown = trial.write(everyChange(trial)).preview().requests();
            var sent = vendor.changes();
            assertThat(sent).as("requests on the wire").hasSameSizeAs(shown);
            for (var i = 0; i < shown.size(); i++) {
                assertSame(shown.get(i), sent.get(i), shownAddress(vendor.url()));
            }
        }
    }

    /** Also after a restart, and later: so a destination can recognise a batch that comes twice. */
    @Test
    default void sends_the_same_when_the_same_batch_comes_again(FakeVendor vendor) {
        List<WireRequest> first;
        try (var trial = Trial.open(this, vendor)) {
            first = trial.write(everyChange(trial)).preview().requests();
        }
        try (var trial = Trial.open(this, vendor)) {
            trial.surroundings.advance(Duration.ofHours(1));
            assertThat(trial.write(everyChange(trial)).preview().requests()).isEqualTo(first);
            for (var i = 0; i < first.size(); i++) {
                assertSame(first.get(i), vendor.changes().get(i), shownAddress(vendor.url()));
            }
        }
    }

    private Batch everyChange(Trial trial) {
        var changes = new ArrayList<MemberChange>();
        if (claims(Capability.ADD)) {
            changes.add(change(MemberChange.Kind.ADD, 0));
            changes.add(change(MemberChange.Kind.ADD, 1));
        }
        if (claims(Capability.UPSERT_FIELDS)) {
            changes.add(change(MemberChange.Kind.UPDATE, 2));
        }
        if (claims(Capability.REMOVE)) {
            changes.add(change(MemberChange.Kind.REMOVE, 3));
        }
        return trial.batch(changes);
    }

    private static void assertSame(WireRequest shown, VendorCall sent, String vendorUrl) {
        assertThat(sent.method()).isEqualTo(shown.method());
        assertThat(Template.matches(shown.url(), vendorUrl + sent.path()))
                .as("%s is what was shown as %s", sent.path(), shown.url())
                .isTrue();
        assertThat(Template.matches(shown.body(), sent.body()))
                .as("the body sent is the body shown:%n%s%n%s", sent.body(), shown.body())
                .isTrue();
        shown.headers().forEach((name, value) -> assertThat(
                        Template.matches(value, sent.headers().getOrDefault(name, "")))
                .as("the header %s is sent as shown", name)
                .isTrue());
        assertThat(sent.headers().keySet())
                .as("headers sent are headers shown")
                .allMatch(name -> shown.headers().containsKey(name) || OF_THE_TRANSPORT.contains(name));
    }
}
