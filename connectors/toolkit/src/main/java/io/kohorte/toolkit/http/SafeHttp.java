// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit.http;

import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.WireAnswer;
import java.io.IOException;
import java.net.Proxy;
import java.util.HashMap;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.Buffer;

/**
 * HTTP for one opened destination. Sends a call once: no redirect, no retry, no proxy, no cookie, no private address and
 * no plain {@code http} unless the operator allowed private addresses. Thread-safe.
 */
public final class SafeHttp implements AutoCloseable {

    private final OkHttpClient client;
    private final ConnectorContext context;
    private final HttpBounds bounds;

    public SafeHttp(ConnectorContext context, HttpBounds bounds) {
        this.context = context;
        this.bounds = bounds;
        this.client = client(context, bounds);
    }

    static OkHttpClient client(ConnectorContext context, HttpBounds bounds) {
        return new OkHttpClient.Builder()
                .followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(false)
                .proxy(Proxy.NO_PROXY)
                .connectTimeout(bounds.connect())
                .readTimeout(bounds.call())
                .writeTimeout(bounds.call())
                .callTimeout(bounds.call())
                .connectionPool(new ConnectionPool(16, 30, TimeUnit.SECONDS))
                .eventListenerFactory(Progress::of)
                .addNetworkInterceptor(SafeHttp::withoutInvitationToRetry)
                .socketFactory(
                        new Sockets(context.privateAddressesAllowed() ? Sockets.Reach.ANYWHERE : Sockets.Reach.PUBLIC))
                .build();
    }

    public HttpCall.Builder get(String url) {
        return call("GET", url);
    }

    public HttpCall.Builder post(String url) {
        return call("POST", url);
    }

    public HttpCall.Builder put(String url) {
        return call("PUT", url);
    }

    public HttpCall.Builder patch(String url) {
        return call("PATCH", url);
    }

    public HttpCall.Builder delete(String url) {
        return call("DELETE", url);
    }

    private HttpCall.Builder call(String method, String url) {
        return new HttpCall.Builder(method, url).header("user-agent", context.userAgent());
    }

    /**
     * Sends a call and reads its answer to the end, whatever the status. Who opened the destination hears the answer, too.
     *
     * @throws ConnectorException {@code INVALID_SETTING} for an address that may not be called; {@code CONNECTION} when
     *     the request did not leave whole; {@code TIMEOUT} or {@code UNAVAILABLE} when the answer of an idempotent call got
     *     lost, {@code MAYBE_APPLIED} when that of another did; {@code BAD_RESPONSE} when the answer is too long
     */
    public HttpAnswer send(HttpCall call) {
        var progress = new Progress(call.hasBody());
        var request = request(call, progress);
        try (var response = client.newCall(request).execute()) {
            var answer = answer(response);
            context.heard(new WireAnswer(call.rows(), answer.status(), answer.text()));
            return answer;
        } catch (IOException failure) {
            throw new ConnectorException(problem(call, failure, progress));
        }
    }

    private Request request(HttpCall call, Progress progress) {
        var request = new Request.Builder().url(address(call)).tag(Progress.class, progress);
        call.headersAt(context.clock().instant()).forEach(request::header);
        return request.method(call.method(), call.requestBody().orElse(null)).build();
    }

    private HttpUrl address(HttpCall call) {
        var address = Optional.ofNullable(HttpUrl.parse(call.url()))
                .orElseThrow(() -> setting("This is no address that starts with https://."));
        if (!address.username().isEmpty() || !address.password().isEmpty()) {
            throw setting("The address holds a user name or a password; send them in a header.");
        }
        if (!address.isHttps() && !context.privateAddressesAllowed()) {
            throw setting("The address must start with https://, since personal data goes there.");
        }
        return address;
    }

    private HttpAnswer answer(Response response) throws IOException {
        var body = new Buffer();
        var source = response.body().source();
        while (source.read(body, 64 << 10) != -1) {
            if (body.size() > bounds.answerBytes()) {
                throw new ConnectorException(Problem.of(
                        ProblemCode.BAD_RESPONSE,
                        "The destination answered with more than " + bounds.answerBytes() + " bytes."));
            }
        }
        var headers = new HashMap<>(response.headers().toMultimap());
        return new HttpAnswer(
                response.code(), headers, body.readByteArray(), context.clock().instant());
    }

    private static Problem problem(HttpCall call, IOException failure, Progress progress) {
        var cause = Failure.of(failure);
        if (cause == Failure.PRIVATE_ADDRESS) {
            return Problem.of(
                    ProblemCode.INVALID_SETTING,
                    "The address is private; an administrator has to allow private destinations first.");
        }
        if (!progress.requestLeft()) {
            return Problem.of(ProblemCode.CONNECTION, cause.sentence);
        }
        if (!call.idempotent()) {
            return Problem.of(
                    ProblemCode.MAYBE_APPLIED,
                    "The answer got lost after the request went out: the destination may have applied it.");
        }
        return Problem.of(cause == Failure.TIMEOUT ? ProblemCode.TIMEOUT : ProblemCode.UNAVAILABLE, cause.sentence);
    }

    private static ConnectorException setting(String sentence) {
        return new ConnectorException(Problem.of(ProblemCode.INVALID_SETTING, sentence));
    }

    /** OkHttp sends a call again when a 503 says {@code Retry-After: 0}, whatever it was told. "Now" is no wait anyway. */
    private static Response withoutInvitationToRetry(Interceptor.Chain chain) throws IOException {
        var response = chain.proceed(chain.request());
        var wait = response.header("Retry-After");
        var now = wait != null && !wait.isEmpty() && wait.chars().allMatch(c -> c == '0');
        return now ? response.newBuilder().removeHeader("Retry-After").build() : response;
    }

    /** Frees connections. Never throws; calling it twice is calling it once. */
    @Override
    public void close() {
        client.dispatcher().cancelAll();
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }
}
