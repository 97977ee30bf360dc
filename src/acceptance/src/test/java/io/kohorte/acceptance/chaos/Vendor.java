// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.acceptance.chaos;

import io.kohorte.demo.receiver.Fault;
import io.kohorte.demo.receiver.House;
import io.kohorte.demo.receiver.Member;
import io.kohorte.demo.receiver.Receiver;
import io.kohorte.demo.receiver.Refusal;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A destination: a receiver behind a line, and a witness of all that came in. */
final class Vendor implements AutoCloseable {

    static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    /** How long the application waits for an answer. */
    static final Duration PATIENCE = Duration.ofSeconds(3);

    private final String name;
    private final Kind kind;
    private final Receiver receiver;
    private final Line line;
    private final Witness witness;

    /** What it remembers, and by what it knows people. */
    private enum Kind {
        CAREFUL("webhook"),
        ADDRESSED(AddressedWebhook.ID),
        FORGETFUL(ForgetfulWebhook.ID);

        private final String connector;

        Kind(String connector) {
            this.connector = connector;
        }
    }

    private Vendor(String name, Kind kind, Receiver receiver, Line line, Witness witness) {
        this.name = name;
        this.kind = kind;
        this.receiver = receiver;
        this.line = line;
        this.witness = witness;
    }

    /** Remembers message ids: sending to it twice is harmless. */
    static Vendor careful(String name, Withdrawals withdrawals) throws IOException {
        return opened(name, Kind.CAREFUL, withdrawals);
    }

    /** The same, and knows people by their address. */
    static Vendor addressed(String name, Withdrawals withdrawals) throws IOException {
        return opened(name, Kind.ADDRESSED, withdrawals);
    }

    /** Does everything again that comes again. */
    static Vendor forgetful(String name, Withdrawals withdrawals) throws IOException {
        return opened(name, Kind.FORGETFUL, withdrawals);
    }

    private static Vendor opened(String name, Kind kind, Withdrawals withdrawals) throws IOException {
        Witness witness = new Witness(name, kind == Kind.FORGETFUL, withdrawals);
        Receiver receiver = Receiver.started(0, SECRET, new Rules(kind), witness::saw);
        Line line = Line.to(() -> receiver.hook().getPort());
        return new Vendor(name, kind, receiver, line, witness);
    }

    /** Refuses people from one city, whole messages for people of one tier, and remembers messages or not. */
    private record Rules(Kind kind) implements House {

        @Override
        public Optional<Refusal> objection(Member member) {
            return People.REFUSED_CITY.equals(member.fields().get("city"))
                    ? Optional.of(new Refusal("unknown_city", "There is no such city."))
                    : Optional.empty();
        }

        @Override
        public boolean poisons(Member member) {
            return People.POISONOUS_TIER.equals(member.fields().get("tier"));
        }

        @Override
        public String known(Member member) {
            return kind == Kind.ADDRESSED ? member.identifiers().getOrDefault("email", "") : member.profile();
        }

        @Override
        public int memory() {
            return kind == Kind.FORGETFUL ? 0 : USUAL_MEMORY;
        }
    }

    String name() {
        return name;
    }

    boolean isForgetful() {
        return kind == Kind.FORGETFUL;
    }

    String connector() {
        return kind.connector;
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + line.port() + "/hook");
    }

    void turn(Weather weather) {
        witness.blind(true);
        line.turn(weather);
    }

    void clear() {
        line.clear();
        witness.blind(false);
    }

    Witness witness() {
        return witness;
    }

    void serve(String audience, boolean asksForConsent) {
        witness.serve(audience, asksForConsent);
    }

    void suffer(Fault fault) {
        receiver.suffer(fault);
    }

    /** Whatever was wrong with it or the line, is no more. */
    void recover() {
        receiver.recover();
        clear();
    }

    boolean knowsAddresses() {
        return kind == Kind.ADDRESSED;
    }

    /** By profile, or by address. */
    Map<String, Member> members(String audience) {
        return receiver.members(audience);
    }

    long forged() {
        return receiver.traffic().forged();
    }

    long requests() {
        return receiver.traffic().requests();
    }

    @Override
    public void close() throws IOException {
        line.close();
        receiver.close();
    }
}
