// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What one answer says about the members of a batch, sorted by what is to be recorded. */
final class Tidings {

    private final Shipment shipment;
    private final int[] accepted;
    private final long[] acceptedPrints;
    private int acceptedCount;
    private final int[] unclear;
    private final long[] unclearPrints;
    private int unclearCount;
    private final int[] released;
    private int releasedCount;
    private final List<Refusal> refusals = new ArrayList<>();

    Tidings(Shipment shipment) {
        this.shipment = shipment;
        this.accepted = new int[shipment.size()];
        this.acceptedPrints = new long[shipment.size()];
        this.unclear = new int[shipment.size()];
        this.unclearPrints = new long[shipment.size()];
        this.released = new int[shipment.size()];
    }

    static Tidings allAccepted(Shipment shipment) {
        var tidings = new Tidings(shipment);
        for (int row = 0; row < shipment.size(); row++) {
            tidings.accept(row);
        }
        return tidings;
    }

    void accept(int row) {
        accepted[acceptedCount] = shipment.profiles()[row];
        acceptedPrints[acceptedCount++] = shipment.fingerprints()[row];
    }

    /** The destination may have it. */
    void unclear(int row) {
        unclear[unclearCount] = shipment.profiles()[row];
        unclearPrints[unclearCount++] = Fingerprint.inDoubt(shipment.fingerprints()[row]);
    }

    /** Nothing was sent, and nothing needs to be. */
    void release(int row) {
        released[releasedCount++] = shipment.profiles()[row];
    }

    void refuse(Refusal refusal) {
        refusals.add(refusal);
    }

    Shipment shipment() {
        return shipment;
    }

    int[] accepted() {
        return Arrays.copyOf(accepted, acceptedCount);
    }

    long[] acceptedPrints() {
        return Arrays.copyOf(acceptedPrints, acceptedCount);
    }

    int[] unclear() {
        return Arrays.copyOf(unclear, unclearCount);
    }

    long[] unclearPrints() {
        return Arrays.copyOf(unclearPrints, unclearCount);
    }

    int[] released() {
        return Arrays.copyOf(released, releasedCount);
    }

    List<Refusal> refusals() {
        return refusals;
    }

    /** Members whose fate this tells. */
    long size() {
        return (long) acceptedCount + releasedCount + refusals.size();
    }

    long count(Refusal.State state) {
        return refusals.stream().filter(refusal -> refusal.state() == state).count();
    }
}
