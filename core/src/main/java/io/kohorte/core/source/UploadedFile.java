// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.source;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.zstandard.ZstdCompressorInputStream;
import org.tukaani.xz.MemoryLimitException;
import org.tukaani.xz.XZInputStream;

/**
 * A file somebody sent, unpacked in a folder of its own under a name of ours: the name they gave it is only ever shown. Closing removes it.
 *
 * @param bytes unpacked
 * @param content SHA-256 of them, in hexadecimal digits
 */
record UploadedFile(Path folder, Path file, long bytes, String content) implements AutoCloseable {

    private static final int BUFFER = 64 * 1024;
    private static final int XZ_MEMORY_KB = 128 * 1024;
    /** Text packs to a tenth, a log of zeros to a hundredth; what packs better wants to hurt. */
    private static final long LARGEST_RATIO = 500;

    private static final long UNSUSPECTED = 64L * 1024 * 1024;

    /**
     * Writes a stream to disk, unpacking {@code .gz}, {@code .xz} and {@code .zst} (told by content, not by name) on the way.
     *
     * @param folder to be created
     * @param largest bytes allowed, packed and unpacked
     */
    static UploadedFile receive(InputStream body, Path folder, long largest) throws IOException {
        Files.createDirectories(folder);
        UploadedFile received = new UploadedFile(folder, folder.resolve("data"), 0, "");
        boolean complete = false;
        try {
            CountingStream packed = new CountingStream(body, largest);
            BufferedInputStream buffered = new BufferedInputStream(packed, BUFFER);
            MessageDigest content = Sha256.digest();
            long written;
            try (InputStream unpacked = unpack(buffered);
                    OutputStream out = new DigestOutputStream(
                            new BufferedOutputStream(Files.newOutputStream(received.file()), BUFFER), content)) {
                written = copy(unpacked, out, packed, largest);
            }
            if (written == 0) {
                throw FileProblem.empty();
            }
            complete = true;
            return new UploadedFile(
                    folder, received.file(), written, HexFormat.of().formatHex(content.digest()));
        } finally {
            if (!complete) {
                received.close();
            }
        }
    }

    /**
     * Writes the beginning of a stream to disk, unpacked, as far as it goes; the end of an archive may be missing. It is only looked at:
     * its content has no hash.
     *
     * @param most bytes kept
     */
    static UploadedFile head(InputStream body, Path folder, long most) throws IOException {
        Files.createDirectories(folder);
        UploadedFile received = new UploadedFile(folder, folder.resolve("data"), 0, "");
        long written = 0;
        try (InputStream unpacked = unpack(new BufferedInputStream(body, BUFFER));
                OutputStream out = new BufferedOutputStream(Files.newOutputStream(received.file()), BUFFER)) {
            byte[] buffer = new byte[BUFFER];
            int read = unpacked.read(buffer);
            while (read >= 0 && written < most) {
                out.write(buffer, 0, read);
                written += read;
                read = readWhatIsThere(unpacked, buffer);
            }
        }
        return new UploadedFile(folder, received.file(), written, "");
    }

    private static int readWhatIsThere(InputStream unpacked, byte[] buffer) {
        try {
            return unpacked.read(buffer);
        } catch (IOException e) {
            return -1;
        }
    }

    /** The same file with a folder of its own below this one, for another reading of it. */
    UploadedFile apart(String name) throws IOException {
        Path own = Files.createDirectories(folder.resolve(name));
        return new UploadedFile(own, file, bytes, content);
    }

    /** The file as UTF-8: itself, or a copy if it is written otherwise. */
    Path inUtf8(Charset declared) throws IOException {
        Charset charset = Optional.ofNullable(byteOrderMark()).orElse(declared);
        if (charset.equals(StandardCharsets.UTF_8)) {
            return file;
        }
        Path copy = folder.resolve("data.utf8");
        try (var reader = new java.io.InputStreamReader(
                        Files.newInputStream(file),
                        charset.newDecoder()
                                .onMalformedInput(CodingErrorAction.REPORT)
                                .onUnmappableCharacter(CodingErrorAction.REPORT));
                var writer = Files.newBufferedWriter(copy)) {
            reader.transferTo(writer);
        } catch (CharacterCodingException e) {
            throw FileProblem.encoding();
        }
        return copy;
    }

