// SPDX-License-Identifier: Apache-2.0
package io.kohorte.tck;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Hands a test class the flaw it is started with. */
final class JobFlawParameter implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == JobFlaw.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        return test.getConfigurationParameter("flaw").map(JobFlaw::valueOf).orElse(JobFlaw.NONE);
    }
}
