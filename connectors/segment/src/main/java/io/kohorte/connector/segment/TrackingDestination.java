// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.segment;

import io.kohorte.spi.AudienceWriter;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Destination;
import io.kohorte.spi.FeedbackReader;
import io.kohorte.spi.Limits;
import io.kohorte.spi.SettingProblem;
import io.kohorte.toolkit.http.HttpBounds;
import io.kohorte.toolkit.http.SafeHttp;
import java.util.ArrayList;
import java.util.List;

/** One source at Segment or RudderStack. */
final class TrackingDestination implements Destination {

    private final TrackingSettings settings;
    private final SafeHttp http;
    private final Tracking tracking;
    private final Regulations regulations;

    TrackingDestination(TrackingSettings settings, ConnectorContext context) {
        this.settings = settings;
        this.http = new SafeHttp(context, HttpBounds.STANDARD.withCall(settings.timeout()));
        this.tracking = new Tracking(settings, http, context.clock());
        this.regulations = new Regulations(settings, http);
    }

    /**
     * Tries both APIs, the second only where it is set up.
     *
     * @param url and {@code token}, {@code apiUrl}: names of the settings at fault
     */
    List<SettingProblem> problems(String url, String token, String apiUrl) {
        var problems = new ArrayList<SettingProblem>();
        try {
            tracking.probe();
        } catch (ConnectorException refusal) {
            problems.add(problem(refusal, "/writeKey", "/" + url));
        }
        if (regulations.configured()) {
            try {
                regulations.probe();
            } catch (ConnectorException refusal) {
                problems.add(problem(refusal, "/" + token, "/" + apiUrl));
            }
        }
        return problems;
    }

    private static SettingProblem problem(ConnectorException refusal, String credentials, String address) {
        var pointer =
                switch (refusal.problem().code()) {
                    case CREDENTIALS_REJECTED, CREDENTIALS_EXPIRED, NOT_PERMITTED -> credentials;
                    case RATE_LIMITED, QUOTA_SPENT -> "";
                    default -> address;
                };
        return new SettingProblem(pointer, refusal.problem());
    }

    @Override
    public Limits limits() {
        return settings.limits();
    }

    @Override
    public AudienceWriter audiences() {
        return new TrackingWriter(settings, tracking, regulations);
    }

    @Override
    public FeedbackReader feedback() {
        return new Feedback(settings);
    }

    @Override
    public void close() {
        http.close();
    }
}
