package dev.regatta.protocol;

/** One turn of a chat. {@code role} is {@code system}, {@code user} or {@code assistant}. */
public record Message(String role, String content) {}
