package dev.regatta.cli.bench.scaling;

import java.util.List;

/** Who decides how many replicas there are. */
interface Scaler {
  /** Looks at the pools in this second, and changes their sizes where it thinks fit. */
  void look(List<SimulatedPool> pools, int now);
}
