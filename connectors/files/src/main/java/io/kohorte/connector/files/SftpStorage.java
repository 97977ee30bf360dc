// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.files;

import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import com.jcraft.jsch.SftpException;
import com.jcraft.jsch.SocketFactory;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.Settings;
import io.kohorte.spi.WireAnswer;
import io.kohorte.spi.WireRequest;
import io.kohorte.toolkit.http.SafeSockets;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * A server that speaks SFTP and shows the key it is known by. Each deed has a connection of its own: idle ones are closed by
 * many servers. A file is written under another name and then renamed.
 */
final class SftpStorage implements Storage {

    private static final int MOST_BYTES = 64 << 20;

    private final Settings settings;
    private final ConnectorContext context;

    SftpStorage(Settings settings, ConnectorContext context) {
        this.settings = settings;
        this.context = context;
    }

    @FunctionalInterface
    private interface Deed<T> {
        T with(ChannelSftp sftp) throws SftpException, IOException;
    }

    @Override
    public WireRequest shown(FileToWrite file) {
        return new WireRequest(
                "PUT",
                "sftp://" + settings.text("host") + ":" + port() + "/"
                        + path(file.name()).replaceFirst("^/", ""),
                Map.of("content-type", file.contentType()),
                file.text(),
                file.rows());
    }

    @Override
    public void write(FileToWrite file) {
        connected(sftp -> {
            makeFolders(sftp, file.name());
            var target = path(file.name());
            var slash = target.lastIndexOf('/');
            var unfinished = target.substring(0, slash + 1) + "." + target.substring(slash + 1) + ".part";
            sftp.put(new ByteArrayInputStream(file.bytes()), unfinished, ChannelSftp.OVERWRITE);
            rename(sftp, unfinished, target);
            context.heard(new WireAnswer(file.rows(), 0, ""));
            return file;
        });
    }

    /** Servers of version 3 without the extension of OpenSSH do not replace what is there. */
    private static void rename(ChannelSftp sftp, String from, String to) throws SftpException {
        try {
            sftp.rename(from, to);
        } catch (SftpException exists) {
            if (exists.id != ChannelSftp.SSH_FX_FAILURE || missing(sftp, to)) {
                throw exists;
            }
            sftp.rm(to);
            sftp.rename(from, to);
        }
    }

    private void makeFolders(ChannelSftp sftp, String name) throws SftpException {
        for (var slash = name.indexOf('/'); slash > 0; slash = name.indexOf('/', slash + 1)) {
            var folder = path(name.substring(0, slash));
            if (missing(sftp, folder)) {
                sftp.mkdir(folder);
            }
        }
    }

    private static boolean missing(ChannelSftp sftp, String path) throws SftpException {
        try {
            sftp.stat(path);
            return false;
        } catch (SftpException failure) {
            if (failure.id != ChannelSftp.SSH_FX_NO_SUCH_FILE) {
                throw failure;
            }
            return true;
        }
    }

    @Override
    public void look() {
        connected(sftp -> {
            var probe = path(".kohorte-check.part");
            sftp.put(new ByteArrayInputStream(new byte[0]), probe, ChannelSftp.OVERWRITE);
            sftp.rm(probe);
            return probe;
        });
    }

    @Override
    public List<StoredFile> list(String folder, String from, int limit) {
        return connected(sftp -> {
            var place = path(folder);
            if (!folder.isEmpty() && missing(sftp, place)) {
                return List.of();
            }
            var files = new ArrayList<StoredFile>();
            for (var entry : sftp.ls(place.isEmpty() ? "." : place)) {
                var name = (folder.isEmpty() ? "" : folder + "/") + entry.getFilename();
                if (entry.getAttrs().isReg() && !LocalStorage.hidden(name) && name.compareTo(from) >= 0) {
                    files.add(new StoredFile(name, entry.getAttrs().getSize()));
                }
            }
            files.sort(Comparator.comparing(StoredFile::name));
            return List.copyOf(files.subList(0, Math.min(limit, files.size())));
        });
    }

    @Override
    public byte[] read(StoredFile file) {
        if (file.bytes() > MOST_BYTES) {
            throw Mistake.of(ProblemCode.BAD_RESPONSE, "", "A file of conversions is larger than 64 MiB.");
        }
        return connected(sftp -> {
            try (var content = sftp.get(path(file.name()))) {
                return content.readNBytes(Math.toIntExact(file.bytes()));
            }
        });
    }

