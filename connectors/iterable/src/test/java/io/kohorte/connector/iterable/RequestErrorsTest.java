// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.iterable;

import static io.kohorte.connector.iterable.FakeIterable.change;
import static io.kohorte.connector.iterable.FakeIterable.spec;
import static io.kohorte.tck.Batches.batch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kohorte.spi.BatchResult;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.MemberChange.Kind;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.SyncMode;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RequestErrorsTest {

    private final FakeIterable iterable = new FakeIterable();
    private final IterableDestination destination = iterable.open(Map.of());

    @AfterEach
    void close() {
        destination.close();
        iterable.close();
    }

    @ParameterizedTest
    @CsvSource({
        "400, BadParams, BATCH_REFUSED",
        "400, BadJsonBody, BATCH_REFUSED",
        "400, RequestFieldsTypesMismatched, BATCH_REFUSED",
        "400, InvalidEmailAddressError, BATCH_REFUSED",
        "400, error.lists.invalidListId, AUDIENCE_GONE",
        "401, BadApiKey, CREDENTIALS_REJECTED",
        "401, InvalidApiKey, CREDENTIALS_REJECTED",
        "403, Forbidden, NOT_PERMITTED",
        "409, DuplicateEmail, BATCH_REFUSED",
        "413, RequestTooLarge, BATCH_REFUSED",
        "429, RateLimitExceeded, RATE_LIMITED",
        "400, RateLimitExceeded, RATE_LIMITED",
        "500, GenericError, UNAVAILABLE",
        "500, DatabaseError, UNAVAILABLE",
        "503, QueueEmailError, UNAVAILABLE",
        "400, not a code, BATCH_REFUSED",
    })
    void the_vendors_code_says_more_than_the_status(int status, String vendorCode, ProblemCode expected) {
        refuse(status, vendorCode);

        var failure = catchThrowableOfType(
                ConnectorException.class, () -> write(person("max@example.com"), person("eva@example.com")));

        assertThat(failure.problem().code()).isEqualTo(expected);
        assertThat(failure.getMessage()).doesNotContain("quoted").doesNotContain("server-side-key");
        assertThat(iterable.requests()).as("no retry of its own").hasSize(1);
    }

    @Test
    void a_row_that_stands_alone_is_blamed_for_its_field_or_its_address() {
        refuse(400, "RequestFieldsTypesMismatched");
        assertThat(alone()).isEqualTo(ProblemCode.FIELD_INVALID);

        refuse(400, "InvalidEmailAddressError");
        assertThat(alone()).isEqualTo(ProblemCode.IDENTIFIER_INVALID);
    }

    private ProblemCode alone() {
        var outcome =
                ((BatchResult.Done) write(person("max@example.com"))).outcomes().get(0);
        return ((Outcome.Rejected) outcome).problem().code();
    }

    private void refuse(int status, String vendorCode) {
        iterable.post(
                "/lists/subscribe",
                status,
                "{\"code\":\"" + vendorCode + "\",\"msg\":\"quoted max@example.com\",\"params\":{}}");
    }

    private static MemberChange person(String email) {
        return change(Kind.ADD, "email", email, Map.of());
    }

    private BatchResult write(MemberChange... changes) {
        var spec = spec(SyncMode.UPSERT, DeleteBehaviour.NOTHING, "email", Map.of());
        return destination.audiences().write(new RemoteAudience(spec, "72"), batch(changes));
    }
}
