// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.files;

import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.Settings;
import io.kohorte.spi.WireRequest;
import io.kohorte.toolkit.Secret;
import io.kohorte.toolkit.http.HttpBounds;
import io.kohorte.toolkit.http.HttpCall;
import io.kohorte.toolkit.http.SafeHttp;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A bucket. Putting an object is atomic there: it is seen whole or not at all.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
 */
final class S3Storage implements Storage {

    private static final byte[] NOTHING = {};
    private static final String PROBE = ".kohorte-check";

    /** Largest file of conversions; a larger one is to be cut by whoever writes it. */
    private static final int MOST_BYTES = 64 << 20;

    private final Settings settings;
    private final SafeHttp http;

    S3Storage(Settings settings, ConnectorContext context) {
        this.settings = settings;
        this.http = new SafeHttp(
                context,
                new HttpBounds(
                        Duration.ofSeconds(10), Duration.ofSeconds(settings.number("timeoutSeconds", 60)), MOST_BYTES));
    }

    @Override
    public WireRequest shown(FileToWrite file) {
        var put = put(file).shown();
        return new WireRequest(put.method(), put.url(), put.headers(), file.text(), put.rows());
    }

    @Override
    public void write(FileToWrite file) {
        var call = put(file);
        var answer = http.send(call);
        if (!answer.successful()) {
            throw S3Errors.refusal(call, answer);
        }
        if (answer.hasBody() || answer.header("etag").isEmpty()) {
            throw answer.badResponse("as no S3 storage does after it has stored an object");
        }
    }

    @Override
    public void look() {
        write(new FileToWrite(PROBE, "text/plain", NOTHING, List.of()));
        http.send(call("DELETE", inFolder(PROBE), new TreeMap<>(), NOTHING, "", List.of()));
    }

    @Override
    public List<StoredFile> list(String folder, String from, int limit) {
        var prefix = folder.isEmpty() ? inFolder("") : inFolder(folder + "/");
        var files = new ArrayList<StoredFile>();
        var after = from.isEmpty() ? "" : before(inFolder(from));
        while (files.size() < limit) {
            var page = page(prefix, after, limit + 1);
            for (var object : page) {
                var name = object.name()
                        .substring(Math.min(object.name().length(), inFolder("").length()));
                var further = object.name().compareTo(after) > 0 && name.compareTo(from) >= 0;
                if (further && !name.endsWith("/") && !LocalStorage.hidden(name)) {
                    files.add(new StoredFile(name, object.bytes()));
                }
            }
            var last = page.isEmpty() ? after : page.get(page.size() - 1).name();
            if (page.size() <= limit || last.equals(after)) {
                break; // the end, or storage that cannot begin after a name
            }
            after = last;
        }
        return files.subList(0, Math.min(limit, files.size()));
    }

    private List<StoredFile> page(String prefix, String after, int most) {
        var query = new TreeMap<String, String>();
        query.put("delimiter", "%2F");
        query.put("list-type", "2");
        query.put("max-keys", Integer.toString(most));
        query.put("prefix", encoded(prefix));
        if (!after.isEmpty()) {
            query.put("start-after", encoded(after));
        }
        var call = call("GET", "", query, NOTHING, "", List.of());
        var answer = http.send(call);
        if (!answer.successful()) {
            throw S3Errors.refusal(call, answer);
        }
        var objects = S3Listing.read(answer);
        if (objects.stream().anyMatch(object -> !object.name().startsWith(prefix))) {
            throw answer.badResponse("with objects of another folder");
        }
        return objects;
    }

    /** S3 begins after a name; this is the last that comes before it, near enough. */
    private static String before(String name) {
        return name.substring(0, name.length() - 1);
    }

    @Override
    public byte[] read(StoredFile file) {
        var call = call("GET", inFolder(file.name()), new TreeMap<>(), NOTHING, "", List.of());
        var answer = http.send(call);
        if (!answer.successful()) {
            throw S3Errors.refusal(call, answer);
        }
        var content = answer.text().getBytes(StandardCharsets.UTF_8);
        if (content.length != file.bytes()) {
            throw answer.badResponse("with another object than the one that was listed");
        }
        return content;
    }

    private HttpCall put(FileToWrite file) {
        return call("PUT", inFolder(file.name()), new TreeMap<>(), file.bytes(), file.contentType(), file.rows());
    }

