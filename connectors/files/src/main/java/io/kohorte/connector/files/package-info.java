// SPDX-License-Identifier: AGPL-3.0-or-later
/**
 * Audiences as files: {@link io.kohorte.connector.files.FilesConnector} is the door, {@link
 * io.kohorte.connector.files.FilesWriter} decides what goes into which file, {@link io.kohorte.connector.files.Storage} keeps
 * files in S3-compatible storage, over SFTP or in a folder. The name of a file follows from the batch alone, so a batch that
 * comes twice is one file; a file is there whole or not at all.
 */
@NullMarked
package io.kohorte.connector.files;

import org.jspecify.annotations.NullMarked;
