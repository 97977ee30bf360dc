// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OffsetPagesTest {

    private static final OffsetPages LISTS = new OffsetPages("Acme", "lists", "count", 3);

    private final List<Integer> asked = new ArrayList<>();

    /** Lists 0 to 6 in pages of three. */
    private JsonNode page(int offset) {
        asked.add(offset);
        var page = Json.mapper().createObjectNode().put("count", 7);
        var lists = page.putArray("lists");
        for (var list = offset; list < Math.min(offset + 3, 7); list++) {
            lists.add(list);
        }
        return page;
    }

    private Optional<Integer> find(int wanted) {
        return LISTS.find(this::page, list -> list.asInt() == wanted).map(JsonNode::asInt);
    }

    @Test
    void finds_on_any_page_and_asks_for_no_other_then() {
        assertThat(find(4)).hasValue(4);
        assertThat(asked).containsExactly(0, 3);
    }

    @Test
    void finds_nothing_at_the_end() {
        assertThat(find(9)).isEmpty();
        assertThat(asked).containsExactly(0, 3, 6);
    }

    @Test
    void asks_for_no_page_after_a_full_last_one() {
        var full = Json.mapper().createObjectNode().put("count", 3);
        full.putArray("lists").add(0).add(1).add(2);
        var pages = new ArrayList<Integer>();
        assertThat(LISTS.find(
                        offset -> {
                            pages.add(offset);
                            return full;
                        },
                        list -> false))
                .isEmpty();
        assertThat(pages).containsExactly(0);
    }

    @Test
    void ends_at_an_empty_page_whatever_the_vendor_counts() {
        var endless = Json.mapper().createObjectNode().put("count", Long.MAX_VALUE);
        endless.putArray("lists");
        assertThat(LISTS.find(offset -> endless, list -> true)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"lists\":[]}", "{\"lists\":{},\"count\":1}", "{\"lists\":[],\"count\":\"1\"}"})
    void believes_no_page_that_lacks_what_it_is_read_for(String page) {
        var json = Json.read(page.getBytes(StandardCharsets.UTF_8)).orElseThrow();
        var failure = catchThrowableOfType(ConnectorException.class, () -> LISTS.find(offset -> json, list -> true));
        assertThat(failure.problem().code()).isEqualTo(ProblemCode.BAD_RESPONSE);
    }
}
