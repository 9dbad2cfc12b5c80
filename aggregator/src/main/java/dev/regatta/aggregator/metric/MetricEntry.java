package dev.regatta.aggregator.metric;

/**
 * What is to be known of a statistic before it is compared; docs/metrics.md has its definition.
 *
 * @param name as statistics carry it, without {@code @k} and arguments; {@code *} stands for any
 *     text
 */
public record MetricEntry(String name, Better better, Source source) {

  /** Which values are preferred. */
  public enum Better {
    HIGHER,
    LOWER,
    /** It measures something else than quality. */
    NEITHER
  }

  /** Whose number it is. */
  public enum Source {
    HELM,
    SACREBLEU,
    /** EleutherAI's lm-evaluation-harness. */
    LM_EVAL,
    /** Our own: HELM's has another name, or there is none. */
    REGATTA
  }

  /** Whether this is the entry of a statistic. */
  boolean covers(String statistic) {
    int star = name.indexOf('*');
    return star < 0
        ? name.equals(statistic)
        : statistic.length() >= name.length()
            && statistic.startsWith(name.substring(0, star))
            && statistic.endsWith(name.substring(star + 1));
  }
}
