/** The aggregator's checks against gold: metrics, statistics, whole runs and HELM's tables. */
package dev.regatta.aggregator.gold;
