package dev.regatta.protocol;

import java.util.List;
import java.util.Map;

/**
 * {@code plans/sweeps/S.json}: everything a sweep was resolved to. Written last: a plan with this
 * file is complete.
 *
 * @param sweep id: name and hash of the rest
 * @param name the sweep's name in its file
 * @param requests distinct requests per model name: ordinals run from 0 to one less
 * @param rows rows of the requests table, duplicates included
 * @param dataHashes SHA-256 of each data file read, by its address
 * @param regattaVersion version of the planner
 */
public record Plan(
    String sweep,
    String name,
    List<ModelRef> models,
    List<RunSpec> runs,
    Map<String, Long> requests,
    long rows,
    Map<String, String> dataHashes,
    String regattaVersion) {}
