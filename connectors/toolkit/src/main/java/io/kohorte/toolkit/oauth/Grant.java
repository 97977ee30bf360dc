// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit.oauth;

/** By what right an access token is asked for. Equal grants share one token: see {@link TokenSource}. */
public sealed interface Grant permits ClientCredentials, RefreshToken, JwtBearer {

    /** Where tokens are given. */
    String tokenUrl();
}