    private <T> T connected(Deed<T> deed) {
        var hostKey = new PinnedHostKey(settings.text("hostKey"));
        Session session = null;
        var signedIn = false;
        try {
            session = session(hostKey);
            session.connect(timeout());
            var sftp = (ChannelSftp) session.openChannel("sftp");
            sftp.connect(timeout());
            signedIn = true;
            return deed.with(sftp);
        } catch (JSchException failure) {
            throw unconnected(failure, hostKey);
        } catch (SftpException failure) {
            throw refused(failure);
        } catch (IOException failure) {
            throw Mistake.of(
                    signedIn ? ProblemCode.UNAVAILABLE : ProblemCode.CONNECTION,
                    "",
                    "The connection to the server broke.");
        } finally {
            if (session != null) {
                session.disconnect();
            }
        }
    }

    private Session session(PinnedHostKey hostKey) throws JSchException {
        var ssh = new JSch();
        ssh.setHostKeyRepository(hostKey);
        var key = settings.optionalText("privateKey");
        if (key.isPresent()) {
            var passphrase = settings.optionalText("passphrase").map(text -> text.getBytes(StandardCharsets.UTF_8));
            try {
                ssh.addIdentity(
                        "kohorte",
                        (key.get().strip() + "\n").getBytes(StandardCharsets.US_ASCII),
                        null,
                        passphrase.orElse(null));
            } catch (JSchException unreadable) {
                throw Mistake.in("privateKey", "This is no private key that can be read, or its passphrase is wrong.");
            }
        }
        var session = ssh.getSession(settings.text("username"), settings.text("host"), port());
        settings.optionalText("password").ifPresent(session::setPassword);
        session.setConfig("StrictHostKeyChecking", "yes");
        session.setConfig("PreferredAuthentications", "publickey,password");
        session.setSocketFactory(new Sockets(context, timeout()));
        session.setTimeout(timeout());
        return session;
    }

    private ConnectorException unconnected(JSchException failure, PinnedHostKey hostKey) {
        if (SafeSockets.refused(failure)) {
            return Mistake.in(
                    "host", "The address is private; an administrator has to allow private destinations first.");
        }
        if (!hostKey.stranger().isEmpty()) {
            return Mistake.in(
                    "hostKey", "The server shows another key than the one expected: " + hostKey.stranger() + ".");
        }
        var message = String.valueOf(failure.getMessage());
        if (message.startsWith("Auth ") || message.contains("USERAUTH")) {
            return Mistake.of(
                    ProblemCode.CREDENTIALS_REJECTED,
                    settings.optionalText("privateKey").isPresent() ? "privateKey" : "password",
                    "The server does not accept user and key or password.");
        }
        if (message.contains("UnknownHost")) {
            return Mistake.of(ProblemCode.CONNECTION, "host", "The name of the server cannot be resolved.");
        }
        return Mistake.of(ProblemCode.CONNECTION, "host", "The server accepts no connection, or speaks no SSH.");
    }

    /** Numbers of the protocol: https://datatracker.ietf.org/doc/html/draft-ietf-secsh-filexfer-02#section-7 */
    private ConnectorException refused(SftpException failure) {
        context.heard(new WireAnswer(List.of(), failure.id, ""));
        return switch (failure.id) {
            case ChannelSftp.SSH_FX_NO_SUCH_FILE ->
                Mistake.in("remoteFolder", "There is no such folder on the server.");
            case ChannelSftp.SSH_FX_PERMISSION_DENIED ->
                Mistake.of(ProblemCode.NOT_PERMITTED, "remoteFolder", "The user may not write into this folder.");
            case ChannelSftp.SSH_FX_OP_UNSUPPORTED -> Mistake.in("host", "The server cannot do what is needed.");
            default ->
                Mistake.of(
                        ProblemCode.UNAVAILABLE,
                        "",
                        "The server did not store the file (SFTP " + failure.id + "); its disk may be full.");
        };
    }

    private int port() {
        return settings.number("port", 22);
    }

    private int timeout() {
        return settings.number("timeoutSeconds", 60) * 1_000;
    }

    private String path(String name) {
        var base = settings.text("remoteFolder", "").strip();
        var prefix = base.isEmpty() || base.endsWith("/") ? base : base + "/";
        return name.isEmpty() ? prefix.replaceFirst("(?<=.)/$", "") : prefix + name;
    }

    @Override
    public void close() {}

    /** Sockets that keep away from private addresses. */
    private static final class Sockets implements SocketFactory {

        private final ConnectorContext context;
        private final int timeout;

        Sockets(ConnectorContext context, int timeout) {
            this.context = context;
            this.timeout = timeout;
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            var socket = SafeSockets.of(context).createSocket();
            try {
                socket.connect(new InetSocketAddress(host, port), timeout);
                return socket;
            } catch (IOException failure) {
                socket.close();
                throw failure;
            }
        }

        @Override
        public InputStream getInputStream(Socket socket) throws IOException {
            return socket.getInputStream();
        }

        @Override
        public OutputStream getOutputStream(Socket socket) throws IOException {
            return socket.getOutputStream();
        }
    }
}
