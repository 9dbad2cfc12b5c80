package dev.regatta.store.s3;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The objects of a bucket by their keys; failures are the SDK's exceptions. */
final class Bucket {
  private final S3Client client;
  private final String name;

  Bucket(S3Client client, String name) {
    this.client = client;
    this.name = name;
  }

  /**
   * An object.
   *
   * @param tag another one for another content
   */
  record Stat(String key, long size, String tag, Instant modified) {}

  /**
   * What lies directly below a prefix.
   *
   * @param prefixes of what lies deeper, each with its slash
   */
  record Listing(List<Stat> objects, List<String> prefixes) {
    boolean isEmpty() {
      return objects.isEmpty() && prefixes.isEmpty();
    }
  }

  Optional<Stat> stat(String key) {
    try {
      HeadObjectResponse head = client.headObject(r -> r.bucket(name).key(key));
      return Optional.of(new Stat(key, head.contentLength(), head.eTag(), head.lastModified()));
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    }
  }

  Optional<byte[]> get(String key) {
    try {
      return Optional.of(client.getObjectAsBytes(r -> r.bucket(name).key(key)).asByteArrayUnsafe());
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    }
  }

  /** Bytes of an object; fails where it has been replaced since. */
  byte[] range(Stat object, long from, int length) {
    String range = "bytes=" + from + "-" + (from + length - 1);
    return client
        .getObjectAsBytes(r -> r.bucket(name).key(object.key()).range(range).ifMatch(object.tag()))
        .asByteArrayUnsafe();
  }

  void put(String key, byte[] bytes) {
    client.putObject(r -> r.bucket(name).key(key), RequestBody.fromBytes(bytes));
  }

  private void delete(String key) {
    client.deleteObject(r -> r.bucket(name).key(key));
  }

  /** Deletes an object and all below it as a directory; false where there is neither. */
  boolean deleteTree(String key) {
    boolean there = stat(key).isPresent();
    if (there) {
      delete(key);
    }
    return deleteBelow(key + "/") || there;
  }

  /** Deletes all objects whose keys start with a prefix; false where there is none. */
  boolean deleteBelow(String prefix) {
    // One by one: servers differ in the checksum that they want of a request for many.
    List<String> keys = new ArrayList<>();
    pages(prefix, null).forEach(page -> page.contents().forEach(object -> keys.add(object.key())));
    keys.forEach(this::delete);
    return !keys.isEmpty();
  }

  boolean anyBelow(String prefix) {
    return !client
        .listObjectsV2(r -> r.bucket(name).prefix(prefix).maxKeys(1))
        .contents()
        .isEmpty();
  }

  Listing list(String prefix) {
    List<Stat> objects = new ArrayList<>();
    TreeSet<String> prefixes = new TreeSet<>();
    for (ListObjectsV2Response page : pages(prefix, "/")) {
      page.contents().stream()
          .filter(object -> !object.key().equals(prefix))
          .forEach(object -> objects.add(stat(object)));
      page.commonPrefixes().forEach(common -> prefixes.add(common.prefix()));
    }
    return new Listing(objects, List.copyOf(prefixes));
  }

  private Iterable<ListObjectsV2Response> pages(String prefix, String delimiter) {
    return client.listObjectsV2Paginator(r -> r.bucket(name).prefix(prefix).delimiter(delimiter));
  }

  private static Stat stat(S3Object object) {
    return new Stat(object.key(), object.size(), object.eTag(), object.lastModified());
  }

  /** Begins an upload in parts; others of the same key are aborted. */
  String beginUpload(String key) {
    for (MultipartUpload other :
        client.listMultipartUploads(r -> r.bucket(name).prefix(key)).uploads()) {
      if (other.key().equals(key)) {
        abortUpload(key, other.uploadId());
      }
    }
    return client.createMultipartUpload(r -> r.bucket(name).key(key)).uploadId();
  }

  CompletedPart uploadPart(String key, String upload, int number, byte[] bytes, int length) {
    RequestBody body = RequestBody.fromByteBuffer(ByteBuffer.wrap(bytes, 0, length));
    String tag =
        client
            .uploadPart(r -> r.bucket(name).key(key).uploadId(upload).partNumber(number), body)
            .eTag();
    return CompletedPart.builder().partNumber(number).eTag(tag).build();
  }

  void completeUpload(String key, String upload, List<CompletedPart> parts) {
    client.completeMultipartUpload(
        r -> r.bucket(name).key(key).uploadId(upload).multipartUpload(m -> m.parts(parts)));
  }

  void abortUpload(String key, String upload) {
    try {
      client.abortMultipartUpload(r -> r.bucket(name).key(key).uploadId(upload));
    } catch (NoSuchUploadException e) {
      // Completed or aborted by another writer of the same object.
    }
  }
}
