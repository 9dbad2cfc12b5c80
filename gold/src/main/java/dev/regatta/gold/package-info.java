/**
 * Checks of Regatta against values that other tools computed (gold): what a check is, how files of
 * cases are read so that a bad case hides no other, and the report. The modules that compute
 * something offer the checks of it; this one knows none of them.
 */
package dev.regatta.gold;
