// SPDX-License-Identifier: Apache-2.0
package io.kohorte.tck;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Conversion;
import io.kohorte.spi.Cursor;
import io.kohorte.spi.FeedbackPage;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.toolkit.http.HttpAnswer;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Map;
import java.util.function.IntFunction;

/** Conversions of the sample vendor, by the number of those that were read before. */
final class SamplePages {

    private final Flaw flaw;
    private final IntFunction<HttpAnswer> fetch;

    SamplePages(Flaw flaw, IntFunction<HttpAnswer> fetch) {
        this.flaw = flaw;
        this.fetch = fetch;
    }

    FeedbackPage read(Cursor from) {
        int before = number(from);
        var answer = fetch.apply(before);
        var page = answer.json();
        var found = page.path("conversions");
        var lenient = flaw == Flaw.TAKES_NO_PAGE_FOR_THE_LAST;
        if (!lenient && (!found.isArray() || !page.path("more").isBoolean())) {
            throw answer.badResponse("without conversions");
        }
        var conversions = new ArrayList<Conversion>();
        for (var one : found) {
            try {
                conversions.add(conversion(one));
            } catch (DateTimeParseException | IllegalArgumentException unreadable) {
                if (flaw == Flaw.CHOKES_ON_A_CONVERSION) {
                    throw unreadable;
                }
                if (flaw != Flaw.LEAVES_OUT_WHAT_IT_CANNOT_READ) {
                    throw answer.badResponse("with a conversion that cannot be read");
                }
            }
        }
        var next = new Cursor(Integer.toString(before + found.size()));
        return new FeedbackPage(conversions, next, page.path("more").asBoolean());
    }

    private static Conversion conversion(JsonNode json) {
        var id = json.path("id").asText();
        if (id.isEmpty()) {
            throw new IllegalArgumentException("no id");
        }
        var at = Instant.parse(json.path("at").asText());
        return new Conversion(id, new SubjectKeys("1", Map.of()), "purchase", at, BigDecimal.ZERO, "");
    }

    private int number(Cursor cursor) {
        try {
            return cursor.equals(Cursor.START) ? 0 : Integer.parseInt(cursor.value());
        } catch (NumberFormatException notOurs) {
            if (flaw == Flaw.CHOKES_ON_A_CURSOR) {
                throw notOurs;
            }
            throw new ConnectorException(Problem.of(ProblemCode.CONTRACT_BROKEN, "This cursor is none of ours."));
        }
    }
}
