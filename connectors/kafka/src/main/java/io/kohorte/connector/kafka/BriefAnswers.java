// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.kafka;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.security.Principal;
import org.apache.kafka.common.errors.IllegalSaslStateException;
import org.apache.kafka.common.network.InvalidReceiveException;
import org.apache.kafka.common.network.TransportLayer;

/**
 * What a broker says while we sign in, as long as each of its answers is short. An answer begins with its length in four bytes;
 * a length that nobody needs ends the sign-in before anybody makes room for it. It has to be made where an answer begins, as
 * each sign-in does: every request waits for its whole answer before the next.
 */
final class BriefAnswers implements TransportLayer {

    /** The longest, a list of all versions a broker speaks, has some 2 KiB. */
    static final int LONGEST = 64 << 10;

    private static final int LENGTH_BYTES = 4;

    private final TransportLayer wire;
    private int lengthBytesHeard;
    private int length;
    private int toCome;

    BriefAnswers(TransportLayer wire) {
        this.wire = wire;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        var from = into.position();
        var count = wire.read(into);
        hear(into, from);
        return count;
    }

    @Override
    public long read(ByteBuffer[] into, int first, int most) throws IOException {
        var sum = 0L;
        for (var i = first; i < first + most; i++) {
            var count = read(into[i]);
            if (count < 0) {
                return sum == 0 ? count : sum;
            }
            sum += count;
            if (into[i].hasRemaining()) {
                break;
            }
        }
        return sum;
    }

    @Override
    public long read(ByteBuffer[] into) throws IOException {
        return read(into, 0, into.length);
    }

    private void hear(ByteBuffer said, int from) {
        var at = from;
        while (at < said.position()) {
            if (toCome > 0) {
                var passed = Math.min(toCome, said.position() - at);
                toCome -= passed;
                at += passed;
            } else {
                length = (length << Byte.SIZE) | Byte.toUnsignedInt(said.get(at));
                at++;
                lengthBytesHeard++;
                if (lengthBytesHeard == LENGTH_BYTES) {
                    begin();
                }
            }
        }
    }

    private void begin() {
        if (length < 0 || length > LONGEST) {
            throw new IllegalSaslStateException(
                    "no answer to a sign-in", new InvalidReceiveException(length + " bytes announced"));
        }
        toCome = length;
        length = 0;
        lengthBytesHeard = 0;
    }

    @Override
    public boolean ready() {
        return wire.ready();
    }

    @Override
    public boolean finishConnect() throws IOException {
        return wire.finishConnect();
    }

    @Override
    public void disconnect() {
        wire.disconnect();
    }

    @Override
    public boolean isConnected() {
        return wire.isConnected();
    }

    @Override
    public SocketChannel socketChannel() {
        return wire.socketChannel();
    }

    @Override
    public SelectionKey selectionKey() {
        return wire.selectionKey();
    }

    @Override
    public void handshake() throws IOException {
        wire.handshake();
    }

    @Override
    public Principal peerPrincipal() throws IOException {
        return wire.peerPrincipal();
    }

    @Override
    public void addInterestOps(int ops) {
        wire.addInterestOps(ops);
    }

    @Override
    public void removeInterestOps(int ops) {
        wire.removeInterestOps(ops);
    }

    @Override
    public boolean isMute() {
        return wire.isMute();
    }

    @Override
    public boolean hasBytesBuffered() {
        return wire.hasBytesBuffered();
    }

    @Override
    public boolean hasPendingWrites() {
        return wire.hasPendingWrites();
    }

    @Override
    public long transferFrom(FileChannel file, long position, long count) throws IOException {
        return wire.transferFrom(file, position, count);
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        return wire.write(from);
    }

    @Override
    public long write(ByteBuffer[] from, int first, int most) throws IOException {
        return wire.write(from, first, most);
    }

    @Override
    public long write(ByteBuffer[] from) throws IOException {
        return wire.write(from);
    }

    @Override
    public boolean isOpen() {
        return wire.isOpen();
    }

    @Override
    public void close() throws IOException {
        wire.close();
    }
}
