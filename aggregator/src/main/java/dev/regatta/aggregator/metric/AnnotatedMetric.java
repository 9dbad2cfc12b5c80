package dev.regatta.aggregator.metric;

import dev.regatta.aggregator.annotation.Subject;
import java.util.List;

/**
 * A metric whose values come from what an annotator found in the answers. Without annotations of
 * its run it has no columns: it is absent rather than zero.
 */
interface AnnotatedMetric extends InstanceMetric {

  /** Name of the annotator. */
  String annotator();

  /**
   * What has to be looked at of an answered request: one subject for each output, or none at all
   * where the instance lacks what the annotator needs.
   */
  List<Subject> subjects(RequestState state);
}
