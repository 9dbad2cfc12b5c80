package dev.regatta.protocol;

/** Why a request has no answer and will get none without a change: it is quarantined. */
public record Failure(ErrorCategory category, String message) {}
