// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.uplift;

import io.kohorte.core.learn.predict.Learner.Fitted;
import io.kohorte.core.learn.predict.PredictionCodec;
import io.kohorte.core.learn.predict.PredictionModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;

/**
 * The stored form of an uplift model: a magic number, a checksum of all that follows, the name of the method, how it is calibrated, and each part with its length before it as a
 * stored prediction. Nothing is deserialised but what that allows.
 */
public final class UpliftCodec {
    private static final int MAGIC = 0x4B55504C;

    private UpliftCodec() {}

    public static byte[] write(UpliftModel model) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            byte[] content = content(model);
            out.writeInt(MAGIC);
            out.writeLong(checksum(content));
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Throws {@link IllegalArgumentException} where the bytes are not what {@link #write} wrote. */
    public static UpliftModel read(byte[] body) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(body))) {
            int magic = in.readInt();
            long checksum = in.readLong();
            byte[] content = in.readAllBytes();
            if (magic != MAGIC || checksum != checksum(content)) {
                throw new IllegalArgumentException("not a stored uplift model");
            }
            return model(content);
        } catch (IOException e) {
            throw new IllegalArgumentException("not a stored uplift model", e);
        }
    }

    private static byte[] content(UpliftModel model) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF(model.method().wireName());
            out.writeDouble(model.calibration().slope());
            out.writeDouble(model.calibration().shift());
            for (Fitted part : model.parts()) {
                byte[] body = PredictionCodec.write(PredictionModel.plain(model.learner(), part));
                out.writeInt(body.length);
                out.write(body);
            }
        }
        return bytes.toByteArray();
    }

    private static UpliftModel model(byte[] content) throws IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(content))) {
            UpliftMethod method = method(in.readUTF());
            UpliftCalibration calibration = new UpliftCalibration(in.readDouble(), in.readDouble());
            List<PredictionModel> parts = new ArrayList<>();
            while (in.available() > 0) {
                int length = in.readInt();
                if (length < 0 || length > in.available()) {
                    throw new IllegalArgumentException("not a stored uplift model");
                }
                parts.add(PredictionCodec.read(in.readNBytes(length)));
            }
            if (parts.size() != method.parts()) {
                throw new IllegalArgumentException("not a stored uplift model");
            }
            return new UpliftModel(
                    method,
                    parts.get(0).learner(),
                    parts.stream().map(PredictionModel::fitted).toList(),
                    calibration);
        }
    }

    private static UpliftMethod method(String wireName) {
        return Arrays.stream(UpliftMethod.values())
                .filter(method -> method.wireName().equals(wireName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no method " + wireName));
    }

    private static long checksum(byte[] content) {
        CRC32 sum = new CRC32();
        sum.update(content);
        return sum.getValue();
    }
}
