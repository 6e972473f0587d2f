package paas.engine.docker;

/**
 * An image's name, taken apart as Docker does.
 *
 * @param host of the registry: "docker.io" where none is named
 * @param path "library/node"
 * @param tag ":24" or "@sha256:...", as it is written; ":latest" where none is
 */
record ImageName(String host, String path, String tag) {
  static final String HUB = "docker.io";

  static ImageName of(String image) {
    int slash = image.indexOf('/');
    String first = slash < 0 ? "" : image.substring(0, slash);
    boolean named = first.contains(".") || first.contains(":") || first.equals("localhost");
    String host = named ? first : HUB;
    String rest = named ? image.substring(slash + 1) : image;
    int at = rest.indexOf('@');
    int colon = rest.indexOf(':', rest.lastIndexOf('/') + 1);
    int end = at >= 0 ? at : colon >= 0 ? colon : rest.length();
    String path = rest.substring(0, end);
    String plain = host.equals(HUB) && !path.contains("/") ? "library/" + path : path;
    return new ImageName(host, plain, end == rest.length() ? ":latest" : rest.substring(end));
  }

  /** A digest names what it is wherever it lies, and can be given to nothing else. */
  boolean isDigest() {
    return tag.startsWith("@");
  }

  /** The same image at a mirror: "mirror.example.com/hub". */
  ImageName at(String mirror) {
    int slash = mirror.indexOf('/');
    return slash < 0
        ? new ImageName(mirror, path, tag)
        : new ImageName(mirror.substring(0, slash), mirror.substring(slash + 1) + "/" + path, tag);
  }

  String repository() {
    return host + "/" + path;
  }

  @Override
  public String toString() {
    return repository() + tag;
  }
}
