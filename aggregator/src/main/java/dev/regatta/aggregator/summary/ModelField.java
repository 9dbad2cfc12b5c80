package dev.regatta.aggregator.summary;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/** A model as a leaderboard shows it; from a schema or from HELM's {@code model_metadata.yaml}. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record ModelField(
    String name,
    String displayName,
    String shortDisplayName,
    String description,
    @JsonAlias("creator_organization_name") String creatorOrganization,
    String access,
    Boolean todo,
    String releaseDate,
    Long numParameters) {

  public ModelField {
    displayName = displayName == null ? name : displayName;
    shortDisplayName = shortDisplayName == null ? displayName : shortDisplayName;
    description = description == null ? "" : description;
    access = access == null ? "open" : access;
    todo = Boolean.TRUE.equals(todo);
  }

  /** A model of which nothing but the name is known. */
  static ModelField of(String name) {
    return new ModelField(name, null, null, null, null, null, null, null, null);
  }
}
