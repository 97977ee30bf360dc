// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class MigrationTest {

    @Test
    void rows_are_where_customers_were_and_columns_where_they_are() {
        int[] before = {0, 0, 0, 2, -1};
        int[] now = {1, 1, 0, 1, 2};

        assertThat(Migration.between(before, now)).isDeepEqualTo(new long[][] {{1, 2, 0}, {0, 0, 0}, {0, 1, 0}});
    }
}
