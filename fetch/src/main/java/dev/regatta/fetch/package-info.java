/**
 * Files by path, URL, model hub or package index.
 *
 * <p>{@link dev.regatta.fetch.Fetcher} is the entry: it turns a source into a local file with a
 * SHA-256, downloading at most once per cache directory.
 */
package dev.regatta.fetch;
