// SPDX-License-Identifier: Apache-2.0
package io.kohorte.tck;

import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.Capability;
import io.kohorte.spi.ConnectorFactory;
import io.kohorte.spi.InboundCall;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.Settings;
import io.kohorte.spi.SubjectKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the kit has to know of a connector and its vendor. Without state: every call gives the same answer. */
public interface ConnectorUnderTest {

    ConnectorFactory connector();

    /**
     * Valid settings for a vendor that lives at this address, with every secret set.
     *
     * @param vendorUrl scheme, host and port
     * @param patience longest duration of a call; where the setting counts whole seconds, round up
     */
    Settings settings(String vendorUrl, Duration patience);

    /** An audience that the vendor of {@link #answer} knows, in a mode that both adds and removes where both are claimed. */
    AudienceSpec audience();

    /**
     * A change that the connector sends: with every identifier it needs and, where it writes fields, at least one.
     *
     * @param person from 0; different people have different identifiers of at least eight characters
     */
    MemberChange change(MemberChange.Kind kind, int person);

    /** How the vendor answers a request when its machines are well: one result per row, as the rows' verdicts say. */
    VendorAnswer answer(VendorCall call);

    /** How long the connector is told to wait for a vendor that is slower than that. */
    default Duration patience() {
        return Duration.ofSeconds(1);
    }

    /** Whether this request is about credentials, such as a token: no preview shows it. */
    default boolean authenticates(VendorCall call) {
        return false;
    }

    /** Whether the connector fetches new credentials, once, when the vendor refuses the ones in use. */
    default boolean renewsCredentials() {
        return false;
    }

    /** Whether the vendor's success without a body means that it took every row. */
    default boolean emptyAnswerAccepts() {
        return false;
    }

    /** The kinds of problem that a fault may become; override it where this vendor means something else by a status. */
    default Set<ProblemCode.Kind> kinds(WireFault fault) {
        return fault.kinds(claims(Capability.IDEMPOTENT));
    }

    /**
     * A genuine call with at least one conversion, signed at this moment. Owed by those who claim {@code FEEDBACK_PUSH}.
     *
     * @param id of the message or the event, whichever the vendor uses to tell doubles
     */
    default Optional<InboundCall> inboundConversion(String id, Instant signedAt) {
        return Optional.empty();
    }

    /** Whether the vendor signs when it made a call, so that one that comes again much later is refused. */
    default boolean datesCalls() {
        return true;
    }

    /** Whether the vendor signs the body of a call. One that only shows a secret cannot tell of a body that was changed. */
    default boolean signsCalls() {
        return true;
    }

    /** Like {@link #change}, with every identifier the connector can use and a field of every type. */
    default MemberChange everything(MemberChange.Kind kind, int person) {
        return change(kind, person);
    }

    /** What a request to erase somebody names them by: the match key as it is, unless the vendor wants what is made of it. */
    default Optional<String> erasedBy(SubjectKeys subject) {
        return subject.identifier(audience().matchKey());
    }

    /** Whether changes are handed on, to a file, a stream or by a template: the receiver decides what it does with them. */
    default boolean handsChangesOn() {
        return false;
    }

    /** Whether fields help to find a person, also one who leaves, such as a name that goes with a post code. */
    default boolean findsPeopleByFields() {
        return false;
    }

    /** From how many rows on a batch becomes a job. Of those who claim {@code ASYNC_JOB}. */
    default int jobSize() {
        return 3;
    }

    /** Whether this request looks after a job that was started: no preview shows it. Of those who claim {@code ASYNC_JOB}. */
    default boolean looksAfterJob(VendorCall call) {
        return false;
    }

    /**
     * How the vendor answers a request while something is wrong with its jobs; empty for requests that are not about a job
     * that was started. Owed by those who claim {@code ASYNC_JOB}.
     */
    default Optional<VendorAnswer> answer(VendorCall call, JobFault fault) {
        return Optional.empty();
    }

    /** Other ways than 429 in which the vendor says "not now", by name: an exhausted count, a time, a status that means it. */
    default Map<String, VendorAnswer> throttles() {
        return Map.of();
    }

    /** The vendor's OpenAPI document, below the folder of specifications; every request the kit sees is held against it. */
    default Optional<String> vendorContract() {
        return Optional.empty();
    }

    /** Members of a body whose own members that document names by example only, such as custom fields: any name goes there. */
    default Set<String> openMembers() {
        return Set.of();
    }

    /** Sentences of its classes that nobody reads here, such as those it writes at the vendor: they need no German. */
    default Set<String> writtenElsewhere() {
        return Set.of();
    }

    /** What of the vendor's or the kit's is not covered, one sentence each with its reason. Stands on the score card. */
    default List<String> notCovered() {
        return List.of();
    }

    /**
     * How a preview names the vendor that lives at this address: otherwise where the vendor speaks no HTTP, and the kit plays
     * it behind a translator of the connector's own.
     */
    default String shownAddress(String vendorUrl) {
        return vendorUrl;
    }

    /** Whether the connector claims a capability. */
    default boolean claims(Capability capability) {
        return connector().descriptor().can(capability);
    }
}