    private Optional<String> folder() {
        return settings.optionalText("folder").map(folder -> Folders.checked("folder", folder));
    }

    private String inFolder(String name) {
        return folder().map(folder -> folder + "/" + name).orElse(name);
    }

    private HttpCall call(
            String method,
            String name,
            SortedMap<String, String> query,
            byte[] content,
            String contentType,
            List<Integer> rows) {
        var endpoint = endpoint();
        var path = path(endpoint, name);
        var url = endpoint.getScheme() + "://" + endpoint.getRawAuthority() + path
                + (query.isEmpty()
                        ? ""
                        : "?"
                                + query.entrySet().stream()
                                        .map(pair -> pair.getKey() + "=" + pair.getValue())
                                        .collect(Collectors.joining("&")));
        var builder =
                switch (method) {
                    case "PUT" -> http.put(url);
                    case "DELETE" -> http.delete(url);
                    default -> http.get(url);
                };
        var signed = new LinkedHashMap<String, String>();
        signed.put("host", host(endpoint));
        signed.put("x-amz-content-sha256", SignatureV4.digest(content));
        if (method.equals("PUT")) {
            signed.putAll(encryption());
        }
        signed.forEach((header, value) -> {
            if (!header.equals("host")) {
                builder.header(header, value);
            }
        });
        settings.optionalText("sessionToken").ifPresent(token -> {
            signed.put("x-amz-security-token", token);
            builder.secret("x-amz-security-token", new Secret(token));
        });
        if (!contentType.isEmpty()) {
            builder.body(contentType, content);
        }
        var keys = new SignatureV4(
                settings.text("accessKeyId"), new Secret(settings.text("secretAccessKey")), settings.text("region"));
        return builder.atAttempt("x-amz-date", "{timestamp}", SignatureV4::moment)
                .atAttempt("authorization", "AWS4-HMAC-SHA256 " + Secret.MASK, at -> {
                    var headers = new LinkedHashMap<>(signed);
                    headers.put("x-amz-date", SignatureV4.moment(at));
                    return keys.authorisation(method, path, query, headers, at);
                })
                .rows(rows)
                .idempotent()
                .build();
    }

    private Map<String, String> encryption() {
        var headers = new LinkedHashMap<String, String>();
        settings.optionalText("encryption").filter(kind -> !kind.equals("none")).ifPresent(kind -> {
            headers.put("x-amz-server-side-encryption", kind);
            settings.optionalText("kmsKeyId")
                    .filter(key -> kind.equals("aws:kms"))
                    .ifPresent(key -> headers.put("x-amz-server-side-encryption-aws-kms-key-id", key));
        });
        return headers;
    }

    private URI endpoint() {
        var address = settings.optionalText("endpoint")
                .orElseGet(() -> "https://s3." + settings.text("region") + ".amazonaws.com");
        try {
            var endpoint = URI.create(address);
            if (endpoint.getHost() == null || endpoint.getRawUserInfo() != null || endpoint.getScheme() == null) {
                throw Mistake.in("endpoint", "This is no address that starts with https://.");
            }
            return virtualHosts()
                    ? URI.create(
                            endpoint.getScheme() + "://" + settings.text("bucket") + "." + endpoint.getRawAuthority())
                    : endpoint;
        } catch (IllegalArgumentException none) {
            throw Mistake.in("endpoint", "This is no address that starts with https://.");
        }
    }

    private boolean virtualHosts() {
        return settings.text("addressing", "path").equals("virtual-host");
    }

    /** As OkHttp writes it: without the port that goes without saying. */
    private static String host(URI endpoint) {
        var usual = endpoint.getPort() == -1
                || endpoint.getPort() == (endpoint.getScheme().equals("https") ? 443 : 80);
        return usual ? endpoint.getHost() : endpoint.getHost() + ":" + endpoint.getPort();
    }

    private String path(URI endpoint, String name) {
        var base = Optional.ofNullable(endpoint.getRawPath()).orElse("").replaceFirst("/+$", "");
        return base + (virtualHosts() ? "" : "/" + encoded(settings.text("bucket"))) + "/"
                + encoded(name).replace("%2F", "/");
    }

    /** RFC 3986, as the signature wants it. */
    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    @Override
    public void close() {
        http.close();
    }
}
