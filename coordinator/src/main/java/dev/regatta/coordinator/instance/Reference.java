package dev.regatta.coordinator.instance;

import java.util.List;

/** A possible answer. It is correct where its tags contain {@code correct}. */
public record Reference(String text, List<String> tags) {
  public static final String CORRECT = "correct";

  public Reference {
    tags = List.copyOf(tags);
  }

  public boolean correct() {
    return tags.contains(CORRECT);
  }
}
