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
    private final boolean forgetful;
    private final Receiver receiver;
    private final Line line;
    private final Witness witness;

    private Vendor(String name, boolean forgetful, Receiver receiver, Line line, Witness witness) {
        this.name = name;
        this.forgetful = forgetful;
        this.receiver = receiver;
        this.line = line;
        this.witness = witness;
    }

    /** Remembers message ids: sending to it twice is harmless. */
    static Vendor careful(String name, Withdrawals withdrawals) throws IOException {
        return opened(name, false, withdrawals);
    }

    /** Does everything again that comes again. */
    static Vendor forgetful(String name, Withdrawals withdrawals) throws IOException {
        return opened(name, true, withdrawals);
    }

    private static Vendor opened(String name, boolean forgetful, Withdrawals withdrawals) throws IOException {
        Witness witness = new Witness(name, forgetful, withdrawals);
        Receiver receiver = Receiver.started(0, SECRET, new Rules(forgetful), witness::saw);
        Line line = Line.to(() -> receiver.hook().getPort());
        return new Vendor(name, forgetful, receiver, line, witness);
    }

    /** Refuses people from one city, whole messages for people of one tier, and remembers messages or not. */
    private record Rules(boolean forgetful) implements House {

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
        public int memory() {
            return forgetful ? 0 : USUAL_MEMORY;
        }
    }

    String name() {
        return name;
    }

    boolean isForgetful() {
        return forgetful;
    }

    String connector() {
        return forgetful ? ForgetfulWebhook.ID : "webhook";
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + line.port() + "/hook");
    }

    Line line() {
        return line;
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
        line.clear();
    }

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