    @Override
    public void close() throws IOException {
        if (Files.exists(folder)) {
            try (var all = Files.walk(folder)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(path);
                }
            }
        }
    }

    /** A file name as it is shown: the last part of whatever path was sent. */
    static String shownName(String sent) {
        String last = sent.substring(Math.max(sent.lastIndexOf('/'), sent.lastIndexOf('\\')) + 1);
        String shown = Columns.shown(last);
        return shown.isBlank() ? "upload" : shown;
    }

    /** The format of the file: by its content, then by its name. */
    FileFormat format(String name) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            in.mark(8);
            byte[] magic = in.readNBytes(4);
            in.reset();
            if (startsWith(magic, 'P', 'A', 'R', '1')) {
                return FileFormat.PARQUET;
            }
            Optional<FileFormat> named = formatOf(name);
            if (named.isPresent()) {
                return named.get();
            }
            byte[] sample = Layout.sample(new ByteWindow(in));
            String begin = new String(sample, 0, Math.min(sample.length, 100), StandardCharsets.UTF_8).stripLeading();
            if (begin.startsWith("{")) {
                return FileFormat.NDJSON;
            }
            return Layout.isWhitespace(sample) ? FileFormat.WHITESPACE : FileFormat.CSV;
        }
    }

    /** The format a name stands for, with or without an ending of a packer. */
    static Optional<FileFormat> formatOf(String name) {
        String plain = name.toLowerCase(Locale.ROOT).replaceFirst("\\.(gz|xz|zst)$", "");
        if (plain.endsWith(".parquet")) {
            return Optional.of(FileFormat.PARQUET);
        }
        if (plain.endsWith(".ndjson") || plain.endsWith(".jsonl") || plain.endsWith(".json")) {
            return Optional.of(FileFormat.NDJSON);
        }
        return plain.endsWith(".csv") || plain.endsWith(".tsv") ? Optional.of(FileFormat.CSV) : Optional.empty();
    }

    private @org.jspecify.annotations.Nullable Charset byteOrderMark() throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] first = in.readNBytes(2);
            if (startsWith(first, 0xFF, 0xFE) || startsWith(first, 0xFE, 0xFF)) {
                return StandardCharsets.UTF_16;
            }
            return null;
        }
    }

    private static InputStream unpack(BufferedInputStream in) throws IOException {
        in.mark(8);
        byte[] magic = in.readNBytes(6);
        in.reset();
        try {
            if (startsWith(magic, 0x1F, 0x8B)) {
                return new GZIPInputStream(in, BUFFER);
            }
            if (startsWith(magic, 0xFD, '7', 'z', 'X', 'Z', 0)) {
                return new XZInputStream(in, XZ_MEMORY_KB);
            }
            if (startsWith(magic, 0x28, 0xB5, 0x2F, 0xFD)) {
                return new ZstdCompressorInputStream(in);
            }
        } catch (MemoryLimitException e) {
            throw FileProblem.suspicious();
        } catch (IOException e) {
            throw FileProblem.notPacked();
        }
        return in;
    }

    private static boolean startsWith(byte[] magic, int... expected) {
        for (int i = 0; i < expected.length; i++) {
            if (magic.length <= i || (magic[i] & 0xFF) != expected[i]) {
                return false;
            }
        }
        return true;
    }

    private static long copy(InputStream unpacked, OutputStream out, CountingStream packed, long largest)
            throws IOException {
        byte[] buffer = new byte[BUFFER];
        long written = 0;
        while (true) {
            int read = read(unpacked, buffer, packed);
            if (read < 0) {
                return written;
            }
            written += read;
            if (written > largest) {
                throw FileProblem.tooLarge(largest);
            }
            if (written > UNSUSPECTED && written > LARGEST_RATIO * packed.count()) {
                throw FileProblem.suspicious();
            }
            out.write(buffer, 0, read);
        }
    }

    /** A broken archive is the sender's problem; a broken connection is not. */
    private static int read(InputStream unpacked, byte[] buffer, CountingStream packed) throws IOException {
        try {
            return unpacked.read(buffer);
        } catch (MemoryLimitException e) {
            throw FileProblem.suspicious();
        } catch (IOException e) {
            if (packed.failed()) {
                throw e;
            }
            throw FileProblem.notPacked();
        }
    }

    /** Counts what comes in, and remembers whether the source itself failed. */
    private static final class CountingStream extends java.io.FilterInputStream {
        private final long largest;
        private long count;
        private boolean failed;

        CountingStream(InputStream in, long largest) {
            super(in);
            this.largest = largest;
        }

        long count() {
            return count;
        }

        boolean failed() {
            return failed;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            try {
                int read = super.read(buffer, offset, length);
                count += Math.max(0, read);
                if (count > largest) {
                    throw FileProblem.tooLarge(largest);
                }
                return read;
            } catch (IOException e) {
                failed = true;
                throw e;
            }
        }
    }
}
