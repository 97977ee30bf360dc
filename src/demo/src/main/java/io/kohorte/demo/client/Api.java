// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.demo.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The REST API as any program outside would use it: JSON in, JSON out, a bearer token. */
public final class Api {

    /** Run states after which nothing changes any more. */
    public static final Set<String> FINAL =
            Set.of("completed", "completed-with-errors", "failed", "cancelled", "paused");

    private static final System.Logger LOG = System.getLogger(Api.class.getName());
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int BEGINNING = 1 << 20;

    private final HttpClient client;
    private final URI base;
    private final String authorization;

    private Api(HttpClient client, URI base, String authorization) {
        this.client = client;
        this.base = base;
        this.authorization = authorization;
    }

    /** Trades user and password for a token, as the user interface does. */
    public static Api signedIn(URI application, String user, String password) {
        URI base = application.resolve("/api/v1/");
        HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
        String basic = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        JsonNode token = new Api(client, base, "Basic " + basic)
                .post("tokens", object("{'name':'demonstration','role':'admin','expiresIn':'PT12H'}"));
        return withToken(application, token.path("token").asText());
    }

    public static Api withToken(URI application, String token) {
        HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
        return new Api(client, application.resolve("/api/v1/"), "Bearer " + token);
    }

    /** JSON with single quotes, so that it can be read in Java. */
    public static JsonNode object(String singleQuoted) {
        try {
            return JSON.readTree(singleQuoted.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON: " + singleQuoted, e);
        }
    }

    public JsonNode get(String path) {
        return exchange("GET", path, HttpRequest.BodyPublishers.noBody(), "application/json");
    }

    public JsonNode post(String path, JsonNode body) {
        return send("POST", path, body);
    }

    /** A deed without words: {@code models/3:train}. */
    public JsonNode post(String path) {
        return send("POST", path, JSON.createObjectNode());
    }

    public JsonNode put(String path, JsonNode body) {
        return send("PUT", path, body);
    }

    public JsonNode delete(String path) {
        return exchange("DELETE", path, HttpRequest.BodyPublishers.noBody(), "application/json");
    }

    /** What is to be deleted stands in the body: addresses end up in logs. */
    public JsonNode delete(String path, JsonNode what) {
        return send("DELETE", path, what);
    }

    /**
     * Tells what happened, over the tracking API.
     *
     * @param call {@code batch}, {@code identify}, {@code alias} …
     * @param body with its write key
     */
    public JsonNode track(String call, JsonNode body) {
        return send("POST", "../../v1/" + call, body);
    }

    /** Sends bytes as they are, for what must go wrong. */
    public JsonNode postRaw(String path, String contentType, byte[] body) {
        return exchange("POST", path, HttpRequest.BodyPublishers.ofByteArray(body), contentType);
    }

    /** Streams a file into an import of the source; the answer names the import and its run. */
    public JsonNode upload(long source, Path file) throws IOException {
        return exchange(
                "POST",
                "sources/" + source + "/imports?filename=" + encoded(name(file)),
                HttpRequest.BodyPublishers.ofFile(file),
                "application/octet-stream");
    }

    /** What the application makes of a file: its format, columns, and a proposed mapping. */
    public JsonNode inspect(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            // the index of a Parquet file is at its end
            byte[] beginning = name(file).endsWith(".parquet") ? in.readAllBytes() : in.readNBytes(BEGINNING);
            return postRaw("sources:inspect?filename=" + encoded(name(file)), "application/octet-stream", beginning);
        }
    }

    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    /** All items of a paged list, page by page. */
    public void each(String path, Consumer<JsonNode> consumer) {
        String cursor = "";
        String joint = path.contains("?") ? "&" : "?";
        while (true) {
            JsonNode page = get(path + joint + "limit=500" + (cursor.isEmpty() ? "" : "&cursor=" + encoded(cursor)));
            page.path("items").forEach(consumer);
            cursor = page.path("next").asText("");
            if (cursor.isEmpty() || page.path("next").isNull()) {
                return;
            }
        }
    }

    /**
     * Watches a run to its end over server-sent events.
     *
     * @param progress hears the run after every change
     * @return the run in its final state
     */
    public JsonNode follow(long run, Consumer<JsonNode> progress) {
        while (true) {
            listen(run, progress);
            JsonNode state = get("runs/" + run);
            if (FINAL.contains(state.path("state").asText())) {
                return state;
            }
            // the stream broke off before the end: listen again, but not in a frenzy
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
    }

    private void listen(long run, Consumer<JsonNode> progress) {
        HttpRequest request = request("runs/" + run + "/events")
                .timeout(PATIENCE)
                .header("accept", "text/event-stream")
                .build();
        try {
            HttpResponse<Stream<String>> response = client.send(request, HttpResponse.BodyHandlers.ofLines());
            try (Stream<String> lines = response.body()) {
                lines.filter(line -> line.startsWith("data:"))
                        .map(line -> parsed(line.substring(5)))
                        .forEach(progress);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.log(System.Logger.Level.DEBUG, "the progress of run " + run + " broke off", e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private JsonNode send(String method, String path, JsonNode body) {
        return exchange(method, path, HttpRequest.BodyPublishers.ofString(body.toString()), "application/json");
    }

    private JsonNode exchange(String method, String path, HttpRequest.BodyPublisher body, String contentType) {
        HttpRequest request = request(path)
                .timeout(PATIENCE)
                .header("content-type", contentType)
                .method(method, body)
                .build();
        try {
            HttpResponse<String> response =
                    client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            JsonNode answer = parsed(response.body());
            if (response.statusCode() >= 300) {
                throw new ApiProblem(method, path, response.statusCode(), answer);
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private HttpRequest.Builder request(String path) {
        // joined, not resolved: the colon of segments:estimate would read as a scheme
        return HttpRequest.newBuilder(URI.create(base + path).normalize()).header("authorization", authorization);
    }

    private static JsonNode parsed(String text) {
        try {
            return text.isBlank() ? MissingNode.getInstance() : JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(text);
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted", e);
    }
}
