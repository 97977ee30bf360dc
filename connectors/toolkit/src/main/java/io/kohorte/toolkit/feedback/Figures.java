// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit.feedback;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.ConnectorException;
import io.kohorte.toolkit.http.BadResponse;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;

/**
 * Reads figures of campaigns out of a vendor's JSON. What is no figure is never guessed: it is a {@code BAD_RESPONSE}.
 *
 * @param vendor as it writes its name
 */
public record Figures(String vendor) {

    /**
     * A number, also one that is written as text; empty where the member is absent or null.
     *
     * @throws ConnectorException naming the member, for anything else
     */
    public Optional<BigDecimal> number(JsonNode node, String member) {
        var value = node.path(member);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new BigDecimal(value.asText()));
        } catch (NumberFormatException notANumber) {
            throw bad("with a figure " + member + " that is no number");
        }
    }

    /** @throws ConnectorException unless the text is a day such as 2026-11-21 */
    public LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException notADay) {
            throw noDay();
        }
    }

    /** @throws ConnectorException unless the three are a day */
    public LocalDate day(int year, int month, int dayOfMonth) {
        try {
            return LocalDate.of(year, month, dayOfMonth);
        } catch (DateTimeException notADay) {
            throw noDay();
        }
    }

    /** What to throw for a page without figures. */
    public ConnectorException missing() {
        return bad("without figures");
    }

    /** What to throw for a line that does not say which campaign it is about. */
    public ConnectorException noCampaign() {
        return bad("with figures of no campaign");
    }

    private ConnectorException noDay() {
        return bad("with figures of no day");
    }

    private ConnectorException bad(String how) {
        return BadResponse.of(vendor, how);
    }
}
