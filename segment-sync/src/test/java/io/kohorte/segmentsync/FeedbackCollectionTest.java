// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kohorte.spi.Conversion;
import io.kohorte.spi.Cursor;
import io.kohorte.spi.FeedbackPage;
import io.kohorte.spi.FeedbackReader;
import io.kohorte.spi.InboundCall;
import io.kohorte.spi.SubjectKeys;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FeedbackCollectionTest {

    private final List<String> taken = new ArrayList<>();
    private final FeedbackSink sink = (feed, conversions) -> {
        conversions.forEach(conversion -> taken.add(feed + ":" + conversion.remoteId()));
        return new FeedbackSink.Taken(conversions.size(), 0, 0);
    };
    private final TestClock clock = new TestClock();

    /** Two thousand five hundred conversions, a thousand a page; the cursor is the number of the next. */
    private final FakeDestination destination = new FakeDestination() {
        @Override
        public FeedbackReader feedback() {
            return new FeedbackReader() {
                @Override
                public FeedbackPage read(Cursor from, int limit) {
                    int first = from.value().isEmpty() ? 0 : Integer.parseInt(from.value());
                    int last = Math.min(2500, first + limit);
                    var page = IntStream.range(first, last)
                            .mapToObj(FeedbackCollectionTest::conversion)
                            .toList();
                    return new FeedbackPage(page, new Cursor(Integer.toString(last)), last < 2500);
                }

                @Override
                public List<Conversion> receive(InboundCall call) {
                    return List.of(conversion(9999));
                }
            };
        }
    };

    private static Conversion conversion(int number) {
        return new Conversion(
                "c" + number, new SubjectKeys("", Map.of()), "purchase", Instant.EPOCH, BigDecimal.ONE, "EUR");
    }

    @Test
    void pullGoesOnWhereItStopped() {
        var collection = new FeedbackCollection(TestDatabase.empty(), sink, clock);

        assertThat(collection.pull("crm", destination).accepted()).isEqualTo(2500);
        assertThat(collection.pull("crm", destination).accepted()).isZero();
        assertThat(taken).hasSize(2500).doesNotHaveDuplicates();
    }

    @Test
    void pageTheSinkCouldNotTakeComesAgain() {
        var failing = new int[] {1};
        FeedbackSink flaky = (feed, conversions) -> {
            if (conversions.get(0).remoteId().equals("c1000") && failing[0]-- > 0) {
                throw new IllegalStateException("database away");
            }
            return sink.take(feed, conversions);
        };
        var collection = new FeedbackCollection(TestDatabase.empty(), flaky, clock);

        assertThatThrownBy(() -> collection.pull("crm", destination)).isInstanceOf(IllegalStateException.class);
        collection.pull("crm", destination);

        assertThat(taken).hasSize(2500).doesNotHaveDuplicates();
    }

    @Test
    void pushedConversionsReachTheSink() {
        var collection = new FeedbackCollection(TestDatabase.empty(), sink, clock);
        var call = new InboundCall("POST", "https://us.example/", Map.of(), new byte[0], Instant.EPOCH);

        assertThat(collection.receive("shop", destination, call).accepted()).isEqualTo(1);
        assertThat(taken).containsExactly("shop:c9999");
    }
}
