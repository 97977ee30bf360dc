// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import io.kohorte.spi.Batch;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Problem;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.WireRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keeps, for some of the rejected rows, the request as it would look for that row alone, with the person made unreadable. */
final class Examples {

    private static final int LONGEST = 4000;
    private static final int SHORTEST_MASKED = 3;
    /** SHA-256 and MD5 in hex, SHA-256 in base64: hashes of identifiers are personal data too. */
    private static final Pattern HASH = Pattern.compile("\\b[0-9a-fA-F]{32,128}\\b|[A-Za-z0-9+/]{43}=");

    private final Line line;
    private final int quota;
    private final Map<String, Integer> kept = new HashMap<>();

    Examples(Line line, int quota) {
        this.line = line;
        this.quota = quota;
    }

    Refusal.Example of(RemoteAudience audience, Parcel parcel, MemberChange change, Problem problem) {
        if (kept.merge(problem.code() + problem.field(), 1, Integer::sum) > quota) {
            return Refusal.Example.NONE;
        }
        return new Refusal.Example(request(audience, parcel, change), response(problem));
    }

    private String request(RemoteAudience audience, Parcel parcel, MemberChange change) {
        var alone = new Batch(parcel.shipment().key(), parcel.shipment().decidedAt(), List.of(change));
        try {
            return line.writer().preview(audience, alone).requests().stream()
                    .findFirst()
                    .map(request -> masked(text(request), change))
                    .orElse("");
        } catch (RuntimeException cannotPreview) {
            return "";
        }
    }

    private static String text(WireRequest request) {
        var text = new StringBuilder(request.method()).append(' ').append(request.url());
        request.headers()
                .forEach((name, value) ->
                        text.append('\n').append(name).append(": ").append(value));
        return text.append("\n\n").append(request.body()).toString();
    }

    private static String response(Problem problem) {
        return (problem.vendorCode().isEmpty() ? "" : problem.vendorCode() + ": ") + problem.message();
    }

    private static String masked(String text, MemberChange change) {
        var personal = new TreeSet<>((String a, String b) ->
                a.length() == b.length() ? a.compareTo(b) : Integer.compare(b.length(), a.length()));
        personal.addAll(change.subject().identifiers().values());
        change.fields().values().forEach(value -> {
            if (value instanceof FieldValue.Text some) {
                personal.add(some.value());
            }
        });
        var masked = text;
        for (var value : personal) {
            if (value.length() >= SHORTEST_MASKED) {
                var anyCase = Pattern.compile(Pattern.quote(value), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
                masked = anyCase.matcher(masked).replaceAll(Matcher.quoteReplacement(mask(value)));
            }
        }
        masked = HASH.matcher(masked).replaceAll(hash -> hash.group().substring(0, 6) + "***");
        return masked.length() > LONGEST ? masked.substring(0, LONGEST) + "…" : masked;
    }

    private static String mask(String value) {
        var first = value.substring(0, value.offsetByCodePoints(0, 1));
        return first + "***" + (value.indexOf('@') > 0 ? "@***" : "");
    }
}
