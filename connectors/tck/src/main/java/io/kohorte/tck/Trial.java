// SPDX-License-Identifier: Apache-2.0
package io.kohorte.tck;

import static org.assertj.core.api.Assertions.fail;

import io.kohorte.spi.Batch;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Destination;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Preview;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.Settings;
import io.kohorte.spi.UnsupportedCapabilityException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** One connector, opened against the fake vendor, with its audience there. */
final class Trial implements AutoCloseable {

    static final Duration UNHURRIED = Duration.ofSeconds(30);

    final ConnectorUnderTest subject;
    final FakeVendor vendor;
    final Surroundings surroundings;
    final Destination destination;

    private Trial(ConnectorUnderTest subject, FakeVendor vendor, Surroundings surroundings, Settings settings) {
        this.subject = subject;
        this.vendor = vendor;
        this.surroundings = surroundings;
        vendor.serve(subject);
        this.destination = subject.connector().open(settings, surroundings);
    }

    static Trial open(ConnectorUnderTest subject, FakeVendor vendor) {
        return at(subject, vendor, vendor.url());
    }

    static Trial at(ConnectorUnderTest subject, FakeVendor vendor, String vendorUrl) {
        return new Trial(subject, vendor, new Surroundings(true), subject.settings(vendorUrl, UNHURRIED));
    }

    /** Gives up soon where the vendor is slow on purpose; everywhere else, a slow machine must not fail a test. */
    static Trial facing(WireFault fault, ConnectorUnderTest subject, FakeVendor vendor) {
        var patience = fault == WireFault.SLOWER_THAN_PATIENCE ? subject.patience() : UNHURRIED;
        return new Trial(subject, vendor, new Surroundings(true), subject.settings(vendor.url(), patience));
    }

    /** Private addresses refused, as an operator has it who changed nothing. */
    static Trial guarded(ConnectorUnderTest subject, FakeVendor vendor, String vendorUrl) {
        return new Trial(subject, vendor, new Surroundings(false), subject.settings(vendorUrl, UNHURRIED));
    }

    Batch batch(int size) {
        return batch(MemberChange.Kind.ADD, size);
    }

    Batch batch(MemberChange.Kind kind, int size) {
        return batch(IntStream.range(0, size)
                .mapToObj(person -> subject.change(kind, person))
                .toList());
    }

    Batch batch(List<MemberChange> changes) {
        return new Batch("batch-17", Surroundings.START.minusSeconds(60), changes);
    }

    /** For what fails before there is anything to preview. */
    Preview nothing() {
        return new Preview(List.of(), List.of());
    }

    RemoteAudience audience() {
        return destination.audiences().ensure(subject.audience());
    }

    Preview preview(Batch batch) {
        return destination.audiences().preview(audience(), batch);
    }

    /** Writes with every row accepted. */
    Attempt write(Batch batch, WireFault... faults) {
        return write(batch, Collections.nCopies(batch.size(), Verdict.ACCEPTED), faults);
    }

    /** Writes while the vendor says this of the rows, and the first requests meet these faults. */
    Attempt write(Batch batch, List<Verdict> verdicts, WireFault... faults) {
        var audience = audience();
        var preview = prepare(audience, batch, verdicts, faults);
        return attempt(preview, () -> settled(destination.audiences().write(audience, batch)));
    }

    /** Writes to this audience, with every row accepted. */
    Attempt write(RemoteAudience audience, Batch batch) {
        var preview = prepare(audience, batch, Collections.nCopies(batch.size(), Verdict.ACCEPTED));
        return attempt(preview, () -> settled(destination.audiences().write(audience, batch)));
    }

    /** Writes with every row accepted, and one of the vendor's answers, counted from 0, spoilt on its way. */
    Attempt writeSpoilt(RemoteAudience audience, Batch batch, int request, Tampering tampering) {
        var preview = prepare(audience, batch, Collections.nCopies(batch.size(), Verdict.ACCEPTED));
        vendor.spoil(request, tampering.answer());
        return attempt(preview, () -> settled(destination.audiences().write(audience, batch)));
    }

    /** Writes to a vendor whose first answer is this. */
    Attempt writeThrottled(RemoteAudience audience, Batch batch, VendorAnswer throttle) {
        var preview = prepare(audience, batch, Collections.nCopies(batch.size(), Verdict.ACCEPTED));
        vendor.spoil(0, throttle);
        return attempt(preview, () -> settled(destination.audiences().write(audience, batch)));
    }

    /** Writes with every row accepted, and does not look after a job that this may start. */
    BatchResult writeOnly(Batch batch) {
        return writeOnly(batch, Collections.nCopies(batch.size(), Verdict.ACCEPTED));
    }

    /** The same while the vendor says this of the rows. */
    BatchResult writeOnly(Batch batch, List<Verdict> verdicts) {
        var audience = audience();
        prepare(audience, batch, verdicts);
        return destination.audiences().write(audience, batch);
    }

    private Preview prepare(RemoteAudience audience, Batch batch, List<Verdict> verdicts, WireFault... faults) {
        var preview = destination.audiences().preview(audience, batch);
        vendor.expect(preview.requests(), rows(batch, verdicts));
        vendor.fail(List.of(faults));
        return preview;
    }

    static List<VendorCall.Row> rows(Batch batch, List<Verdict> verdicts) {
        return IntStream.range(0, batch.size())
                .mapToObj(row -> new VendorCall.Row(
                        row, verdicts.get(row), Gossip.about(batch.changes().get(row))))
                .toList();
    }

    Attempt attempt(Preview preview, Supplier<BatchResult> deed) {
        try {
            return new Attempt.Answered(preview, deed.get());
        } catch (ConnectorException failure) {
            return new Attempt.Failed(preview, failure);
        } catch (UnsupportedCapabilityException refusal) {
            throw refusal;
        } catch (RuntimeException broken) {
            return fail("only a ConnectorException tells of a failure, not " + broken, broken);
        }
    }

    /** Polls a job until it is done. */
    BatchResult settled(BatchResult result) {
        var latest = result;
        for (var look = 0; latest instanceof BatchResult.Pending pending && look < 20; look++) {
            surroundings.advance(pending.lookAgain());
            latest = destination.audiences().poll(pending.ticket());
        }
        return latest;
    }

    @Override
    public void close() {
        destination.close();
    }
}
