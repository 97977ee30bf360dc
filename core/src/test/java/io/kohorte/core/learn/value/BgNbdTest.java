// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import org.junit.jupiter.api.Test;

final class BgNbdTest {
    private final BgNbd model = new BgNbd(.243, 4.414, .793, 2.426);

    @Test
    void the_example_of_the_paper_comes_out() {
        assertThat(model.purchases(2, 30.43, 38.86, 39)).isCloseTo(1.226, offset(.001));
    }

    @Test
    void the_expectation_is_smooth_where_its_formula_is_not() {
        double below = new BgNbd(.3, 5, 1 - 1e-4, 3).purchases(2, 10, 20, 30);
        double at = new BgNbd(.3, 5, 1, 3).purchases(2, 10, 20, 30);
        double above = new BgNbd(.3, 5, 1 + 1e-4, 3).purchases(2, 10, 20, 30);

        assertThat(at).isCloseTo((below + above) / 2, offset(1e-6));
    }

    @Test
    void thousands_of_purchases_and_centuries_overflow_nothing() {
        assertThat(model.purchases(3_000, 1_000, 1_001, 52)).isBetween(100.0, 200.0);
        assertThat(model.purchases(3_000, 100, 10_000, 52)).isEqualTo(0, offset(1e-9));
        assertThat(model.purchases(1, 1, 1, 50_000)).isBetween(0.0, 1_000.0);
        assertThat(model.alive(3_000, 100, 10_000)).isBetween(0.0, 1e-9);
    }

    @Test
    void who_paused_longer_than_usual_is_less_surely_a_customer() {
        assertThat(model.alive(10, 38, 39)).isGreaterThan(model.alive(10, 25, 39));
        assertThat(model.alive(0, 0, 39)).isEqualTo(1);
    }

    @Test
    void a_hypergeometric_function_with_a_closed_form_is_met() {
        assertThat(Hypergeometric.gauss(1, 1, 2, .9)).isCloseTo(-Math.log(.1) / .9, offset(1e-12));
        assertThat(Hypergeometric.gauss(-.5, 3, 3, .99)).isCloseTo(Math.pow(.01, .5), offset(1e-12));
        assertThat(Hypergeometric.gauss(2.5, 3, 3, .99) * 1e-5).isCloseTo(Math.pow(.01, -2.5) * 1e-5, offset(1e-11));
    }
}
