// SPDX-License-Identifier: Apache-2.0
package io.kohorte.tck;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Hands a test class the flaw it is started with. */
final class FlawParameter implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == Flaw.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        return test.getConfigurationParameter("flaw").map(Flaw::valueOf).orElse(Flaw.NONE);
    }
}
