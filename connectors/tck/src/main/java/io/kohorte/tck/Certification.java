// SPDX-License-Identifier: Apache-2.0
package io.kohorte.tck;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Hands the fake vendor to tests; there is one for a run, closed at its end. */
final class Certification implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == FakeVendor.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        return vendor(test);
    }

    static FakeVendor vendor(ExtensionContext test) {
        return test.getRoot()
                .getStore(ExtensionContext.Namespace.create(Certification.class))
                .computeIfAbsent(FakeVendor.class, type -> new FakeVendor(), FakeVendor.class);
    }
}
