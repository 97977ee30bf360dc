// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.AudienceWriter;
import io.kohorte.spi.Batch;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Destination;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.JobTicket;
import io.kohorte.spi.Limits;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Preview;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.Snapshot;
import io.kohorte.spi.WireAnswer;
import io.kohorte.spi.WireRequest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** A vendor in memory that keeps an audience, and misbehaves on request. */
class FakeDestination implements Opening, Destination, AudienceWriter {

    /** A setting that nobody may see. */
    static final String SECRET = "whsec_of+the/fake";

    /** City by profile number: the final state to be compared with what was wanted. */
    final Map<Integer, String> people = new TreeMap<>();

    /** City by address, as a vendor keeps it who knows people by nothing else. */
    final Map<String, String> addresses = new TreeMap<>();

    final List<Batch> received = new ArrayList<>();
    /** What happens to the next calls of {@code write}, one each; then all is well. */
    final Deque<Fault> faults = new ArrayDeque<>();
    /** Rows that are refused whenever they come, and how. */
    final Map<Integer, Problem> refusing = new HashMap<>();
    /** Rows that are asked to come again, and how often. */
    final Map<Integer, Integer> lockedTimes = new HashMap<>();
    /** Rows that make the destination refuse the whole batch. */
    final List<Integer> poison = new ArrayList<>();

    final Deque<Fault> ensureFaults = new ArrayDeque<>();
    /** What happens to the next calls of {@code poll}, before anything else is answered. */
    final Deque<Fault> pollFaults = new ArrayDeque<>();

    final Deque<BatchResult> polls = new ArrayDeque<>();
    /** What a job came to, by its id; looked at before {@link #polls}. */
    final Map<String, BatchResult> jobs = new HashMap<>();

    /** Whether people of a snapshot are there with their part, or with the last one. */
    boolean showsPartsAtOnce;

    /** By snapshot and part, city by profile. */
    private final Map<String, SortedMap<Integer, Map<MemberChange, String>>> snapshots = new HashMap<>();

    Limits limits = new Limits(10, 1 << 20, 1_000_000, Duration.ofSeconds(1), 4);
    Consumer<WireAnswer> ear = heard -> {};
    String remoteId = "remote-1";
    int opened;
    int closed;
    int ensured;
    int polled;

    /** Instead of, before or after the real thing. */
    interface Fault {
        BatchResult on(Batch batch, FakeDestination destination);
    }

    static Fault failing(ProblemCode code) {
        return failing(code, Duration.ZERO);
    }

    static Fault failing(ProblemCode code, Duration after) {
        return (batch, destination) -> {
            throw new ConnectorException(Problem.of(code, "as the test wants it"), after);
        };
    }

    /** Applied, but the answer never arrives. */
    static Fault losingTheAnswer() {
        return (batch, destination) -> {
            destination.apply(batch);
            throw new ConnectorException(Problem.of(ProblemCode.MAYBE_APPLIED, "no answer"));
        };
    }

    static Fault answering(BatchResult result) {
        return (batch, destination) -> result;
    }

    @Override
    public Destination open(Consumer<WireAnswer> newEar) {
        opened++;
        ear = newEar;
        return this;
    }

    @Override
    public String withoutSecrets(String text) {
        return text.replace(SECRET, "***");
    }

    @Override
    public Limits limits() {
        return limits;
    }

    @Override
    public AudienceWriter audiences() {
        return this;
    }

    @Override
    public RemoteAudience ensure(AudienceSpec spec) {
        ensured++;
        if (!ensureFaults.isEmpty()) {
            ensureFaults.remove().on(null, this);
        }
        return new RemoteAudience(spec, remoteId);
    }

    @Override
    public Preview preview(RemoteAudience audience, Batch batch) {
        var body = new StringBuilder();
        batch.changes().forEach(change -> body.append(change.change())
                .append(' ')
                .append(change.subject().identifiers())
                .append(' ')
                .append(city(change))
                .append('\n'));
        var rows = IntStream.range(0, batch.size()).boxed().toList();
        var request = new WireRequest(
                "POST", "https://fake.example/audience", Map.of("authorization", "***"), body.toString(), rows);
        return new Preview(List.of(request), List.of());
    }

    @Override
    public BatchResult write(RemoteAudience audience, Batch batch) {
        received.add(batch);
        return faults.isEmpty() ? take(batch) : faults.remove().on(batch, this);
    }

    BatchResult take(Batch batch) {
        if (batch.changes().stream().anyMatch(change -> poison.contains(profile(change)))) {
            throw new ConnectorException(Problem.of(ProblemCode.BATCH_REFUSED, "some row is bad"));
        }
        if (batch.snapshot().isPresent()) {
            return part(batch, batch.snapshot().get());
        }
        return new BatchResult.Done(
                batch.changes().stream().map(change -> apply(change, this::put)).toList());
    }

    private BatchResult part(Batch batch, Snapshot snapshot) {
        var told = new HashMap<MemberChange, String>();
        var outcomes = batch.changes().stream()
                .map(change -> apply(change, one -> told.put(one, city(one))))
                .toList();
        var parts = snapshots.computeIfAbsent(snapshot.key(), key -> new TreeMap<>());
        parts.put(snapshot.part(), told);
        if (showsPartsAtOnce) {
            told.keySet().forEach(this::put);
        }
        if (snapshot.last() && outcomes.stream().noneMatch(Outcome.Retry.class::isInstance)) {
            people.clear();
            addresses.clear();
            parts.values().forEach(part -> part.keySet().forEach(this::put));
        }
        return new BatchResult.Done(outcomes);
    }

    void apply(Batch batch) {
        var unused = take(batch);
    }

    private Outcome apply(MemberChange change, Consumer<MemberChange> deed) {
        int profile = profile(change);
        if (refusing.containsKey(profile)) {
            return new Outcome.Rejected(refusing.get(profile));
        }
        if (lockedTimes.merge(profile, -1, Integer::sum) >= 0) {
            return new Outcome.Retry(Problem.of(ProblemCode.ROW_LOCKED, "locked"), Duration.ZERO);
        }
        deed.accept(change);
        return new Outcome.Accepted("");
    }

    private void put(MemberChange change) {
        if (change.change() == MemberChange.Kind.REMOVE) {
            people.remove(profile(change));
            change.subject().identifier("email").ifPresent(addresses::remove);
        } else {
            people.put(profile(change), city(change));
            addresses.put(change.subject().identifier("email").orElseThrow(), city(change));
        }
    }

    static int profile(MemberChange change) {
        return Integer.parseInt(change.subject().profileId().substring(1));
    }

    static String city(MemberChange change) {
        return Optional.ofNullable(change.fields().get("city"))
                .filter(FieldValue.Text.class::isInstance)
                .map(value -> ((FieldValue.Text) value).value())
                .orElse("");
    }

    @Override
    public BatchResult poll(JobTicket ticket) {
        polled++;
        if (!pollFaults.isEmpty()) {
            return pollFaults.remove().on(null, this);
        }
        if (jobs.containsKey(ticket.jobId())) {
            return jobs.remove(ticket.jobId());
        }
        if (polls.isEmpty()) {
            throw new ConnectorException(Problem.of(ProblemCode.NOT_FOUND, "no such job"));
        }
        return polls.remove();
    }

    /** Profiles of all changes that came, in order. */
    List<Integer> profilesReceived() {
        return received.stream()
                .flatMap(batch -> batch.changes().stream())
                .map(FakeDestination::profile)
                .toList();
    }

    @Override
    public void close() {
        closed++;
    }
}
